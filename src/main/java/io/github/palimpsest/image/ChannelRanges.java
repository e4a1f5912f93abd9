package io.github.palimpsest.image;

import java.util.Collections;
import java.util.List;

/**
 * The intensity range of each channel that is repainted. The channels of an RGB plane share one;
 * those of a composite image may differ in brightness.
 *
 * @param all one for each channel
 */
public record ChannelRanges(List<IntensityRange> all) {
  public ChannelRanges {
    all = List.copyOf(all);
  }

  /** The same range for all channels. */
  public static ChannelRanges same(IntensityRange range, int channels) {
    return new ChannelRanges(Collections.nCopies(channels, range));
  }

  /** The range of a channel, from 0. */
  public IntensityRange get(int channel) {
    return all.get(channel);
  }

  /**
   * Model values of raw values; NaN and infinities read as the middle, 0.
   *
   * @param raw [channels][n]
   * @return a new array of the same shape
   */
  public float[][] toModel(float[][] raw) {
    float[][] out = new float[raw.length][];
    for (int c = 0; c < raw.length; c++) {
      out[c] = get(c).toModel(raw[c]);
    }
    return out;
  }

  /**
   * Raw values of model values.
   *
   * @param model [channels][n]
   * @return a new array of the same shape
   */
  public float[][] toSource(float[][] model) {
    float[][] out = new float[model.length][];
    for (int c = 0; c < model.length; c++) {
      out[c] = get(c).toSource(model[c]);
    }
    return out;
  }
}
