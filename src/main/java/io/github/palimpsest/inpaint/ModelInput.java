package io.github.palimpsest.inpaint;

import java.util.List;

/**
 * What the model sees of one plane: the crop in model units.
 *
 * @param width columns, a multiple of the model's
 * @param height rows, a multiple of the model's
 * @param planes image planes [imageChannels][height · width] in −1…1, finite
 * @param mask [height · width], 0 known … 1 repaint; all 1 when generating
 * @param strength [height · width], for how much of the run a pixel is repainted; mask times the
 *     strength of the regions there
 * @param regions parts with words of their own, lowest first
 * @param controls control maps
 * @param source whether {@code planes} hold a picture; false when generating
 */
record ModelInput(
    int width,
    int height,
    float[][] planes,
    float[] mask,
    float[] strength,
    List<RegionConditioning> regions,
    List<ControlConditioning> controls,
    boolean source) {
  /** A context without regions and control maps. */
  ModelInput(int width, int height, float[][] planes, float[] mask, boolean source) {
    this(width, height, planes, mask, mask, List.of(), List.of(), source);
  }

  /** An empty context, for generating. */
  static ModelInput empty(int width, int height, int channels, List<ControlConditioning> controls) {
    float[] mask = new float[width * height];
    java.util.Arrays.fill(mask, 1);
    float[][] planes = new float[channels][width * height];
    return new ModelInput(width, height, planes, mask, mask, List.of(), controls, false);
  }

  /** Whether some pixel is repainted for part of the run only. */
  boolean soft() {
    for (float m : strength) {
      if (m > 0 && m < 1) {
        return true;
      }
    }
    return false;
  }
}
