package io.github.palimpsest.large.tiff;

import io.github.palimpsest.check.BadInput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A TIFF file as it is built.
 *
 * @param file its bytes, open
 * @param big whether it is a BigTIFF
 * @param directories all in the order of the file; only the first of one of ImageJ's stacks
 * @param planes number of planes that ImageJ finds in the first directory: 1, or those of one of
 *     its stacks, which follow one another without a gap
 */
record TiffStructure(FileBytes file, boolean big, List<TiffDirectory> directories, int planes) {
  private static final Pattern IMAGES = Pattern.compile("(?s)ImageJ.*?images=(\\d{1,9})\\n.*");

  /**
   * Reads what a file says of itself, nothing of its pixels.
   *
   * @throws BadInput if it is no TIFF or a damaged one
   */
  static TiffStructure of(Path path) {
    try {
      ByteBuffer head = ByteBuffer.allocate(16);
      try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
        while (head.hasRemaining() && channel.read(head) >= 0) {
          // a few bytes at a time
        }
      }
      int read = head.flip().limit();
      if (read < 8 || head.getShort(0) != 0x4949 && head.getShort(0) != 0x4d4d) {
        throw notTiff(path);
      }
      ByteOrder order = head.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
      head.order(order);
      int version = head.getShort(2);
      if (version != 42 && (version != 43 || read < 16 || head.getShort(4) != 8)) {
        throw notTiff(path);
      }
      boolean big = version == 43;
      FileBytes file = new FileBytes(path, order);
      try {
        return of(file, big, big ? head.getLong(8) : head.getInt(4) & 0xffffffffL);
      } catch (RuntimeException e) {
        file.close();
        throw e;
      }
    } catch (IOException e) {
      throw FileBytes.failed(path, e);
    }
  }

  private static BadInput notTiff(Path path) {
    return BadInput.of("The file (%s) must be a TIFF: it does not begin like one.", path);
  }

  private static TiffStructure of(FileBytes file, boolean big, long first) {
    List<TiffDirectory> all = new ArrayList<>();
    Set<Long> seen = new HashSet<>();
    int planes = 1;
    for (long at = first; at != 0 && seen.add(at); at = all.get(all.size() - 1).next()) {
      all.add(TiffDirectory.read(file, at, big));
      if (all.size() == 1) {
        planes = stack(file, all.get(0));
        if (planes > 1) {
          break;
        }
      }
    }
    if (all.isEmpty()) {
      throw FileBytes.cutOff(file.path());
    }
    return new TiffStructure(file, big, all, planes);
  }

  /** Planes of a stack that ImageJ wrote, or a program that writes as it does; else 1. */
  private static int stack(FileBytes file, TiffDirectory first) {
    boolean whole = first.number(file, Tag.COMPRESSION, 1) <= 1 && !first.has(Tag.TILE_OFFSETS);
    return whole ? described(file, first) : 1;
  }

  /** Planes that ImageJ's description tells of; 1 if there is none that ImageJ believes. */
  private static int described(FileBytes file, TiffDirectory first) {
    Matcher images = IMAGES.matcher(first.text(file, Tag.DESCRIPTION));
    return images.matches() && !first.has(Tag.ORIENTATION)
        ? Math.max(1, Integer.parseInt(images.group(1)))
        : 1;
  }

  /** Planes that ImageJ finds, by the first directory, if they follow one another uncompressed. */
  int stack() {
    return described(file, directories.get(0));
  }
}
