package io.github.palimpsest.large.tiff;

import ij.ImagePlus;
import ij.io.FileInfo;
import ij.io.FileOpener;
import ij.io.TiffDecoder;
import io.github.palimpsest.check.BadInput;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.TreeMap;

/**
 * What ImageJ makes of a TIFF besides its pixels: ImageJ itself is given a small TIFF with the
 * fields of the large one and planes of a single pixel.
 */
final class ImageJHeader {
  /** Fields that speak of the pixels of the large file, and those of its other pictures. */
  private static final Set<Integer> LEFT_OUT =
      Set.of(
          Tag.STRIP_OFFSETS,
          Tag.STRIP_LENGTHS,
          Tag.PREDICTOR,
          Tag.TILE_WIDTH,
          Tag.TILE_HEIGHT,
          Tag.TILE_OFFSETS,
          Tag.TILE_LENGTHS,
          Tag.SUB_IFDS);

  private final ImagePlus image;
  private final double[] ranges;

  private ImageJHeader(ImagePlus image, double[] ranges) {
    this.image = image;
    this.ranges = ranges;
  }

  /**
   * Reads it.
   *
   * @param planes number of planes that the image has
   */
  static ImageJHeader of(TiffStructure tiff, int planes) {
    FileBytes file = tiff.file();
    try {
      FileInfo info =
          new TiffDecoder(
                  new ByteArrayInputStream(small(tiff)), file.path().getFileName().toString())
              .getTiffInfo()[0];
      info.nImages = planes;
      info.inputStream = zeros();
      info.url = null;
      ImagePlus image = new FileOpener(info).openImage();
      if (image.getStackSize() != planes) {
        throw FileBytes.cutOff(file.path());
      }
      return new ImageJHeader(image, ranges(info, image));
    } catch (IOException | RuntimeException e) {
      if (e instanceof BadInput sentence) {
        throw sentence;
      }
      throw new BadInput("The TIFF (" + file.path() + ") has damaged metadata (" + e + ").", e);
    }
  }

  private static byte[] small(TiffStructure tiff) {
    FileBytes file = tiff.file();
    TreeMap<Integer, TiffField> fields = new TreeMap<>();
    for (TiffField field : tiff.directories().get(0).fields().values()) {
      boolean known = field.tag() < 400 || field.tag() >= Tag.IMAGEJ_LENGTHS;
      if (known && !LEFT_OUT.contains(field.tag()) && TiffField.size(field.type()) > 0) {
        fields.put(field.tag(), field.narrow(file));
      }
    }
    for (int tag :
        new int[] {Tag.WIDTH, Tag.HEIGHT, Tag.COMPRESSION, Tag.ROWS_PER_STRIP, Tag.STRIP_LENGTHS}) {
      fields.put(tag, TiffField.numbers(tag, TiffField.LONG, file.order(), 1));
    }
    fields.put(
        Tag.STRIP_OFFSETS, TiffField.numbers(Tag.STRIP_OFFSETS, TiffField.LONG, file.order(), 8));
    DirectoryWriter writer = new DirectoryWriter(false, file.order());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(writer.header(8));
    out.writeBytes(writer.write(fields.values(), 8, 0));
    return out.toByteArray();
  }

  private static InputStream zeros() {
    return new InputStream() {
      @Override
      public int read() {
        return 0;
      }
    };
  }

  /** Minimum and maximum of each channel, as far as the file tells them. */
  private static double[] ranges(FileInfo info, ImagePlus image) {
    if (info.displayRanges != null) {
      return info.displayRanges;
    }
    String text = info.description == null ? "" : info.description;
    boolean told = text.startsWith("ImageJ") && text.contains("\nmin=") && text.contains("\nmax=");
    // of bytes ImageJ shows all values, and says so only of others
    boolean bytes = image.getBitDepth() != 16 && image.getBitDepth() != 32;
    if (!told && !bytes) {
      return new double[0];
    }
    // only a composite has ranges for each channel
    double[] ranges = new double[2 * (image.isComposite() ? 1 : image.getNChannels())];
    for (int i = 0; i < ranges.length; i += 2) {
      ranges[i] = image.getDisplayRangeMin();
      ranges[i + 1] = image.getDisplayRangeMax();
    }
    return ranges;
  }

  /** The image that ImageJ made, whose planes have one pixel. */
  ImagePlus image() {
    return image;
  }

  /** The display range of a channel, from 1 on; null if the file does not tell. */
  double[] range(int channel) {
    int i = 2 * (channel - 1);
    return i + 1 < ranges.length ? new double[] {ranges[i], ranges[i + 1]} : null;
  }
}
