package io.github.palimpsest.model;

import java.util.BitSet;
import java.util.List;
import java.util.Map;

/**
 * A picture that a model of the user's image may copy from. Immutable by agreement: the arrays are
 * not copied.
 *
 * @param position one-based stack position of the plane it was read from
 * @param x column of its left pixel on that plane
 * @param y row of its upper pixel on that plane
 * @param width columns
 * @param height rows
 * @param planes values in −1…1, NaN where the image has none [channels][height · width]
 * @param known 1 where it may be copied from, 0 elsewhere [height · width]
 * @param words the pixels of each word that applies somewhere in it, row by row; words in lower
 *     case
 * @param maps the control map of the picture itself for each control net, as {@link
 *     Denoiser#bindControl} takes it [channels · height · width]; null for those that no map is
 *     asked of, which may be missing at the end
 */
public record ExamplePicture(
    int position,
    int x,
    int y,
    int width,
    int height,
    float[][] planes,
    float[] known,
    Map<String, BitSet> words,
    List<float[]> maps) {}
