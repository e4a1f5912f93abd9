package io.github.palimpsest.model.own;

/**
 * One level of the pictures that a kept model holds, N cells in rows.
 *
 * @param width columns
 * @param height rows
 * @param values channels of the picture, then of its maps [channels + kinds][N]
 * @param centres 1 where the centre of a patch may lie [N]
 * @param words for each word 1 where it applies [words][N]
 * @param whole patches that a search through all looks at, position · 8 + orientation, as in {@link
 *     PatchBank}
 * @param planes for each row the number of the plane it was read from [height]
 */
record KeptLevel(
    int width,
    int height,
    float[][] values,
    byte[] centres,
    byte[][] words,
    long[] whole,
    long[] planes) {
  int cells() {
    return width * height;
  }
}
