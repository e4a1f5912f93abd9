package io.github.palimpsest.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.Roi;
import ij.io.FileSaver;
import ij.io.Opener;
import ij.measure.Calibration;
import ij.process.ImageProcessor;
import ij.process.LUT;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.control.MapImages;
import io.github.palimpsest.control.MapSettings;
import io.github.palimpsest.inpaint.Outcome;
import io.github.palimpsest.inpaint.Runs;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.model.TinyModels;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.roi.MaskRecipe;
import io.github.palimpsest.roi.RoiGroups;
import io.github.palimpsest.session.Continuation;
import io.github.palimpsest.session.Session;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs on images with a calibration function speak of calibrated values, and paint raw ones. */
class CalibratedRunsTest {
  private static final Consumer<Calibration> SIGNED = Calibration::setSigned16BitCalibration;
  private static final Consumer<Calibration> FALLING =
      c -> c.setFunction(Calibration.STRAIGHT_LINE, new double[] {400, -0.5}, "mg");
  private static final Consumer<Calibration> PARABOLA =
      c -> c.setFunction(Calibration.POLY2, new double[] {0, -2.55, 0.01}, "mg");

  @TempDir Path folder;

  private static ImagePlus picture(String type, Consumer<Calibration> function) {
    ImagePlus image = IJ.createImage("ct", type, 48, 40, 1);
    Random random = new Random(3);
    for (int i = 0; i < 48 * 40; i++) {
      int v = 120 + (int) (50 * Math.sin(i / 90.0)) + random.nextInt(20);
      image.getProcessor().set(i, type.equals("8-bit") ? v : 32768 + 10 * (v - 120));
    }
    image.setRoi(new Roi(12, 12, 16, 16));
    if (function != null) {
      function.accept(image.getCalibration());
    }
    return image;
  }

  private static Request request(String range) {
    return Request.of(
        "model", TinyModels.folder("pixel").toString(), "steps", 4, "seed", 3L, "range", range);
  }

  private static void assertSamePixels(ImagePlus a, ImagePlus b) {
    assertEquals(a.getBitDepth(), b.getBitDepth());
    for (int i = 0; i < a.getWidth() * a.getHeight(); i++) {
      assertEquals(a.getProcessor().get(i), b.getProcessor().get(i));
    }
  }

  /** The function changes neither what the model sees nor what is written, but what is said. */
  @ParameterizedTest
  @CsvSource({"16-bit,-600;600,32168;33368", "8-bit,280;390,20;240"})
  void rangeAndStepStackAreCalibrated(String type, String calibrated, String raw) {
    Consumer<Calibration> function = type.equals("8-bit") ? FALLING : SIGNED;
    ImagePlus image = picture(type, function);
    Request request = request(calibrated).with("stream", true);
    Outcome outcome = Runs.inpaint(image, request, Monitor.SILENT);
    ImagePlus plain = picture(type, null);
    Outcome twin = Runs.inpaint(plain, request(raw).with("stream", true), Monitor.SILENT);
    assertSamePixels(twin.result(), outcome.result());
    assertEquals(
        image.getCalibration().getFunction(), outcome.result().getCalibration().getFunction());
    assertEquals(twin.result().getDisplayRangeMin(), outcome.result().getDisplayRangeMin());
    ImagePlus steps = outcome.steps();
    for (int f = 1; f <= 5; f++) {
      ImageProcessor shown = steps.getStack().getProcessor(f);
      ImageProcessor rawFrame = twin.steps().getStack().getProcessor(f);
      for (int i = 0; i < shown.getPixelCount(); i++) {
        float wanted = type.equals("8-bit") ? 400 - rawFrame.getf(i) / 2 : rawFrame.getf(i) - 32768;
        assertEquals(wanted, shown.getf(i), 1e-3f);
      }
    }
    int x = (int) -steps.getCalibration().xOrigin;
    int y = (int) -steps.getCalibration().yOrigin;
    assertEquals(
        image.getProcessor().getPixelValue(x + 2, y + 3),
        steps.getStack().getProcessor(1).getPixelValue(2, 3));
    String[] ends = calibrated.split(";");
    assertEquals(Double.parseDouble(ends[0]), steps.getDisplayRangeMin());
    assertEquals(Double.parseDouble(ends[1]), steps.getDisplayRangeMax());
    assertEquals(type.equals("8-bit"), steps.isInvertedLut());
    assertTrue(outcome.result().getProp("palimpsest").contains("\"calibrated\":["));
  }

  @Test
  void paintIsTakenInCalibratedUnitsAlsoFromFiles() {
    ImagePlus image = picture("16-bit", SIGNED);
    Request request = request("-600,600").with("stream", true);
    Session session = Session.start(image, request, Monitor.SILENT);
    session.step(2);
    paint(session.stepStack(), 2, 250);
    ImagePlus saved = reopened(session.stepStack());
    saved.setPosition(1, 1, 3);
    assertTrue(session.inject(1));
    ImagePlus result = session.finish().result();
    double there = mean(result);
    // as on the twin without a function, whose stack is raw
    ImagePlus plain = picture("16-bit", null);
    Session twin = Session.start(plain, request.with("range", "32168,33368"), Monitor.SILENT);
    twin.step(2);
    paint(twin.stepStack(), 2, 250 + 32768);
    assertTrue(twin.inject(1));
    ImagePlus other = twin.finish().result();
    assertEquals(other.getProcessor().getf(16, 16) - 32768, there, 40);
    // the saved stack alone brings the function with it
    Session again = Continuation.of(saved, 1, 1000, Monitor.SILENT);
    ImagePlus continued = again.finish().result();
    assertTrue(continued.getCalibration().isSigned16Bit());
    result.setRoi(
        (int) -saved.getCalibration().xOrigin,
        (int) -saved.getCalibration().yOrigin,
        saved.getWidth(),
        saved.getHeight());
    assertSamePixels(result.crop(), continued);
  }

