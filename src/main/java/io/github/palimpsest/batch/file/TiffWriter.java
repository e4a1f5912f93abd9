package io.github.palimpsest.batch.file;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.Prefs;
import ij.io.FileInfo;
import ij.io.FileSaver;
import ij.io.RoiEncoder;
import ij.io.TiffEncoder;
import io.github.palimpsest.check.BadInput;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;

/**
 * Writes an image as ImageJ's {@code File > Save As > Tiff} does, but tells of every error, and the
 * same bytes whatever the settings of ImageJ are.
 */
public final class TiffWriter {
  private static final int BUFFER = 1 << 16;

  /** Beside pixels a TIFF needs some room for the rest; offsets have 32 bits. */
  private static final long MOST_BYTES = 0xffffffffL - (1 << 26);

  private TiffWriter() {}

  /**
   * What was written.
   *
   * @param bytes of the file
   * @param sha256 of them, in hexadecimal
   */
  public record Written(long bytes, String sha256) {}

  /**
   * Refuses what no TIFF can hold.
   *
   * @param bytes of all pixels
   * @throws BadInput naming the image
   */
  public static void requireRoom(String name, long bytes) {
    if (bytes > MOST_BYTES) {
      throw BadInput.of(
          "The result of '%s' would have %.1f GB, and a TIFF holds 4 GB: split the stack, or ask"
              + " for fewer samples.",
          name, bytes / 1e9);
    }
  }

  /**
   * Writes a new file and waits until it is on the disk.
   *
   * @param image without a virtual stack
   * @throws IOException if that fails; the file may be there in part
   */
  public static Written write(ImagePlus image, Path file) throws IOException {
    MessageDigest digest = Sha256.digest();
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      encode(image, new DigestOutputStream(Channels.newOutputStream(channel), digest));
      channel.force(true);
      return new Written(channel.size(), Sha256.text(digest));
    }
  }

  /** The bytes of the file; the stream stays open. */
  static void encode(ImagePlus image, OutputStream to) throws IOException {
    OutputStream out = new BufferedOutputStream(to, BUFFER);
    encoder(info(image)).write(out);
    out.flush();
  }

  private static FileInfo info(ImagePlus image) {
    FileSaver saver = new FileSaver(image);
    FileInfo info = image.getFileInfo();
    info.info = image.getInfoProperty();
    info.description = saver.getDescriptionString();
    if (info.nImages > 1) {
      info.sliceLabels = image.getStack().getSliceLabels();
      if (image instanceof CompositeImage) {
        saver.saveDisplayRangesAndLuts(image, info);
      }
    } else if (image.hasImageStack() && image.getStack().getSliceLabel(1) != null) {
      info.sliceLabels = new String[] {image.getStack().getSliceLabel(1)};
    }
    info.roi = RoiEncoder.saveAsByteArray(image.getRoi());
    info.overlay = FileSaver.getOverlay(image);
    info.properties = image.getPropertiesAsArray();
    return info;
  }

  /**
   * The order of bytes is a setting of ImageJ's, read where an encoder is made; here its default.
   */
  private static TiffEncoder encoder(FileInfo info) {
    synchronized (TiffWriter.class) {
      boolean own = Prefs.intelByteOrder;
      if (own) {
        return new TiffEncoder(info);
      }
      try {
        Prefs.intelByteOrder = true;
        return new TiffEncoder(info);
      } finally {
        Prefs.intelByteOrder = false;
      }
    }
  }
}
