package io.github.palimpsest.inpaint;

import io.github.palimpsest.composite.Composite;
import io.github.palimpsest.image.SampleType;
import io.github.palimpsest.inpaint.input.PlaneInput;
import io.github.palimpsest.inpaint.sampler.ImageSampler;
import io.github.palimpsest.roi.Crop;
import java.awt.Rectangle;

/**
 * Draws the states of a run as the step stack shows them: the picture of the model composited into
 * its plane, in raw values [channels][height · width] of a frame of the image.
 */
public final class StepRenderer {
  private final PlaneInput input;
  private final Rectangle frame;

  /**
   * Draws one plane.
   *
   * @param frame the part of the image to draw; contains the visible part of the crop
   */
  public StepRenderer(PlaneInput input, Rectangle frame) {
    this.input = input;
    this.frame = frame;
  }

  /** The state of a sampler now, without rounding; the start is the source, bit by bit. */
  public float[][] draw(ImageSampler sampler) {
    return draw(sampler, sampler.step());
  }

  /** The state after step k of a sampler. */
  public float[][] draw(ImageSampler sampler, int k) {
    return draw(needsEstimate(k) ? sampler.estimate(k) : null);
  }

  /** Whether the state after step k shows what the model says; else it shows the source. */
  boolean needsEstimate(int k) {
    return k > 0 || input.blank();
  }

  /**
   * A state.
   *
   * @param estimate in model units; null for the source
   */
  float[][] draw(float[][] estimate) {
    return within(estimate == null ? input.source() : blend(estimate));
  }

  private float[][] blend(float[][] model) {
    return Composite.blend(
        input.source(), input.ranges().toSource(model), input.weights(), SampleType.FLOAT32);
  }

  /** The visible part of a crop, within the frame. */
  private float[][] within(float[][] context) {
    Crop crop = input.crop();
    Rectangle visible = crop.visible();
    boolean whole = frame.equals(visible);
    float[][] out = whole ? new float[context.length][] : input.planes().read(frame);
    for (int c = 0; c < out.length; c++) {
      float[] part = crop.visible(context[c]);
      if (whole) {
        out[c] = part;
      } else {
        paste(part, visible, out[c], frame);
      }
    }
    return out;
  }

  private static void paste(float[] part, Rectangle from, float[] whole, Rectangle to) {
    for (int y = 0; y < from.height; y++) {
      int at = (from.y - to.y + y) * to.width + from.x - to.x;
      System.arraycopy(part, y * from.width, whole, at, from.width);
    }
  }
}
