package io.github.palimpsest.batch.file;

import io.github.palimpsest.check.BadInput;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;

/** Finds damage in a PNG file by the checksum of each of its chunks; they must reach IEND. */
final class PngCheck {
  private static final int SIGNATURE = 8;
  private static final int END = 0x49454e44;

  private PngCheck() {}

  static void check(Path path) {
    try (InputStream file = new BufferedInputStream(Files.newInputStream(path), 1 << 16)) {
      CheckedInputStream summed = new CheckedInputStream(file, new CRC32());
      DataInputStream in = new DataInputStream(summed);
      in.skipNBytes(SIGNATURE);
      int type;
      do {
        long length = in.readInt() & 0xffffffffL;
        summed.getChecksum().reset();
        type = in.readInt();
        in.skipNBytes(length);
        int sum = (int) summed.getChecksum().getValue();
        if (in.readInt() != sum) {
          throw BadInput.of(
              "'%s' is damaged (a checksum of the PNG file is wrong): copy it again.",
              path.getFileName());
        }
      } while (type != END);
    } catch (EOFException e) {
      throw new BadInput(
          "'" + path.getFileName() + "' ends before the end of its picture: copy it again.", e);
    } catch (IOException e) {
      throw ImageFile.unreadable(path, e);
    }
  }
}
