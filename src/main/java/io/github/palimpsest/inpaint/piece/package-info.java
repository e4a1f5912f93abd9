/**
 * A run on one plane that may be far larger than memory. In go a plane, a mask and a request; out
 * come a plan and, piece by piece, the pixels that {@code Diffusion Inpaint...} would write on the
 * whole plane, bit for bit.
 *
 * <p>{@code PiecePlan} reads the plane once, decides crop, range and tiles as a run on the whole
 * plane would, and groups the tiles that see each other into pieces. {@code PieceRun} does one
 * piece: what lies under its window, with the noise that the whole crop would have there.
 */
package io.github.palimpsest.inpaint.piece;
