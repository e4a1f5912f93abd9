/**
 * Many images from files to files. A {@link io.github.palimpsest.batch.Job} is what there is to do,
 * of a folder ({@link io.github.palimpsest.batch.FolderJob}) or of one large image: its tasks,
 * whoever does them, and what becomes of their results. {@link io.github.palimpsest.batch.BatchRun}
 * does a job in this process. Of a folder: {@link io.github.palimpsest.batch.BatchRequest} → {@link
 * io.github.palimpsest.batch.BatchPlan}, one image at a time ({@link
 * io.github.palimpsest.batch.ItemWork}), finished TIFFs ({@link
 * io.github.palimpsest.batch.Outputs}) and a report ({@link io.github.palimpsest.batch.Report})
 * out. Nothing is opened in a window or looked up by title.
 */
package io.github.palimpsest.batch;
