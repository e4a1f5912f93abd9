package io.github.palimpsest.image;

/**
 * The place of one plane in an image.
 *
 * @param position one-based stack position
 * @param c one-based channel
 * @param z one-based slice
 * @param t one-based frame
 */
public record PlanePosition(int position, int c, int z, int t) {}
