package io.github.palimpsest.roi;

import io.github.palimpsest.image.SampleType;
import java.io.Serializable;

/**
 * What the values of a grey mask mean.
 *
 * @param type of its pixels
 * @param low values above it are repainted wholly; NaN where values are weights, 8-bit ones divided
 *     by 255
 */
public record MaskScale(SampleType type, float low) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Every value above 0 is repainted wholly. */
  public static MaskScale labels(SampleType type) {
    return new MaskScale(type, 0);
  }

  /** The weight of a value, 0 to 1. */
  public float weight(float value) {
    if (!Float.isNaN(low)) {
      return value > low ? 1 : 0;
    }
    return type == SampleType.UINT8 ? value / (float) type.max() : value;
  }
}
