package io.github.palimpsest.inpaint;

/** The part of an image that a step stack shows, in raw values [channels][height · width]. */
interface StepRenderer {
  /** The picture before anything was painted, bit by bit; null where there is none. */
  float[][] source();

  /**
   * A picture of the model's, composited into the source, without rounding.
   *
   * @param model [channels][height · width] of the context, −1…1
   */
  float[][] show(float[][] model);
}