  /** Stacks saved before the units were recorded hold raw values, whatever the source says. */
  @Test
  void stacksOfBeforeResumeToTheSameBits() {
    Request raw = request("32168,33368").with("stream", true);
    Outcome before = Runs.inpaint(picture("16-bit", null), raw, Monitor.SILENT);
    ImagePlus stack = reopened(before.steps());
    assertTrue(!stack.getProp("palimpsest.resume").contains("\"units\""));
    ImagePlus source = picture("16-bit", SIGNED);
    ij.macro.Interpreter.batchMode = true;
    try {
      source.show();
      stack.setPosition(1, 1, 3);
      ImagePlus result = Continuation.of(stack, 1, 1000, Monitor.SILENT).finish().result();
      assertTrue(result.getCalibration().isSigned16Bit(), "the source was found");
      assertSamePixels(before.result(), result);
    } finally {
      source.close();
      ij.macro.Interpreter.batchMode = false;
    }
  }

  @Test
  void aFunctionThatCannotBeTurnedRoundIsSaidOnce() {
    List<String> said = new ArrayList<>();
    Monitor monitor = new Told(said);
    ImagePlus image = picture("8-bit", PARABOLA);
    Request request = request("Auto").with("stream", true).with("samples", 2);
    Outcome outcome = Runs.inpaint(image, request, monitor);
    assertEquals(1, said.size(), said.toString());
    assertTrue(said.get(0).contains("raw pixel values"), said.get(0));
    ImagePlus plain = picture("8-bit", null);
    assertSamePixels(Runs.inpaint(plain, request, monitor).result(), outcome.result());
    assertEquals(1, said.size());
    assertNull(outcome.steps().getStack().getProcessor(1).getCalibrationTable());
  }

  @ParameterizedTest
  @CsvSource({"16-bit,-100;100", "8-bit,320;350"})
  void thresholdsAreCalibrated(String type, String limits) {
    ImagePlus image = picture(type, type.equals("8-bit") ? FALLING : SIGNED);
    String[] ends = limits.split(";");
    var recipe =
        new MaskRecipe("Threshold", limits.replace(';', ','), RoiGroups.parse(""), 0, false, 0);
    float[] weights = recipe.of(image, 1).crop(new java.awt.Rectangle(48, 40));
    float[] wanted = new float[weights.length];
    for (int i = 0; i < wanted.length; i++) {
      float v = image.getProcessor().getPixelValue(i % 48, i / 48);
      wanted[i] = v >= Float.parseFloat(ends[0]) && v <= Float.parseFloat(ends[1]) ? 1 : 0;
    }
    assertArrayEquals(wanted, weights);
  }

  /** Numbers of colours are no intensities: refused as picture and as map, nothing written. */
  @Test
  void palettesAreRefused() {
    ImagePlus image = picture("8-bit", null);
    byte[][] rgb = new byte[3][256];
    Random random = new Random(9);
    for (byte[] channel : rgb) {
      random.nextBytes(channel);
    }
    image.getProcessor().setColorModel(new LUT(rgb[0], rgb[1], rgb[2]));
    byte[] before = ((byte[]) image.getProcessor().getPixels()).clone();
    for (String output : List.of("New", "Replace")) {
      Request request = request("Auto").with("output", output);
      BadInput e = assertThrows(BadInput.class, () -> Runs.inpaint(image, request, Monitor.SILENT));
      assertTrue(e.getMessage().contains("RGB Color"), e.getMessage());
    }
    assertThrows(BadInput.class, () -> Session.start(image, request("Auto"), Monitor.SILENT));
    assertThrows(
        BadInput.class,
        () -> MapImages.of(image, "edges", MapSettings.of(Request.defaults()), false));
    assertArrayEquals(before, (byte[]) image.getProcessor().getPixels());
    assertNull(image.getProp("palimpsest"));
    // converted as the sentence says, it is repainted
    ImagePlus colours = new ImagePlus("rgb", image.getProcessor().convertToRGB());
    colours.setRoi(new Roi(12, 12, 16, 16));
    assertEquals(24, Runs.inpaint(colours, request("Auto"), Monitor.SILENT).result().getBitDepth());
  }

  private ImagePlus reopened(ImagePlus stack) {
    String file = folder.resolve(stack.getTitle() + ".tif").toString();
    assertTrue(new FileSaver(stack).saveAsTiffStack(file));
    return new Opener().openImage(file);
  }

  private static void paint(ImagePlus stack, int k, float value) {
    stack.setPosition(1, 1, k + 1);
    ImageProcessor ip = stack.getStack().getProcessor(k + 1);
    int x = (int) stack.getCalibration().xOrigin;
    int y = (int) stack.getCalibration().yOrigin;
    ip.setValue(value);
    ip.setRoi(14 + x, 14 + y, 10, 10);
    ip.fill();
  }

  /** ImageJ's own measurement. */
  private static double mean(ImagePlus image) {
    image.setRoi(16, 16, 1, 1);
    double mean = image.getStatistics(ij.measure.Measurements.MEAN).mean;
    image.deleteRoi();
    return mean;
  }

  private record Told(List<String> said) implements Monitor {
    @Override
    public void status(String words) {}

    @Override
    public void progress(double fraction) {}

    @Override
    public void warn(String sentence) {
      said.add(sentence);
    }

    @Override
    public void opened(ImagePlus stack) {}

    @Override
    public void onCancel(Runnable stop) {}
  }
}
