package io.github.palimpsest.model.own;

/**
 * The patches of one level of the pyramid. A column is a patch, B of them; rows are its K cells in
 * the order of {@link PatchShape}. Arrays are not copied.
 *
 * @param patches picture, −1…1, [channels · K · B]
 * @param maps for each kind of control its map, 0…255 for 0…1, [K · B]
 * @param prior logarithm of how many patches of the images each stands for, [B]
 * @param members for each word 1 where the patch's middle lies under it, else 0, [B]
 */
record KeptLevel(float[] patches, byte[][] maps, float[] prior, byte[][] members) {
  /** Number of patches B. */
  int count() {
    return prior.length;
  }
}
