package io.github.palimpsest.batch.file;

import io.github.palimpsest.check.BadInput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * Walks over the directories of a TIFF before ImageJ does, which would loop for ever in a circle of
 * them and takes as much memory as a damaged count asks for.
 */
final class TiffTags implements AutoCloseable {
  private static final int ENTRY = 12;
  private static final int MOST_ENTRIES = 1000;
  private static final int TIFF = 42;
  private static final int BIG_TIFF = 43;
  private static final int COMPRESSION = 259;
  private static final int PREDICTOR = 317;
  private static final int METADATA_COUNTS = 50838;
  private static final int[] FOLLOWED = {
    258, 270, 273, 279, 282, 283, 305, 306, 315, 316, 320, 43314, 50838, 50839
  };

  /** Bytes of a value of each type, from 1; 0 for what TIFF does not know. */
  private static final int[] SIZES = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4};

  private final String name;
  private final long length;
  private final FileChannel file;
  private final ByteOrder order;

  TiffTags(Path path, long length) {
    name = path.getFileName().toString();
    this.length = length;
    file = ImageFile.channel(path);
    try {
      ByteBuffer header = bytes(0, 4);
      order = header.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
      int magic = header.order(order).getShort(2);
      if (magic == BIG_TIFF) {
        throw BadInput.of("'%s' is a BigTIFF, which ImageJ cannot read: save it as TIFF.", name);
      }
      if (magic != TIFF) {
        throw BadInput.of("'%s' must be an image, and is no TIFF inside: save it as TIFF.", name);
      }
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /**
   * Refuses what ImageJ cannot take and what leads outside the file.
   *
   * @param most directories to look at
   */
  void check(int most) {
    Set<Long> seen = new HashSet<>();
    long at = bytes(4, 4).order(order).getInt() & 0xffffffffL;
    if (at == 0) {
      throw BadInput.of("'%s' is a TIFF without a picture: save it again.", name);
    }
    while (at != 0 && seen.size() < most) {
      if (!seen.add(at)) {
        throw damaged("its list of pictures runs in a circle");
      }
      int entries = bytes(at, 2).order(order).getShort() & 0xffff;
      if (entries < 1 || entries > MOST_ENTRIES) {
        if (seen.size() == 1) {
          throw damaged("its first picture has no description");
        }
        return; // ImageJ stops here
      }
      ByteBuffer list = bytes(at + 2, entries * ENTRY + 4).order(order);
      for (int i = 0; i < entries; i++) {
        check(list, i * ENTRY);
      }
      at = list.getInt(entries * ENTRY) & 0xffffffffL;
    }
  }

  private void check(ByteBuffer entry, int at) {
    int tag = entry.getShort(at) & 0xffff;
    int type = entry.getShort(at + 2) & 0xffff;
    long count = entry.getInt(at + 4) & 0xffffffffL;
    int value = type == 3 ? entry.getShort(at + 8) & 0xffff : entry.getInt(at + 8);
    if (tag == COMPRESSION && value == 7) {
      throw BadInput.of("'%s' holds a JPEG, which ImageJ cannot read: save it as TIFF.", name);
    }
    if (tag == PREDICTOR && value == 3) {
      throw BadInput.of(
          "'%s' is compressed with a predictor for 32-bit values, which ImageJ cannot read: save"
              + " it without compression.",
          name);
    }
    for (int followed : FOLLOWED) {
      if (tag == followed) {
        long bytes = count * (type < SIZES.length ? SIZES[type] : 1);
        long from = bytes > 4 ? entry.getInt(at + 8) & 0xffffffffL : 0;
        if (from + bytes > length) {
          throw early();
        }
        if (tag == METADATA_COUNTS && bytes > 4) {
          checkCounts(bytes(from, (int) bytes).order(order).asIntBuffer());
        }
      }
    }
  }

  /** The lengths of what ImageJ keeps beside the pixels. */
  private void checkCounts(IntBuffer counts) {
    long all = 0;
    while (counts.hasRemaining()) {
      all += counts.get() & 0xffffffffL;
    }
    if (all > length) {
      throw damaged("its header names more bytes than there are");
    }
  }

  /** Refuses a file that ends before its pictures. */
  BadInput early() {
    return BadInput.of("'%s' ends before the end of its picture: copy it again.", name);
  }

  BadInput damaged(String how) {
    return BadInput.of("'%s' is damaged (%s): copy it again.", name, how);
  }

  ByteBuffer bytes(long from, int count) {
    if (from + count > length) {
      throw early();
    }
    ByteBuffer buffer = ByteBuffer.allocate(count);
    try {
      while (buffer.hasRemaining()) {
        if (file.read(buffer, from + buffer.position()) < 0) {
          throw early();
        }
      }
    } catch (IOException e) {
      throw new BadInput("'" + name + "' cannot be read: " + ImageFile.reason(e) + ".", e);
    }
    return buffer.flip();
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      // was only read
    }
  }
}
