package io.github.palimpsest.batch.file;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.io.FileInfo;
import io.github.palimpsest.check.BadInput;
import java.awt.Color;
import java.awt.Graphics;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import javax.imageio.ImageIO;

/**
 * Reads a PNG file, the pixels as ImageJ's {@code open} has them. ImageJ's own method tells of what
 * it cannot read in a window, or ends a macro.
 */
final class PngFile {
  private static final int SIGNATURE = 8;
  private static final int END = 0x49454e44;

  private PngFile() {}

  /**
   * Reads a file.
   *
   * @throws BadInput with one sentence about what is wrong
   */
  static ImagePlus read(Path path) {
    check(path);
    BufferedImage picture;
    try {
      picture = ImageIO.read(path.toFile());
    } catch (IOException | RuntimeException e) {
      String why = e.getMessage() == null ? e.toString() : e.getMessage();
      throw new BadInput(
          "'" + path.getFileName() + "' is damaged (" + why + "): copy it again.", e);
    }
    if (picture == null) {
      return null;
    }
    ImagePlus image =
        new ImagePlus(path.getFileName().toString(), isPlain(picture) ? picture : onWhite(picture));
    if (image.getBitDepth() == 16 && image.getStackSize() > 1) {
      image = new CompositeImage(image, IJ.COMPOSITE);
    }
    image.setFileInfo(origin(path));
    return image;
  }

  private static FileInfo origin(Path path) {
    FileInfo origin = new FileInfo();
    origin.fileFormat = FileInfo.IMAGEIO;
    origin.fileName = path.getFileName().toString();
    origin.directory = path.toAbsolutePath().getParent() + File.separator;
    return origin;
  }

  private static boolean isPlain(BufferedImage picture) {
    boolean otherBytes =
        picture.getType() == BufferedImage.TYPE_CUSTOM
            && picture.getSampleModel().getDataType() == DataBuffer.TYPE_BYTE;
    return !picture.getColorModel().hasAlpha() && !otherBytes;
  }

  /** As ImageJ shows what is transparent. */
  private static BufferedImage onWhite(BufferedImage picture) {
    BufferedImage white =
        new BufferedImage(picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_INT_ARGB);
    Graphics graphics = white.getGraphics();
    graphics.setColor(Color.white);
    graphics.fillRect(0, 0, white.getWidth(), white.getHeight());
    graphics.drawImage(picture, 0, 0, null);
    graphics.dispose();
    return white;
  }

  /** Finds damage by the checksum of each chunk; they must reach IEND. */
  private static void check(Path path) {
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
