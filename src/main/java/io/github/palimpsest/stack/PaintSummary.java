package io.github.palimpsest.stack;

import java.awt.Rectangle;

/**
 * The paint on a frame in numbers.
 *
 * @param step the state it was painted on; frame {@code step + 1}
 * @param pixels how many differ from what was written
 * @param acting how many of them lie inside the mask; only these act
 * @param box where they lie in the frame
 * @param latents whether this is paint on the latents stack, counted in its cells
 */
public record PaintSummary(int step, int pixels, int acting, Rectangle box, boolean latents) {}
