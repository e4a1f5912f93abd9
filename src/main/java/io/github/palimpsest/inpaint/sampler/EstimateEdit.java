package io.github.palimpsest.inpaint.sampler;

import io.github.palimpsest.model.LatentCodec;

/**
 * An edit that a user painted on the clean estimate of a run: the estimate within its surroundings
 * before and after, in model units [imageChannels][height · width].
 */
final class EstimateEdit {
  private final ModelInput context;
  private final float[][] before;
  private final float[][] after;
  private final float[][] difference;

  /**
   * Adds a difference to an estimate.
   *
   * @param estimate of the model
   * @param difference 0 where nothing was edited
   */
  EstimateEdit(ModelInput context, float[][] estimate, float[][] difference) {
    this.context = context;
    this.difference = difference;
    before = composite(estimate);
    after = new float[before.length][];
    for (int c = 0; c < after.length; c++) {
      after[c] = before[c].clone();
      for (int i = 0; i < after[c].length; i++) {
        after[c][i] += difference[c][i];
      }
    }
  }

  /** The estimate within its surroundings. */
  private float[][] composite(float[][] estimate) {
    float[][] planes = estimate;
    float[] m = context.mask();
    for (int c = 0; context.source() && c < planes.length; c++) {
      planes[c] = planes[c].clone();
      for (int i = 0; i < m.length; i++) {
        planes[c][i] = context.planes()[c][i] * (1 - m[i]) + planes[c][i] * m[i];
      }
    }
    return planes;
  }

  /** The encoded picture before the edit [latentChannels · latentHeight · latentWidth]. */
  float[] before(LatentCodec codec, ChannelMapping channels, int pass) {
    return mode(codec, channels.toModel(pass, before));
  }

  private float[] mode(LatentCodec codec, float[] image) {
    return codec.encode(image, context.height(), context.width()).mode();
  }

  /**
   * The difference of the two encoded pictures; 0 in the cells that the edit does not touch.
   *
   * @return [latentChannels · latentHeight · latentWidth]
   */
  float[] latentDifference(LatentCodec codec, ChannelMapping channels, int pass) {
    float[] to = mode(codec, channels.toModel(pass, after));
    float[] out = new float[to.length];
    float[] from = before(codec, channels, pass);
    float[] touched = new float[context.width() * context.height()];
    for (float[] channel : difference) {
      for (int i = 0; i < touched.length; i++) {
        touched[i] = channel[i] != 0 ? 1 : touched[i];
      }
    }
    float[] cells = LatentMask.pool(touched, context.width(), context.height(), codec.scale());
    for (int i = 0; i < out.length; i++) {
      out[i] = cells[i % cells.length] > 0 ? to[i] - from[i] : 0;
    }
    return out;
  }
}
