package io.github.palimpsest.batch.file;

import io.github.palimpsest.check.BadInput;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** The header of a BMP file, of which ImageJ's own reader knows the usual kinds. */
final class BmpHeader {
  private static final int LENGTH = 34;
  private static final int SIZE = 14;
  private static final int SMALLEST = 40;
  private static final int BITS = 28;
  private static final int COMPRESSION = 30;
  private static final Set<Integer> KNOWN_BITS = Set.of(1, 4, 8, 24, 32);

  private BmpHeader() {}

  /**
   * Refuses what ImageJ cannot read, or would misread.
   *
   * @throws BadInput with the remedy
   */
  static void require(Path path) throws IOException {
    ByteBuffer header;
    try (InputStream in = Files.newInputStream(path)) {
      header = ByteBuffer.wrap(in.readNBytes(LENGTH)).order(ByteOrder.LITTLE_ENDIAN);
    }
    boolean old = header.limit() < LENGTH || header.getInt(SIZE) < SMALLEST;
    boolean packed = !old && header.getInt(COMPRESSION) != 0; // which Java's reader unpacks
    if (old || !packed && !KNOWN_BITS.contains((int) header.getShort(BITS))) {
      throw BadInput.of(
          "'%s' is a BMP of a kind that ImageJ cannot read: save it as TIFF.", path.getFileName());
    }
  }
}
