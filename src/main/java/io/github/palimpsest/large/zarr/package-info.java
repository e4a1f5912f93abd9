/**
 * OME-Zarr (NGFF 0.4 in Zarr v2, 0.5 in Zarr v3) as large images. In: a folder. {@link
 * io.github.palimpsest.large.zarr.ZarrFormat} finds its image, {@code Multiscale} reads what the
 * axes mean, {@code ZarrArray} reads and writes chunks ({@code ChunkStore}: files or shards; {@code
 * ChunkCodec}: bytes to values). Out: planes read chunk by chunk, and a copy of the folder in which
 * only the chunks that were written differ ({@code ZarrOutput}).
 *
 * <p>Compression is that of zarr-java. Its arrays are not used: they need a library that is not on
 * Maven Central, and take a chunk that cannot be read for one that was never written.
 */
package io.github.palimpsest.large.zarr;
