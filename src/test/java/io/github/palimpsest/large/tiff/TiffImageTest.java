package io.github.palimpsest.large.tiff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.Prefs;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.io.FileSaver;
import ij.measure.Calibration;
import io.github.palimpsest.image.IntervalImage;
import io.github.palimpsest.image.Plane;
import io.github.palimpsest.image.SampleType;
import io.github.palimpsest.large.LargeImage;
import io.github.palimpsest.large.LargeImages;
import io.github.palimpsest.large.LargePlane;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TiffImageTest {
  @TempDir Path folder;

  /** The pixels of a plane, read through the lazy interval. */
  static float[][] read(LargePlane plane, Rectangle r) {
    return Plane.of(IntervalImage.of(plane.pixels(), "plane"), 1).read(r);
  }

  /** Compares all planes with an image, as a whole and by parts that meet blocks anyhow. */
  static void assertSame(ImagePlus expected, LargeImage image) {
    assertEquals(expected.getWidth(), image.width());
    assertEquals(expected.getHeight(), image.height());
    assertEquals(expected.getStackSize(), image.planes().size());
    assertEquals(SampleType.of(expected), image.type());
    Rectangle all = new Rectangle(image.width(), image.height());
    for (Rectangle r :
        List.of(all, new Rectangle(3, 5, 21, 17), new Rectangle(image.width() - 9, 2, 9, 11))) {
      for (int p = 1; p <= expected.getStackSize(); p++) {
        float[][] want = Plane.of(expected, p).read(r);
        float[][] got = read(image.plane(p), r);
        for (int c = 0; c < want.length; c++) {
          assertArrayEquals(want[c], got[c], "plane " + p + " " + r);
        }
      }
    }
  }

  private LargeImage open(Path path) {
    return LargeImages.open(path);
  }

  @ParameterizedTest
  @CsvSource({"8,1", "16,1", "32,1", "24,1", "8,5", "16,5", "32,5", "24,5"})
  void readsWhatImageJWrites(int bits, int planes) {
    for (boolean intel : new boolean[] {false, true}) {
      Path path = folder.resolve(intel + ".tif");
      boolean before = Prefs.intelByteOrder;
      try {
        Prefs.intelByteOrder = intel;
        new FileSaver(TiffFiles.picture(bits, 61, 47, planes)).saveAsTiff(path.toString());
      } finally {
        Prefs.intelByteOrder = before;
      }
      try (LargeImage image = open(path)) {
        assertSame(IJ.openImage(path.toString()), image);
      }
    }
  }

  @Test
  void readsCalibrationDimensionsAndProperties() {
    ImagePlus imp = TiffFiles.picture(16, 40, 30, 12);
    imp.setDimensions(2, 3, 2);
    imp.setOpenAsHyperStack(true);
    Calibration cal = imp.getCalibration();
    cal.setUnit("um");
    cal.pixelWidth = 0.25;
    cal.pixelHeight = 0.5;
    cal.pixelDepth = 2;
    cal.frameInterval = 7;
    cal.setFunction(Calibration.STRAIGHT_LINE, new double[] {3, 2}, "OD");
    imp.setOverlay(new Overlay(new Roi(1, 2, 3, 4)));
    imp.setRoi(5, 6, 7, 8);
    imp.setProp("palimpsest", "a record with ünïcode");
    imp.setProp("Info", "some info");
    Path path = folder.resolve("hyper.tif");
    new FileSaver(imp).saveAsTiff(path.toString());
    ImagePlus seen = IJ.openImage(path.toString());
    try (LargeImage image = open(path)) {
      assertSame(seen, image);
      assertEquals(List.of(2, 3, 2), List.of(image.channels(), image.slices(), image.frames()));
      assertTrue(seen.getCalibration().equals(image.calibration()));
      assertEquals(7, image.calibration().frameInterval);
      assertArrayEquals(
          seen.getCalibration().getCTable(), image.calibration().getCTable(), "functions");
      assertEquals("a record with ünïcode", image.property("palimpsest"));
      assertNull(image.property("other"));
      assertEquals(2, image.plane(4).position().z());
      assertEquals(2, image.plane(4).position().c());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"LZW", "ZLib", "Deflate", "PackBits"})
  void readsWhatTheJdkCompresses(String compression) throws Exception {
    for (int bits : new int[] {8, 16, 24}) {
      for (boolean tiled : new boolean[] {false, true}) {
        ImagePlus imp = TiffFiles.picture(bits, 131, 90, 1);
        if (bits == 8) {
          // long runs, so that tables and counts grow
          imp.getProcessor().setRoi(10, 10, 100, 60);
          imp.getProcessor().setValue(7);
          imp.getProcessor().fill();
        }
        Path path = folder.resolve("jdk.tif");
        writeByJdk(imp, path, compression, tiled);
        try (LargeImage image = open(path)) {
          assertSame(imp, image);
          if (!tiled) {
            assertSame(IJ.openImage(path.toString()), image);
          }
        }
      }
    }
  }

  private static void writeByJdk(ImagePlus imp, Path path, String compression, boolean tiled)
      throws Exception {
    BufferedImage picture = imp.getBufferedImage();
    if (imp.getBitDepth() < 24) {
      int type =
          imp.getBitDepth() == 16 ? BufferedImage.TYPE_USHORT_GRAY : BufferedImage.TYPE_BYTE_GRAY;
      picture = new BufferedImage(imp.getWidth(), imp.getHeight(), type);
      Object pixels = imp.getProcessor().getPixels();
      picture.getRaster().setDataElements(0, 0, imp.getWidth(), imp.getHeight(), pixels);
    }
    Files.deleteIfExists(path);
    ImageWriter writer = ImageIO.getImageWritersByFormatName("tiff").next();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(path.toFile())) {
      ImageWriteParam param = writer.getDefaultWriteParam();
      param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      param.setCompressionType(compression);
      if (tiled) {
        param.setTilingMode(ImageWriteParam.MODE_EXPLICIT);
        param.setTiling(32, 48, 0, 0);
      }
      writer.setOutput(out);
      writer.write(null, new IIOImage(picture, null, null), param);
    } finally {
      writer.dispose();
    }
  }

  @ParameterizedTest
  @CsvSource({"1,1,0", "1,1,32", "8,1,0", "8,2,0", "8,2,32", "8,3,32"})
  void readsEveryLayout(int compression, int predictor, int tile) throws Exception {
    for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
      for (boolean big : new boolean[] {false, true}) {
        for (int bits : new int[] {8, 16, 24, 32}) {
          if (predictor == 3 && bits != 32) {
            continue;
          }
          ImagePlus imp = TiffFiles.picture(bits, 75, 43, 3);
          Path path = folder.resolve("layout.tif");
          new TiffFiles(order, big, compression, predictor, tile, 7).write(imp, path);
          try (LargeImage image = open(path)) {
            assertSame(imp, image);
            assertEquals(3, image.slices());
            // ImageJ adds up numbers where a predictor of floating point means their bits
            boolean known = !big && tile == 0 && !(predictor > 1 && bits == 32);
            if (known) {
              assertSame(IJ.openImage(path.toString()), image);
            }
          }
        }
      }
    }
  }

  @Test
  void readsSignedAndIntegersAsImageJ() throws Exception {
    ImagePlus imp = TiffFiles.picture(16, 33, 25, 1);
    Path path = folder.resolve("signed.tif");
    ByteOrder order = ByteOrder.BIG_ENDIAN;
    TiffFiles.plain(order)
        .write(imp, path, TiffField.numbers(Tag.SAMPLE_FORMAT, TiffField.SHORT, order, 2));
    try (LargeImage image = open(path)) {
      ImagePlus seen = IJ.openImage(path.toString());
      assertSame(seen, image);
      assertTrue(image.calibration().isSigned16Bit());
    }
    ImagePlus floats = TiffFiles.picture(32, 33, 25, 1);
    TiffFiles.plain(order)
        .write(floats, path, TiffField.numbers(Tag.SAMPLE_FORMAT, TiffField.SHORT, order, 1));
    try (LargeImage image = open(path)) {
      assertSame(IJ.openImage(path.toString()), image);
    }
  }

  @Test
  void tilesThatWereLeftOutAreZeroAndNoBlocks() throws Exception {
    for (int compression : new int[] {1, 8}) {
      ImagePlus imp = IJ.createImage("sparse", "16-bit black", 100, 70, 1);
      imp.setProp("sparse", "yes");
      imp.getProcessor().set(40, 35, 77);
      Path path = folder.resolve("sparse.tif");
      new TiffFiles(ByteOrder.LITTLE_ENDIAN, true, compression, 1, 32, 0).write(imp, path);
      try (LargeImage image = open(path)) {
        assertSame(imp, image);
        List<Rectangle> blocks = new ArrayList<>();
        image.plane(1).blocks().forEach(blocks::add);
        assertEquals(List.of(new Rectangle(32, 32, 32, 32)), blocks);
      }
    }
  }

  @Test
  void blocksCoverEachPixelOnce() {
    Path path = folder.resolve("wide.tif");
    new FileSaver(TiffFiles.picture(8, 2100, 600, 1)).saveAsTiff(path.toString());
    try (LargeImage image = open(path)) {
      int[] seen = new int[2100 * 600];
      for (Rectangle r : image.plane(1).blocks()) {
        for (int y = r.y; y < r.y + r.height; y++) {
          for (int x = r.x; x < r.x + r.width; x++) {
            seen[y * 2100 + x]++;
          }
        }
      }
      assertTrue(java.util.Arrays.stream(seen).allMatch(n -> n == 1));
    }
  }

  @Test
  void readsAPlaneBeyond4GbOfAStackOfImageJs() throws Exception {
    // as ImageJ writes it: one directory, planes after it; the holes of the file take no space
    int side = 30_000;
    long plane = 2L * side * side;
    ByteOrder order = ByteOrder.BIG_ENDIAN;
    Path path = folder.resolve("huge.tif");
    byte[] text = "ImageJ=1.54p\nimages=4\nframes=4\nunit=um\n\0".getBytes();
    java.util.TreeMap<Integer, TiffField> fields = new java.util.TreeMap<>();
    int[][] numbers = {
      {Tag.WIDTH, side},
      {Tag.HEIGHT, side},
      {Tag.BITS, 16},
      {Tag.COMPRESSION, 1},
      {Tag.PHOTOMETRIC, 1},
      {Tag.STRIP_OFFSETS, 4096},
      {Tag.SAMPLES, 1},
      {Tag.ROWS_PER_STRIP, side},
      {Tag.STRIP_LENGTHS, (int) plane}
    };
    for (int[] n : numbers) {
      fields.put(n[0], TiffField.numbers(n[0], TiffField.LONG, order, n[1]));
    }
    fields.put(Tag.DESCRIPTION, new TiffField(Tag.DESCRIPTION, 2, text.length, text, -1));
    DirectoryWriter writer = new DirectoryWriter(false, order);
    try (var file = new java.io.RandomAccessFile(path.toFile(), "rw")) {
      file.write(writer.header(8));
      file.write(writer.write(fields.values(), 8, 0));
      file.setLength(4096 + 4 * plane);
      file.seek(4096 + 3 * plane + 2L * (29_000L * side + 28_000));
      file.writeShort(4711);
    }
    try (LargeImage image = open(path)) {
      assertEquals(4, image.frames());
      float[] pixels = read(image.plane(4), new Rectangle(27_990, 28_990, 20, 20))[0];
      assertEquals(4711, pixels[10 * 20 + 10]);
      assertEquals(
          4711, java.util.stream.IntStream.range(0, 400).mapToDouble(i -> pixels[i]).sum());
    }
  }
}
