package io.github.palimpsest.large.tiff;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * One field of a directory.
 *
 * @param tag its number, see {@link Tag}
 * @param type TIFF's number of the type of its values
 * @param count how many values it has
 * @param value where its values are: in {@code bytes} if they have been read, else at {@code at}
 * @param at place of the values in the file; -1 for a new field
 */
record TiffField(int tag, int type, long count, byte[] value, long at) {
  static final int BYTE = 1;
  static final int SHORT = 3;
  static final int LONG = 4;
  static final int LONG8 = 16;

  /** Bytes of one value of each type of TIFF 6.0 and BigTIFF; 0 for a type there is not. */
  private static final int[] SIZES = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8};

  /** A new field of numbers. */
  static TiffField numbers(int tag, int type, ByteOrder order, long... values) {
    int size = size(type);
    ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(values.length, size)).order(order);
    for (long v : values) {
      switch (size) {
        case 1 -> bytes.put((byte) v);
        case 2 -> bytes.putShort((short) v);
        case 4 -> bytes.putInt((int) v);
        default -> bytes.putLong(v);
      }
    }
    return new TiffField(tag, type, values.length, bytes.array(), -1);
  }

  /** A new field of bytes. */
  static TiffField bytes(int tag, byte[] value) {
    return new TiffField(tag, BYTE, value.length, value, -1);
  }

  static int size(int type) {
    return type > 0 && type < SIZES.length ? SIZES[type] : 0;
  }

  /** Bytes that all values take. */
  long length() {
    return count * size(type);
  }

  /** The values, read if need be. */
  byte[] read(FileBytes file) {
    if (value != null) {
      return value;
    }
    if (count < 0 || length() < 0 || length() > Integer.MAX_VALUE - 16) {
      throw FileBytes.cutOff(file.path());
    }
    return file.read(at, (int) length()).array();
  }

  /** The values as unsigned numbers. */
  long[] numbers(FileBytes file) {
    ByteBuffer bytes = ByteBuffer.wrap(read(file)).order(file.order());
    int size = size(type);
    long[] values = new long[size == 0 ? 0 : bytes.remaining() / size];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (size) {
            case 1 -> bytes.get() & 0xff;
            case 2 -> bytes.getShort() & 0xffff;
            case 4 -> bytes.getInt() & 0xffffffffL;
            default -> bytes.getLong();
          };
    }
    return values;
  }

  /** With its values, of a type that a classic TIFF can have. */
  TiffField narrow(FileBytes file) {
    if (type >= LONG8) {
      return numbers(tag, LONG, file.order(), numbers(file));
    }
    return new TiffField(tag, type, count, read(file), -1);
  }
}
