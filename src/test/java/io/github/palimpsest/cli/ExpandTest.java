package io.github.palimpsest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.VirtualStack;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.macro.Interpreter;
import ij.process.ImageProcessor;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.inpaint.Outcome;
import io.github.palimpsest.inpaint.Runs;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.model.TinyModels;
import io.github.palimpsest.record.PixelCheck;
import io.github.palimpsest.record.PixelSet;
import io.github.palimpsest.record.PixelState;
import io.github.palimpsest.record.Provenance;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.session.Session;
import java.awt.Rectangle;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Painting outwards: the canvas grows, and its border is the mask. */
class ExpandTest {
  private static final Request QUICK =
      Request.of("model", TinyModels.folder("pixel").toString(), "steps", 2, "seed", 4L);

  private static ImagePlus image(String type, int planes) {
    ImagePlus image = IJ.createImage("field.tif", type, 40, 32, planes);
    Random random = new Random(7);
    for (int s = 1; s <= planes; s++) {
      ImageProcessor ip = image.getStack().getProcessor(s);
      for (int i = 0; i < 40 * 32; i++) {
        if (image.getBitDepth() == 24) {
          ip.set(i, random.nextInt(1 << 24) | 0xff000000);
        } else {
          ip.setf(i, 60 + 40 * (float) Math.sin(i / 70.0) + random.nextInt(20));
        }
      }
    }
    return image;
  }

  private static Request by(String margins) {
    return QUICK.with("expand", margins);
  }

  private static ImagePlus run(ImagePlus image, Request request) {
    return Runs.inpaint(image, request, Monitor.SILENT).result();
  }

  /** Old pixels bit by bit in their new place, the border in the record and nothing else. */
  private static void check(ImagePlus source, ImagePlus result, int x, int y) {
    int w = source.getWidth();
    int h = source.getHeight();
    assertEquals(source.getBitDepth(), result.getBitDepth());
    assertEquals(source.getStackSize(), result.getStackSize());
    List<PixelSet> synthetic = Provenance.pixels(result);
    int painted = 0;
    for (int s = 1; s <= source.getStackSize(); s++) {
      ImageProcessor from = source.getStack().getProcessor(s);
      ImageProcessor to = result.getStack().getProcessor(s);
      for (int i = 0; i < result.getWidth() * result.getHeight(); i++) {
        int px = i % result.getWidth();
        int py = i / result.getWidth();
        int plane = s;
        boolean inside = new Rectangle(x, y, w, h).contains(px, py);
        boolean marked =
            synthetic.stream().anyMatch(p -> p.position() == plane && p.contains(px, py));
        assertEquals(!inside, marked, "plane " + s + " at " + px + "," + py);
        painted += marked ? 1 : 0;
        if (inside && source.getBitDepth() == 32) {
          int bits = Float.floatToRawIntBits(from.getf(px - x, py - y));
          assertEquals(bits, Float.floatToRawIntBits(to.getf(i)));
        } else if (inside) {
          assertEquals(from.get(px - x, py - y), to.get(i));
        }
      }
    }
    int border = result.getWidth() * result.getHeight() - w * h;
    assertEquals(border * source.getStackSize(), painted);
  }

  @ParameterizedTest
  @CsvSource({
    "8-bit,8;0;0;4",
    "16-bit,0;0;16;0",
    "32-bit,3;5;7;1",
    "RGB,8",
    "8-bit,0;1;0;0",
  })
  void oldPixelsStayAndTheBorderIsTheRecord(String type, String margins) {
    ImagePlus source = image(type, 1);
    if (type.equals("32-bit")) {
      source.getProcessor().setf(5, 5, Float.NaN);
      source.getProcessor().setf(0, 9, Float.POSITIVE_INFINITY);
    }
    ImagePlus before = source.duplicate();
    String text = margins.replace(';', ',');
    ImagePlus result = run(source, by(text));
    int[] m = new int[4];
    String[] parts = margins.split(";");
    for (int i = 0; i < 4; i++) {
      m[i] = Integer.parseInt(parts[parts.length == 1 ? 0 : i]);
    }
    assertEquals(40 + m[0] + m[2], result.getWidth());
    assertEquals(32 + m[1] + m[3], result.getHeight());
    assertEquals("field-result", result.getTitle());
    check(source, result, m[0], m[1]);
    check(before, source, 0, 0, type);
    assertNull(source.getProp("palimpsest"));
    // the same again gives the same
    ImagePlus again = run(source, by(text));
    for (int i = 0; i < result.getWidth() * result.getHeight(); i++) {
      assertEquals(
          Float.floatToRawIntBits(result.getProcessor().getf(i)),
          Float.floatToRawIntBits(again.getProcessor().getf(i)));
    }
  }

  private static void check(ImagePlus before, ImagePlus after, int x, int y, String type) {
    for (int i = 0; i < 40 * 32; i++) {
      assertEquals(
          Float.floatToRawIntBits(before.getProcessor().getf(i)),
          Float.floatToRawIntBits(after.getProcessor().getf(i)),
          type);
    }
  }

