package io.github.palimpsest.batch;

import ij.io.FileInfo;
import ij.io.TiffDecoder;
import java.io.File;
import java.io.IOException;
import java.util.Iterator;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** How much memory the pixels of a file take, by its header. */
final class ImageBytes {
  /** ImageJ holds colours in as many bytes. */
  private static final long COLOUR = 4;

  private ImageBytes() {}

  /** Bytes; the length of the file where its header says nothing. */
  static long of(File file) {
    String name = file.getName().toLowerCase(Locale.ROOT);
    try {
      long bytes = name.endsWith(".tif") || name.endsWith(".tiff") ? tiff(file) : other(file);
      return Math.max(bytes, file.length());
    } catch (IOException | RuntimeException e) {
      return file.length(); // who reads it says what is wrong
    }
  }

  private static long tiff(File file) throws IOException {
    long sum = 0;
    FileInfo[] all =
        new TiffDecoder(file.getParent() + File.separator, file.getName()).getTiffInfo();
    for (FileInfo info : all == null ? new FileInfo[0] : all) {
      sum += (long) info.width * info.height * info.getBytesPerPixel() * Math.max(1, info.nImages);
    }
    return sum;
  }

  private static long other(File file) throws IOException {
    try (ImageInputStream in = ImageIO.createImageInputStream(file)) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        return 0;
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in);
        return COLOUR * reader.getWidth(0) * reader.getHeight(0);
      } finally {
        reader.dispose();
      }
    }
  }
}
