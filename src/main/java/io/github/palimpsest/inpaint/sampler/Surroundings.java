package io.github.palimpsest.inpaint.sampler;

import io.github.palimpsest.model.PlanePart;
import java.awt.Rectangle;

/**
 * The crop around an input that is a part of it: what a run on the whole would know there. For
 * models on pixels, so that a cell of {@link #part} is a pixel. Used by one thread at a time.
 */
public interface Surroundings {
  /** Where the input lies in the crop. */
  PlanePart part();

  /**
   * The picture, as {@link ModelInput#planes}.
   *
   * @param r within the crop, from its first pixel
   * @return [imageChannels][r.height · r.width]
   */
  float[][] planes(Rectangle r);

  /** The whole crop's mask in a rectangle of it [r.height · r.width], 0 known … 1 repaint. */
  float[] mask(Rectangle r);

  /** The axes of the colours of the whole crop; null where its channels are painted apart. */
  ColourAxes axes();
}
