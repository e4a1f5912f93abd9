/**
 * Large images as TIFF files. In: a TIFF or BigTIFF in strips or tiles, or one of ImageJ's stacks,
 * which describe one plane and hold many. Out: pixels of what is asked for ({@link
 * io.github.palimpsest.large.tiff.TiffFormat} opens), and a copy of the file with repainted pixels.
 *
 * <p>{@code TiffStructure} finds the directories of a file, {@code PlaneLayout} tells where the
 * pixels of a plane lie, {@code PlaneReader} reads them, {@code ImageJHeader} lets ImageJ itself
 * interpret what else the file says. {@code PatchedCopy} keeps the bytes of a file and appends;
 * {@code NewFile} writes one anew where that cannot be done.
 */
package io.github.palimpsest.large.tiff;
