/**
 * Pixel arithmetic of painting: what fills a hole before the model sees it ({@link
 * io.github.palimpsest.paint.PullPush}) and how the model's pixels join the source's ({@link
 * io.github.palimpsest.paint.Composite}).
 */
package io.github.palimpsest.paint;
