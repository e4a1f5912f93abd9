/**
 * Joins the model's pixels to the source's. In: source and generated values, mask weights. Out: the
 * values to write ({@link io.github.palimpsest.composite.Composite}), a smooth filling of a hole
 * ({@link io.github.palimpsest.composite.PullPush}), the visibility of the border ({@link
 * io.github.palimpsest.composite.Seam}).
 */
package io.github.palimpsest.composite;
