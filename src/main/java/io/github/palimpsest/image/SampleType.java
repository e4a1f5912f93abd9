package io.github.palimpsest.image;

import ij.ImagePlus;

/** The four pixel types of ImageJ; 8-bit colour (indexed) images count as their 8-bit values. */
public enum SampleType {
  /** 8-bit, 0 to 255. */
  UINT8(255, 8),
  /** 16-bit unsigned, 0 to 65535. */
  UINT16(65535, 16),
  /** 32-bit floating point, unlimited. */
  FLOAT32(Double.NaN, 32),
  /** Three 8-bit channels in one pixel. */
  RGB(255, 24);

  private final double max;
  private final int bitDepth;

  SampleType(double max, int bitDepth) {
    this.max = max;
    this.bitDepth = bitDepth;
  }

  /** The type of an image's pixels. */
  public static SampleType of(ImagePlus imp) {
    return switch (imp.getBitDepth()) {
      case 8 -> UINT8;
      case 16 -> UINT16;
      case 24 -> RGB;
      default -> FLOAT32;
    };
  }

  static SampleType ofPixels(Object array) {
    if (array instanceof byte[]) {
      return UINT8;
    }
    if (array instanceof short[]) {
      return UINT16;
    }
    return array instanceof int[] ? RGB : FLOAT32;
  }

  /** Channels that one plane of this type holds: 3 for RGB, else 1. */
  public int channels() {
    return this == RGB ? 3 : 1;
  }

  /** Largest value, or NaN where there is none. */
  public double max() {
    return max;
  }

  /** ImageJ's bit depth: 8, 16, 24 or 32. */
  public int bitDepth() {
    return bitDepth;
  }

  /**
   * The value a pixel of this type takes: floor(v + 0.5) clamped to the type; 32-bit is unchanged.
   * NaN becomes 0 in integer types.
   */
  public float round(float v) {
    if (this == FLOAT32) {
      return v;
    }
    if (Float.isNaN(v)) {
      return 0;
    }
    // in double: v + 0.5f would round 0.49999997f up
    return (float) Math.max(0, Math.min(max, Math.floor(v + 0.5)));
  }
}
