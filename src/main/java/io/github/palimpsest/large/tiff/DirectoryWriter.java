package io.github.palimpsest.large.tiff;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collection;

/** Directories → bytes. */
final class DirectoryWriter {
  private final boolean big;
  private final ByteOrder order;

  DirectoryWriter(boolean big, ByteOrder order) {
    this.big = big;
    this.order = order;
  }

  /** The first bytes of a file. */
  byte[] header(long first) {
    ByteBuffer head = ByteBuffer.allocate(big ? 16 : 8).order(order);
    byte letter = (byte) (order == ByteOrder.LITTLE_ENDIAN ? 'I' : 'M');
    head.put(letter).put(letter).putShort((short) (big ? 43 : 42));
    if (big) {
      head.putShort((short) 8).putShort((short) 0).putLong(first);
    } else {
      head.putInt((int) first);
    }
    return head.array();
  }

  /** Bytes that a directory with all its values takes, if it begins at an even place. */
  long length(Collection<TiffField> fields) {
    long length = (big ? 16 : 6) + (long) fields.size() * (big ? 20 : 12);
    for (TiffField field : fields) {
      if (field.value() != null && field.value().length > inline()) {
        length += field.value().length + (field.value().length & 1);
      }
    }
    return length;
  }

  private int inline() {
    return big ? 8 : 4;
  }

  /**
   * A directory, its values after it.
   *
   * @param fields in the order of their numbers; those whose values have not been read stay where
   *     they are in the file
   * @param at place of the directory, even
   * @param next place of the next one, or 0
   */
  byte[] write(Collection<TiffField> fields, long at, long next) {
    ByteBuffer out = ByteBuffer.allocate(Math.toIntExact(length(fields))).order(order);
    int rest = (big ? 16 : 6) + fields.size() * (big ? 20 : 12);
    if (big) {
      out.putLong(fields.size());
    } else {
      out.putShort((short) fields.size());
    }
    for (TiffField field : fields) {
      out.putShort((short) field.tag()).putShort((short) field.type());
      number(out, field.count());
      int end = out.position() + inline();
      if (field.value() == null) {
        number(out, field.at());
      } else if (field.value().length <= inline()) {
        out.put(field.value());
      } else {
        number(out, at + rest);
        out.put(rest, field.value());
        rest += field.value().length + (field.value().length & 1);
      }
      out.position(end);
    }
    number(out, next);
    return out.array();
  }

  private void number(ByteBuffer out, long v) {
    if (big) {
      out.putLong(v);
    } else {
      out.putInt((int) v);
    }
  }
}