  @Test
  void whatBelongsToTheImageMovesAlong() {
    ImagePlus source = image("16-bit", 1);
    source.getCalibration().pixelWidth = 0.25;
    source.getCalibration().setUnit("um");
    source.getCalibration().xOrigin = 10;
    source.getCalibration().setSigned16BitCalibration();
    source.setProp("Sample", "42");
    source.setProperty("Info", "told");
    source.setDisplayRange(20, 150);
    source.setOverlay(new Overlay(new Roi(4, 6, 10, 9)));
    source.setRoi(1, 2, 3, 4);
    Outcome outcome = Runs.inpaint(source, by("6,2,0,0").with("stream", true), Monitor.SILENT);
    ImagePlus result = outcome.result();
    assertEquals(0.25, result.getCalibration().pixelWidth);
    assertEquals(source.getCalibration().getUnit(), result.getCalibration().getUnit());
    assertEquals(16, result.getCalibration().xOrigin);
    assertEquals(2, result.getCalibration().yOrigin);
    assertTrue(result.getCalibration().isSigned16Bit());
    assertEquals("42", result.getProp("Sample"));
    assertEquals("told", result.getProperty("Info"));
    assertEquals(20, result.getDisplayRangeMin());
    assertEquals(150, result.getDisplayRangeMax());
    assertEquals(new Rectangle(10, 8, 10, 9), result.getOverlay().get(0).getBounds());
    assertEquals(new Rectangle(4, 6, 10, 9), source.getOverlay().get(0).getBounds());
    assertEquals(10, source.getCalibration().xOrigin);
    assertEquals(new Rectangle(1, 2, 3, 4), source.getRoi().getBounds());
    ImagePlus steps = outcome.steps();
    double x = result.getCalibration().xOrigin - steps.getCalibration().xOrigin;
    assertEquals(0, x);
    assertEquals(3, steps.getNFrames());
    // the start of the step stack is the picture, in its calibrated units
    assertEquals(
        source.getProcessor().getPixelValue(20, 20),
        steps.getStack().getProcessor(1).getPixelValue(26, 22));
    check(source, result, 6, 2);
  }

  @Test
  void stacksKeepTheirShapeAndColours() {
    ImagePlus stack = image("8-bit", 4);
    stack.setDimensions(2, 1, 2);
    CompositeImage source = new CompositeImage(stack, CompositeImage.COMPOSITE);
    source.getStack().setSliceLabel("first", 1);
    source.setPosition(2, 1, 2);
    ImagePlus result = run(source, by("0,0,5,0"));
    assertTrue(result instanceof CompositeImage);
    assertEquals(2, result.getNChannels());
    assertEquals(2, result.getNFrames());
    assertEquals("first", result.getStack().getSliceLabel(1));
    assertEquals(
        source.getChannelLut(2).toString(), ((CompositeImage) result).getChannelLut(2).toString());
    check(source, result, 0, 0);
    ImagePlus two = run(image("8-bit", 3), by("0,0,5,0").with("samples", 2));
    assertEquals(6, two.getStackSize());
  }

  @Test
  void virtualStacksWorkToo() {
    ImagePlus whole = image("8-bit", 2);
    ImageStack virtual =
        new VirtualStack(40, 32, null, "") {
          @Override
          public ImageProcessor getProcessor(int n) {
            return whole.getStack().getProcessor(n).duplicate();
          }

          @Override
          public int getSize() {
            return 2;
          }

          @Override
          public String getSliceLabel(int n) {
            return null;
          }
        };
    ImagePlus source = new ImagePlus("field.tif", virtual);
    check(whole, run(source, by("0,4,0,0")), 0, 4);
  }

