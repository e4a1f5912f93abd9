package io.github.palimpsest.ui.guided;

import java.awt.image.BufferedImage;

/**
 * A frame of a step stack as a view shows it in small. Immutable.
 *
 * @param words its label in words
 * @param change mean distance of the estimate in the mask to that of the step before, in units of
 *     the image; NaN for the first two frames, of which the first is no estimate
 * @param painted whether its user has painted on it since it was written
 * @param picture the part around the mask as the stack shows it, of at most {@value
 *     FrameThumbnail#EDGE} pixels an edge; null for frames between others of a long run
 */
public record StepFrame(String words, double change, boolean painted, BufferedImage picture) {}
