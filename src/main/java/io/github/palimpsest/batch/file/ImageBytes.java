package io.github.palimpsest.batch.file;

import ij.io.FileInfo;
import ij.io.TiffDecoder;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** How much memory the pixels of a file take, by its header. */
public final class ImageBytes {
  /** ImageJ holds colours in as many bytes. */
  private static final long COLOUR = 4;

  private ImageBytes() {}

  /** Bytes; the length of the file where its header says nothing, 0 for what is no file. */
  public static long of(Path file) {
    long length = 0;
    try {
      length = ImageFile.require(file); // a pipe would wait for ever
      return Math.max(ImageFile.isTiff(file) ? tiff(file, length) : other(file.toFile()), length);
    } catch (IOException | RuntimeException e) {
      return length; // who reads it says what is wrong
    }
  }

  private static long tiff(Path file, long length) throws IOException {
    try (TiffTags tags = new TiffTags(file, length)) {
      tags.check(Integer.MAX_VALUE); // a circle of directories would never end
    }
    long sum = 0;
    String folder = file.toAbsolutePath().getParent() + "/";
    FileInfo[] all = new TiffDecoder(folder, file.getFileName().toString()).getTiffInfo();
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