  /**
   * Growing the border repaints some of the picture; freeze ROIs and shrinking never the border.
   */
  @Test
  void masksComeToTheBorder() {
    ImagePlus source = image("8-bit", 1);
    ImagePlus grown = run(source, by("8,0,0,0").with("grow", 3).with("feather", 2));
    assertEquals(8 * 32 + 3 * 32, Provenance.pixels(grown).get(0).size());
    ImagePlus shrunk = run(source, by("8,0,0,0").with("grow", -20));
    assertEquals(8 * 32, Provenance.pixels(shrunk).get(0).size());
    // with a selection of the user's nothing changes
    source.setRoi(5, 5, 10, 10);
    assertEquals(8 * 32, Provenance.pixels(run(source, by("8,0,0,0"))).get(0).size());
    Roi frozen = new Roi(-8, 0, 12, 10);
    frozen.setProperty("palimpsest.role", "freeze");
    Roi masked = new Roi(10, 10, 6, 5);
    source.setOverlay(new Overlay(frozen));
    source.getOverlay().add(masked);
    ImagePlus both = run(source, by("8,0,0,0").with("mask", "Overlay"));
    PixelSet set = Provenance.pixels(both).get(0);
    assertEquals(8 * 32 + 30, set.size());
    assertTrue(set.contains(18, 10) && set.contains(23, 14) && set.contains(0, 0));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void maskImagesHaveTheOldSizeOrTheNew(boolean old) {
    ImagePlus source = image("8-bit", 1);
    ImagePlus mask = IJ.createImage("m", "8-bit black", old ? 40 : 48, 32, 1);
    ImageProcessor ip = mask.getProcessor();
    ip.setValue(255);
    ip.setRoi(old ? 10 : 18, 4, 5, 5);
    ip.fill();
    Interpreter.batchMode = true;
    Interpreter.addBatchModeImage(mask);
    try {
      PixelSet set = Provenance.pixels(run(source, by("8,0,0,0").with("mask", "m"))).get(0);
      assertEquals(8 * 32 + 25, set.size());
      assertTrue(set.contains(18, 4) && set.contains(22, 8));
    } finally {
      Interpreter.removeBatchModeImage(mask);
      Interpreter.batchMode = false;
    }
  }

  /** A map of the old size is the same as one of the new with nothing drawn on the border. */
  @Test
  void controlMapsHaveTheOldSizeOrTheNew() {
    ImagePlus source = image("8-bit", 1);
    ImagePlus small = map("small", 40, 0);
    ImagePlus large = map("large", 48, 8);
    Interpreter.batchMode = true;
    List.of(small, large).forEach(Interpreter::addBatchModeImage);
    try {
      Request request = by("8,0,0,0").with("model", TinyModels.folder("sd").toString());
      ImagePlus one = run(source, request.with("control", "edges:small"));
      ImagePlus other = run(source, request.with("control", "edges:large"));
      ImagePlus none = run(source, request);
      int differ = 0;
      for (int i = 0; i < 48 * 32; i++) {
        assertEquals(other.getProcessor().get(i), one.getProcessor().get(i));
        differ += none.getProcessor().get(i) != one.getProcessor().get(i) ? 1 : 0;
      }
      assertTrue(differ > 0, "the map does not act");
      ImagePlus misfit = map("misfit", 44, 0);
      Interpreter.addBatchModeImage(misfit);
      assertThrows(BadInput.class, () -> run(source, request.with("control", "edges:misfit")));
      Interpreter.removeBatchModeImage(misfit);
    } finally {
      List.of(small, large).forEach(Interpreter::removeBatchModeImage);
      Interpreter.batchMode = false;
    }
  }

  private static ImagePlus map(String title, int width, int x) {
    ImagePlus map = IJ.createImage(title, "8-bit black", width, 32, 1);
    ImageProcessor ip = map.getProcessor();
    ip.setValue(255);
    ip.setRoi(x, 0, 12, 32);
    ip.fill();
    return map;
  }

  /** What was painted before is still known in its new place. */
  @Test
  void olderRecordsMoveAlong() {
    ImagePlus source = image("16-bit", 1);
    source.setRoi(6, 6, 5, 4);
    ImagePlus first = run(source, QUICK);
    first.deleteRoi();
    ImagePlus second = run(first, by("3,2,0,0"));
    List<PixelSet> sets = Provenance.pixels(second);
    assertEquals(2, sets.size());
    assertEquals(new Rectangle(9, 8, 5, 4), sets.get(0).bounds());
    assertEquals(new Rectangle(6, 6, 5, 4), Provenance.pixels(first).get(0).bounds());
    // and they are recognised there: nothing says that the image was changed since
    var known = new PixelCheck(second);
    for (int run = 0; run < 2; run++) {
      assertTrue(known.fits(run));
      assertEquals(PixelState.UNCHANGED, known.state(run, known.sets(run).get(0)));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "-1,expand",
    "1;2,expand",
    "a,expand",
    "1;2;3;-4,expand",
    "2000000,expand",
    "900000,Memory",
    "1.5,expand",
  })
  void whatCannotBeIsRefused(String margins, String word) {
    ImagePlus source = image("8-bit", 1);
    String text = margins.replace(';', ',');
    BadInput e = assertThrows(BadInput.class, () -> run(source, by(text)));
    assertTrue(e.getMessage().contains(word) && e.getMessage().contains("expand"), e.getMessage());
  }

  @Test
  void whatDoesNotGoTogetherIsRefused() {
    ImagePlus source = image("8-bit", 2);
    source.setRoi(5, 5, 10, 10);
    BadInput e = assertThrows(BadInput.class, () -> run(source, by("4").with("output", "Replace")));
    assertTrue(e.getMessage().contains("output=New"), e.getMessage());
    e = assertThrows(BadInput.class, () -> run(source, by("4").with("slices", "2")));
    assertTrue(e.getMessage().contains("slices"), e.getMessage());
    e = assertThrows(BadInput.class, () -> Session.start(source, by("4"), Monitor.SILENT));
    assertTrue(e.getMessage().contains("Diffusion Inpaint"), e.getMessage());
    // nothing grows: an ordinary run
    assertEquals(40, run(source, by("0,0,0,0")).getWidth());
  }
}
