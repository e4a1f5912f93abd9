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

  /** A new array of ImageJ's for pixels of this type: byte, short, float, or int for RGB. */
  Object array(int n) {
    return switch (this) {
      case UINT8 -> new byte[n];
      case UINT16 -> new short[n];
      case FLOAT32 -> new float[n];
      case RGB -> new int[n];
    };
  }

  /** The values [channels][n] of an array of this type; for 32-bit the array itself. */
  float[][] values(Object array) {
    if (array instanceof float[] p) {
      return new float[][] {p};
    }
    float[][] out = new float[channels()][java.lang.reflect.Array.getLength(array)];
    for (int i = 0; i < out[0].length; i++) {
      if (array instanceof byte[] p) {
        out[0][i] = p[i] & 0xff;
      } else if (array instanceof short[] p) {
        out[0][i] = p[i] & 0xffff;
      } else {
        int v = ((int[]) array)[i];
        out[0][i] = v >> 16 & 0xff;
        out[1][i] = v >> 8 & 0xff;
        out[2][i] = v & 0xff;
      }
    }
    return out;
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
