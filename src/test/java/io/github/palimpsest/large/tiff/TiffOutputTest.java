package io.github.palimpsest.large.tiff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.io.FileSaver;
import ij.process.ImageProcessor;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.image.IntervalImage;
import io.github.palimpsest.image.Plane;
import io.github.palimpsest.image.PlaneEdit;
import io.github.palimpsest.image.SampleType;
import io.github.palimpsest.large.LargeImage;
import io.github.palimpsest.large.LargeImages;
import io.github.palimpsest.large.LargeOutput;
import java.awt.Rectangle;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TiffOutputTest {
  static final String RECORD = "{\"runs\":[\"ünïcode\"]}";

  @TempDir Path folder;
  private Path source;
  private Path place;

  @BeforeEach
  void names() {
    source = folder.resolve("source.tif");
    place = folder.resolve("result.tif");
  }

  /** An edit of some pixels of a plane, the same in each call. */
  static PlaneEdit edit(ImagePlus imp, int position) {
    Rectangle r = new Rectangle(5, 3, imp.getWidth() - 8, imp.getHeight() - 6);
    Random random = new Random(position);
    float[] mask = new float[r.width * r.height];
    float[][] values = new float[SampleType.of(imp).channels()][mask.length];
    for (int i = 0; i < mask.length; i++) {
      mask[i] = random.nextInt(3) == 0 ? random.nextFloat() : 0;
      for (float[] channel : values) {
        channel[i] = random.nextFloat() * 300 - 20;
      }
    }
    return new PlaneEdit(position, r, values, mask);
  }

  /** What the edit makes of an image in memory. */
  static void apply(ImagePlus imp, PlaneEdit edit) {
    ImageProcessor ip = imp.getStack().getProcessor(edit.position());
    SampleType type = SampleType.of(imp);
    Rectangle r = edit.rectangle();
    for (int i = 0; i < edit.mask().length; i++) {
      if (edit.mask()[i] > 0) {
        int x = r.x + i % r.width;
        int y = r.y + i / r.width;
        if (type == SampleType.RGB) {
          int[] rgb = new int[3];
          for (int c = 0; c < 3; c++) {
            rgb[c] = (int) type.round(edit.values()[c][i]);
          }
          ip.putPixel(x, y, rgb);
        } else {
          ip.setf(x, y, type.round(edit.values()[0][i]));
        }
      }
    }
  }

  /** Repaints one or two planes of the source, and tells what must be read from the result. */
  private ImagePlus repaint() {
    try (LargeImage image = LargeImages.open(source)) {
      ImagePlus expected = memory(image);
      try (LargeOutput out = image.copyTo(place)) {
        int last = expected.getStackSize();
        for (int p : last == 1 ? new int[] {1} : new int[] {2, last}) {
          PlaneEdit edit = edit(expected, p);
          out.write(edit);
          apply(expected, edit);
        }
        assertFalse(Files.exists(place));
        for (int p = 1; p <= last; p++) {
          Rectangle all = new Rectangle(image.width(), image.height());
          float[][] got = TiffImageTest.read(out.plane(p), all);
          assertArrayEquals(Plane.of(expected, p).read(all)[0], got[0]);
        }
        out.property("palimpsest", RECORD);
        out.commit(now -> {});
      }
      try (LargeImage made = LargeImages.open(place)) {
        TiffImageTest.assertSame(expected, made);
        assertEquals(RECORD, made.property("palimpsest"));
        assertEquals(
            List.of(image.channels(), image.slices(), image.frames()),
            List.of(made.channels(), made.slices(), made.frames()));
        assertTrue(image.calibration().equals(made.calibration()));
        assertArrayEquals(image.displayRange(1), made.displayRange(1));
      }
      requireNoPart();
      return expected;
    }
  }

  private void requireNoPart() {
    try (Stream<Path> files = Files.list(folder)) {
      assertTrue(files.noneMatch(file -> file.toString().endsWith(".part")));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  static ImagePlus memory(LargeImage image) {
    ij.ImageStack stack = new ij.ImageStack(image.width(), image.height());
    for (int p = 1; p <= image.planes().size(); p++) {
      stack.addSlice(
          Plane.of(IntervalImage.of(image.plane(p).pixels(), ""), 1)
              .part(new Rectangle(image.width(), image.height())));
    }
    return new ImagePlus("memory", stack);
  }

  private void assertImageJReads(ImagePlus expected) {
    assertImageJReads(expected, place);
  }

  static void assertImageJReads(ImagePlus expected, Path place) {
    ImagePlus seen = IJ.openImage(place.toString());
    assertNotNull(seen);
    assertEquals(expected.getStackSize(), seen.getStackSize());
    assertEquals(RECORD, seen.getProp("palimpsest"));
    for (int p = 1; p <= expected.getStackSize(); p++) {
      float[][] want = Plane.of(expected, p).read();
      assertTrue(Arrays.deepEquals(want, Plane.of(seen, p).read()), "plane " + p);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 16, 24, 32})
  void keepsEveryByteOfAnImageJStackButTheRepainted(int bits) throws Exception {
    ImagePlus imp = TiffFiles.picture(bits, 61, 47, 6);
    imp.setDimensions(2, 3, 1);
    imp.setOpenAsHyperStack(true);
    imp.getCalibration().setUnit("um");
    imp.getCalibration().pixelWidth = 0.25;
    imp.setDisplayRange(3, 99);
    imp.setOverlay(new Overlay(new Roi(1, 2, 3, 4)));
    imp.getOverlay().add(new Roi(9, 9, 9, 9));
    imp.setRoi(5, 6, 7, 8);
    imp.setProperty("Info", "some info");
    imp.setProp("palimpsest", "an older record");
    imp.setProp("other", "kept");
    imp.getStack().setSliceLabel("a label", 3);
    new FileSaver(imp).saveAsTiff(source.toString());
    ImagePlus expected = repaint();
    assertImageJReads(expected);
    ImagePlus before = IJ.openImage(source.toString());
    ImagePlus seen = IJ.openImage(place.toString());
    assertTrue(before.getCalibration().equals(seen.getCalibration()));
    assertEquals(2, seen.getOverlay().size());
    assertEquals(before.getRoi(), seen.getRoi());
    assertEquals("some info", seen.getInfoProperty());
    assertEquals("kept", seen.getProp("other"));
    assertEquals("a label", seen.getStack().getSliceLabel(3));
    assertEquals(before.getDisplayRangeMax(), seen.getDisplayRangeMax());
    assertEquals(
        List.of(2, 3, 1), List.of(seen.getNChannels(), seen.getNSlices(), seen.getNFrames()));
    // the old bytes are where they were
    byte[] old = Files.readAllBytes(source);
    byte[] made = Files.readAllBytes(place);
    int pixels = 61 * 47 * bits / 8;
    int first = (int) before.getOriginalFileInfo().getOffset();
    assertArrayEquals(Arrays.copyOfRange(old, 8, first), Arrays.copyOfRange(made, 8, first));
    for (int p : new int[] {0, 2, 3, 4}) {
      int at = first + p * pixels;
      assertArrayEquals(
          Arrays.copyOfRange(old, at, at + pixels), Arrays.copyOfRange(made, at, at + pixels));
    }
  }

  @Test
  void writesEveryLayoutSoThatImageJOpensIt() throws Exception {
    for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
      for (int bits : new int[] {8, 16, 24, 32}) {
        for (int[] layout : new int[][] {{1, 1, 0}, {1, 1, 32}, {8, 2, 0}, {8, 2, 32}}) {
          for (int planes : new int[] {1, 3}) {
            Files.deleteIfExists(place);
            new TiffFiles(order, false, layout[0], layout[1], layout[2], 7)
                .write(TiffFiles.picture(bits, 75, 43, planes), source);
            ImagePlus expected = repaint();
            boolean tiles = layout[0] == 1 && layout[2] > 0 && planes == 1;
            if (!tiles) {
              // a plane in tiles stays in tiles, which ImageJ does not read
              assertImageJReads(expected);
            }
          }
        }
      }
    }
  }

  @Test
  void keepsABigTiffAsItIs() throws Exception {
    new TiffFiles(ByteOrder.BIG_ENDIAN, true, 1, 1, 32, 7)
        .write(TiffFiles.picture(16, 75, 43, 1), source);
    repaint();
    byte[] old = Files.readAllBytes(source);
    byte[] made = Files.readAllBytes(place);
    assertEquals(43, made[3]);
    int same = 0;
    for (int i = 16; i < old.length; i++) {
      same += old[i] == made[i] ? 1 : 0;
    }
    assertTrue(same > old.length * 0.5 && made.length > old.length);
    assertArrayEquals(Arrays.copyOfRange(old, 16, 200), Arrays.copyOfRange(made, 16, 200));
  }

  @Test
  void aCompressedBigTiffBecomesOneThatImageJOpens() throws Exception {
    new TiffFiles(ByteOrder.LITTLE_ENDIAN, true, 8, 3, 32, 7)
        .write(TiffFiles.picture(32, 75, 43, 4), source);
    assertImageJReads(repaint());
  }

  @Test
  void smallerCopiesAreNotPointedToAnyMore() throws Exception {
    TiffFiles.plain(ByteOrder.LITTLE_ENDIAN).write(TiffFiles.picture(8, 75, 43, 1), source);
    // two pages of different sizes in one file
    byte[] first = Files.readAllBytes(source);
    byte[] both = first;
    ByteBuffer head = ByteBuffer.wrap(both).order(ByteOrder.LITTLE_ENDIAN);
    int n = head.getShort(16);
    // the same directory again, said to be of another height
    byte[] directory = Arrays.copyOfRange(first, 16, 18 + 12 * n + 4);
    ByteBuffer page = ByteBuffer.wrap(directory).order(ByteOrder.LITTLE_ENDIAN);
    page.putInt(2 + 12 + 8, 42);
    both = Arrays.copyOf(first, first.length + directory.length);
    System.arraycopy(directory, 0, both, first.length, directory.length);
    ByteBuffer.wrap(both).order(ByteOrder.LITTLE_ENDIAN).putInt(18 + 12 * n, first.length);
    Files.write(source, both);
    repaint();
    TiffStructure made = TiffStructure.of(place);
    try (FileBytes file = made.file()) {
      assertEquals(1, made.directories().size());
    }
  }

  @Test
  void theSourceIsNeverChangedAndAnUnfinishedCopyIsRemoved() throws Exception {
    new FileSaver(TiffFiles.picture(16, 61, 47, 3)).saveAsTiff(source.toString());
    byte[] before = Files.readAllBytes(source);
    Files.writeString(place, "something of the user's");
    try (LargeImage image = LargeImages.open(source)) {
      try (LargeOutput out = image.copyTo(place)) {
        out.write(edit(memory(image), 2));
        assertTrue(Files.exists(out.part()));
      }
      assertEquals("something of the user's", Files.readString(place));
      requireNoPart();
      assertArrayEquals(before, Files.readAllBytes(source));
      Path nowhere = folder.resolve("missing").resolve("result.tif");
      String said = assertThrows(BadInput.class, () -> image.copyTo(nowhere)).getMessage();
      assertTrue(said.contains("does not exist"), said);
    }
  }

  @Test
  void theSameEditsGiveTheSameBytes() throws Exception {
    new TiffFiles(ByteOrder.BIG_ENDIAN, false, 8, 2, 32, 7)
        .write(TiffFiles.picture(16, 75, 43, 2), source);
    repaint();
    byte[] once = Files.readAllBytes(place);
    Files.delete(place);
    repaint();
    assertArrayEquals(once, Files.readAllBytes(place));
  }
}
