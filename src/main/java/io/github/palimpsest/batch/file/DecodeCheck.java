package io.github.palimpsest.batch.file;

import io.github.palimpsest.check.BadInput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;
import javax.imageio.stream.FileImageInputStream;

/**
 * Finds damage in a JPEG, GIF or BMP file by decoding it: of these, ImageJ shows what it can and
 * leaves the rest grey. Of kinds that it cannot read it would tell in a window, or end a macro.
 */
final class DecodeCheck {
  private DecodeCheck() {}

  static void check(Path path) {
    String name = path.getFileName().toString();
    String[] warned = new String[1];
    try (FileImageInputStream in = new FileImageInputStream(path.toFile())) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw BadInput.of("'%s' is of a kind that ImageJ cannot read: save it as TIFF.", name);
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in);
        IIOReadWarningListener listener = (source, warning) -> warned[0] = warning;
        reader.addIIOReadWarningListener(listener);
        if (reader.canReadRaster()) {
          requireColours(name, reader.readRaster(0, null).getNumBands());
        } else {
          reader.read(0);
        }
        if (reader.getFormatName().equalsIgnoreCase("bmp")) {
          BmpHeader.require(path);
        }
      } finally {
        reader.dispose();
      }
    } catch (IOException | RuntimeException e) {
      if (e instanceof BadInput known) {
        throw known;
      }
      throw new BadInput("'" + name + "' is damaged (" + e.getMessage() + "): copy it again.", e);
    }
    if (warned[0] != null && isDamage(warned[0])) {
      throw BadInput.of("'%s' is damaged (%s): copy it again.", name, warned[0]);
    }
  }

  private static void requireColours(String name, int bands) {
    if (bands != 1 && bands != 3) {
      throw BadInput.of(
          "'%s' is a JPEG of %d colours (CMYK), which ImageJ cannot read: convert it to RGB.",
          name, bands);
    }
  }

  /** Others are about colours, thumbnails and the like. */
  private static boolean isDamage(String warning) {
    String words = warning.toLowerCase(Locale.ROOT);
    return words.contains("premature") || words.contains("corrupt") || words.contains("truncated");
  }
}
