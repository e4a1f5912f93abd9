package io.github.palimpsest.large.tiff;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A directory of a TIFF file: what it says of one plane.
 *
 * @param fields by number
 * @param next place of the next directory, 0 after the last
 */
record TiffDirectory(SortedMap<Integer, TiffField> fields, long next) {
  /** Reads the directory at a place; values that do not lie in it are left where they are. */
  static TiffDirectory read(FileBytes file, long at, boolean big) {
    ByteBuffer head = file.read(at, big ? 8 : 2);
    long n = big ? head.getLong() : head.getShort() & 0xffff;
    if (n < 1 || n > 65535) {
      throw FileBytes.cutOff(file.path());
    }
    int size = big ? 20 : 12;
    int inline = big ? 8 : 4;
    long first = at + head.limit();
    ByteBuffer all = file.read(first, (int) n * size + inline);
    SortedMap<Integer, TiffField> fields = new TreeMap<>();
    for (int i = 0; i < n; i++) {
      int tag = all.getShort() & 0xffff;
      int type = all.getShort() & 0xffff;
      long count = big ? all.getLong() : all.getInt() & 0xffffffffL;
      long place = big ? all.getLong() : all.getInt() & 0xffffffffL;
      long length = count * TiffField.size(type);
      if (length <= inline) {
        place = first + (long) i * size + size - inline;
      }
      fields.putIfAbsent(tag, new TiffField(tag, type, count, null, place));
    }
    long next = big ? all.getLong() : all.getInt() & 0xffffffffL;
    return new TiffDirectory(fields, next);
  }

  boolean has(int tag) {
    return fields.containsKey(tag);
  }

  /** The first value of a field. */
  long number(FileBytes file, int tag, long missing) {
    long[] values = numbers(file, tag);
    return values.length == 0 ? missing : values[0];
  }

  /** The values of a field; none if it is missing. */
  long[] numbers(FileBytes file, int tag) {
    TiffField field = fields.get(tag);
    return field == null ? new long[0] : field.numbers(file);
  }

  /** The text of a field; empty if it is missing. */
  String text(FileBytes file, int tag) {
    TiffField field = fields.get(tag);
    return field == null ? "" : new String(field.read(file), StandardCharsets.ISO_8859_1);
  }

  /** Whether another one is of a plane of the same size and type. */
  boolean like(FileBytes file, TiffDirectory other) {
    for (int tag :
        new int[] {Tag.WIDTH, Tag.HEIGHT, Tag.BITS, Tag.SAMPLES, Tag.SAMPLE_FORMAT, Tag.PLANAR}) {
      if (number(file, tag, 1) != other.number(file, tag, 1)) {
        return false;
      }
    }
    return true;
  }
}
