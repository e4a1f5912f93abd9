/**
 * Many images from files to files: a request and a folder in ({@link
 * io.github.palimpsest.batch.BatchRequest} → {@link io.github.palimpsest.batch.BatchPlan}), one
 * image at a time ({@link io.github.palimpsest.batch.ItemWork}), finished TIFFs ({@link
 * io.github.palimpsest.batch.Outputs}) and a report ({@link io.github.palimpsest.batch.Report})
 * out. Nothing is opened in a window or looked up by title.
 */
package io.github.palimpsest.batch;
