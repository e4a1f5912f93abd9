/**
 * Images larger than memory. In: the path of an OME-Zarr folder or of a TIFF file, that of a label
 * image of the same kind, and the values of a run. Out: a copy of the image in which the marked
 * pixels are repainted and nothing else differs, made piece by piece, with the record in its
 * metadata, as a {@link io.github.palimpsest.batch.Job} ({@link
 * io.github.palimpsest.large.LargeJob}). {@link io.github.palimpsest.large.LargeImages} opens,
 * {@link io.github.palimpsest.large.LargeImage} is read, {@link
 * io.github.palimpsest.large.LargeOutput} is written.
 */
package io.github.palimpsest.large;
