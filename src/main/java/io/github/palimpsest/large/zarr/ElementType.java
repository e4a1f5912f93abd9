package io.github.palimpsest.large.zarr;

import com.google.gson.JsonElement;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.image.SampleType;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;

/** The types of a Zarr array's elements that can be read, at least as labels. */
enum ElementType {
  BOOL(1),
  UINT8(1),
  INT8(1),
  UINT16(2),
  INT16(2),
  UINT32(4),
  INT32(4),
  UINT64(8),
  INT64(8),
  FLOAT32(4),
  FLOAT64(8);

  private final int size;

  ElementType(int size) {
    this.size = size;
  }

  /** Bytes of an element. */
  int size() {
    return size;
  }

  /** Its name in Zarr v3. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The type of a name of Zarr v3, such as {@code uint16}.
   *
   * @throws BadInput if it is none of these
   */
  static ElementType named(String name) {
    return Arrays.stream(values())
        .filter(type -> type.label().equals(name))
        .findFirst()
        .orElseThrow(() -> unknown(name));
  }

  /**
   * The type of a name of Zarr v2, such as {@code <u2}; the first character is the byte order.
   *
   * @throws BadInput if it is none of these
   */
  static ElementType numpy(String name) {
    return switch (name.isEmpty() ? name : name.substring(1)) {
      case "b1" -> BOOL;
      case "u1" -> UINT8;
      case "i1" -> INT8;
      case "u2" -> UINT16;
      case "i2" -> INT16;
      case "u4" -> UINT32;
      case "i4" -> INT32;
      case "u8" -> UINT64;
      case "i8" -> INT64;
      case "f4" -> FLOAT32;
      case "f8" -> FLOAT64;
      default -> throw unknown(name);
    };
  }

  private static BadInput unknown(String name) {
    return BadInput.of("its data type (%s) must be uint8, uint16 or float32", name);
  }

  /** ImageJ's type of the same values; null if it has none. */
  SampleType sampleType() {
    return switch (this) {
      case UINT8 -> SampleType.UINT8;
      case UINT16 -> SampleType.UINT16;
      case FLOAT32 -> SampleType.FLOAT32;
      default -> null;
    };
  }

  /**
   * The bytes of a fill value, in the order of {@code element}, whose size is that of this type.
   */
  void fill(JsonElement value, ByteBuffer element) {
    String text = value == null || value.isJsonNull() ? "0" : value.getAsString();
    boolean bits = text.startsWith("0x");
    if (this == FLOAT32) {
      element.putFloat(
          0,
          bits
              ? Float.intBitsToFloat(Integer.parseUnsignedInt(text.substring(2), 16))
              : (float) real(text));
    } else if (this == FLOAT64) {
      element.putDouble(
          0,
          bits
              ? Double.longBitsToDouble(Long.parseUnsignedLong(text.substring(2), 16))
              : real(text));
    } else {
      long number =
          switch (text) {
            case "true" -> 1;
            case "false" -> 0;
            default -> new BigDecimal(text).toBigInteger().longValue();
          };
      switch (size) {
        case 1 -> element.put(0, (byte) number);
        case 2 -> element.putShort(0, (short) number);
        case 4 -> element.putInt(0, (int) number);
        default -> element.putLong(0, number);
      }
    }
  }

  private static double real(String text) {
    return switch (text) {
      case "Infinity" -> Double.POSITIVE_INFINITY;
      case "-Infinity" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }

  /**
   * Elements as one of ImageJ's arrays.
   *
   * @param raw of a type that ImageJ has
   */
  Object pixels(ByteBuffer raw) {
    int n = raw.remaining() / size;
    switch (this) {
      case UINT8 -> {
        byte[] out = new byte[n];
        raw.get(out);
        return out;
      }
      case UINT16 -> {
        short[] out = new short[n];
        raw.asShortBuffer().get(out);
        return out;
      }
      case FLOAT32 -> {
        float[] out = new float[n];
        raw.asFloatBuffer().get(out);
        return out;
      }
      default -> throw new IllegalStateException(this + " has no pixels");
    }
  }

  /** Puts one of ImageJ's arrays into a buffer of its size, whose byte order is set. */
  void put(Object pixels, ByteBuffer raw) {
    if (pixels instanceof byte[] p) {
      raw.duplicate().put(p);
    } else if (pixels instanceof short[] p) {
      raw.asShortBuffer().put(p);
    } else {
      raw.asFloatBuffer().put((float[]) pixels);
    }
  }

  /** 255 where an element is above 0, else 0. */
  byte[] marks(ByteBuffer raw) {
    byte[] out = new byte[raw.remaining() / size];
    for (int i = 0, at = raw.position(); i < out.length; i++, at += size) {
      if (above(raw, at)) {
        out[i] = (byte) 255;
      }
    }
    return out;
  }

  private boolean above(ByteBuffer raw, int at) {
    return switch (this) {
      case BOOL, UINT8 -> raw.get(at) != 0;
      case INT8 -> raw.get(at) > 0;
      case UINT16 -> raw.getShort(at) != 0;
      case INT16 -> raw.getShort(at) > 0;
      case UINT32 -> raw.getInt(at) != 0;
      case INT32 -> raw.getInt(at) > 0;
      case UINT64 -> raw.getLong(at) != 0;
      case INT64 -> raw.getLong(at) > 0;
      case FLOAT32 -> raw.getFloat(at) > 0;
      case FLOAT64 -> raw.getDouble(at) > 0;
    };
  }
}
