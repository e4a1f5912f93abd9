package io.github.palimpsest.large.tiff;

import io.github.palimpsest.image.SampleType;
import java.nio.ByteBuffer;

/** How a pixel is stored, and what ImageJ makes of it. */
enum PixelFormat {
  /** 8-bit grey or an index of a colour table. */
  UINT8(1, SampleType.UINT8),
  /** 16-bit. */
  UINT16(2, SampleType.UINT16),
  /** Signed 16-bit, to which ImageJ adds 32768. */
  INT16(2, SampleType.UINT16),
  /** 32-bit floating point. */
  FLOAT32(4, SampleType.FLOAT32),
  /** 32-bit integer, of which ImageJ makes floating point; always taken as signed. */
  INT32(4, SampleType.FLOAT32),
  /** Red, green, blue. */
  RGB(3, SampleType.RGB),
  /** Red, green, blue and a byte that ImageJ leaves out. */
  RGBA(4, SampleType.RGB),
  /** One bit, of which ImageJ makes 0 or 255; each row begins at a byte. */
  BIT(0, SampleType.UINT8);

  private final int bytes;
  private final SampleType type;

  PixelFormat(int bytes, SampleType type) {
    this.bytes = bytes;
    this.type = type;
  }

  /** ImageJ's type. */
  SampleType type() {
    return type;
  }

  /** Bytes of a pixel. */
  int bytes() {
    return bytes;
  }

  /** Bytes of a row of pixels. */
  long rowBytes(int width) {
    return this == BIT ? (width + 7L) / 8 : (long) width * bytes;
  }

  /** Numbers in a pixel. */
  int samples() {
    return this == RGB ? 3 : this == RGBA ? 4 : 1;
  }

  /** A new array of ImageJ's. */
  Object array(int n) {
    return switch (type) {
      case UINT8 -> new byte[n];
      case UINT16 -> new short[n];
      case FLOAT32 -> new float[n];
      case RGB -> new int[n];
    };
  }

  /**
   * Reads pixels into one of ImageJ's arrays.
   *
   * @param from in the order of the file, at the first of the pixels
   */
  void read(ByteBuffer from, Object array, int at, int n) {
    switch (this) {
      case UINT8 -> from.get((byte[]) array, at, n);
      case UINT16, INT16 -> {
        short[] to = (short[]) array;
        int add = this == INT16 ? 32768 : 0;
        for (int i = at; i < at + n; i++) {
          to[i] = (short) (from.getShort() + add);
        }
      }
      case FLOAT32 -> {
        from.asFloatBuffer().get((float[]) array, at, n);
        from.position(from.position() + n * bytes);
      }
      case INT32 -> {
        float[] to = (float[]) array;
        for (int i = at; i < at + n; i++) {
          to[i] = from.getInt();
        }
      }
      case RGB, RGBA -> {
        int[] to = (int[]) array;
        for (int i = at; i < at + n; i++) {
          int rgb = (from.get() & 0xff) << 16 | (from.get() & 0xff) << 8 | from.get() & 0xff;
          to[i] = 0xff000000 | rgb;
          if (this == RGBA) {
            from.get();
          }
        }
      }
      case BIT -> {
        byte[] to = (byte[]) array;
        int first = from.position();
        for (int i = 0; i < n; i++) {
          to[at + i] = (byte) ((from.get(first + i / 8) >> 7 - i % 8 & 1) == 0 ? 0 : 255);
        }
        from.position(first + (n + 7) / 8);
      }
    }
  }

  /** Writes pixels of one of ImageJ's arrays as they are stored; not for {@link #BIT}. */
  void write(Object array, int at, int n, ByteBuffer to) {
    for (int i = at; i < at + n; i++) {
      switch (this) {
        case UINT8 -> to.put(((byte[]) array)[i]);
        case UINT16 -> to.putShort(((short[]) array)[i]);
        case INT16 -> to.putShort((short) (((short[]) array)[i] - 32768));
        case FLOAT32 -> to.putFloat(((float[]) array)[i]);
        case INT32 -> to.putInt((int) ((float[]) array)[i]);
        default -> {
          int v = ((int[]) array)[i];
          to.put((byte) (v >> 16)).put((byte) (v >> 8)).put((byte) v);
          if (this == RGBA) {
            to.put((byte) 255);
          }
        }
      }
    }
  }

  /** Overwrites one pixel with new values, which are rounded; what is no colour of it stays. */
  void put(float[][] values, int i, ByteBuffer to, int at) {
    switch (this) {
      case UINT8 -> to.put(at, (byte) type.round(values[0][i]));
      case UINT16 -> to.putShort(at, (short) (int) type.round(values[0][i]));
      case INT16 -> to.putShort(at, (short) ((int) type.round(values[0][i]) - 32768));
      case FLOAT32 -> to.putFloat(at, values[0][i]);
      case RGB, RGBA -> {
        for (int c = 0; c < 3; c++) {
          to.put(at + c, (byte) (int) type.round(values[c][i]));
        }
      }
      default -> throw new IllegalStateException(this + " cannot be written");
    }
  }

  /** What a copy is stored as that cannot be stored as this: what ImageJ makes of it. */
  PixelFormat written() {
    return switch (this) {
      case INT32 -> FLOAT32;
      case BIT -> UINT8;
      default -> this;
    };
  }
}
