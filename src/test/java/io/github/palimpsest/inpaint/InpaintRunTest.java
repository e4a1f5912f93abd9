package io.github.palimpsest.inpaint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.Undo;
import ij.gui.OvalRoi;
import ij.gui.Roi;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.check.Cancelled;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.inpaint.monitor.QuietMonitor;
import io.github.palimpsest.record.PixelSet;
import io.github.palimpsest.record.Provenance;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.sample.StepHook;
import io.github.palimpsest.sample.StepView;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole inpainting runs with the bundled model. */
public class InpaintRunTest {
  private static final Request QUICK = Request.of("steps", 3, "seed", 7L);

  /** Smooth blobs and noise, the same for every call. */
  public static ImagePlus image(String type, int width, int height, int slices) {
    ImagePlus imp = IJ.createImage("cells.tif", type, width, height, slices);
    Random random = new Random(5);
    for (int s = 1; s <= slices; s++) {
      var ip = imp.getStack().getProcessor(s);
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          double v = 60 + 50 * Math.sin(x / 7.0 + s) * Math.cos(y / 9.0) + random.nextInt(12);
          int g = (int) v;
          if (imp.getBitDepth() == 24) {
            ip.set(x, y, g << 16 | (g + 20) << 8 | (200 - g));
          } else {
            ip.setf(x, y, (float) (imp.getBitDepth() == 8 ? v : v * 30));
          }
        }
      }
    }
    imp.setRoi(new OvalRoi(width / 3, height / 3, width / 4, height / 3));
    return imp;
  }

  private static Object pixels(ImagePlus imp, int position) {
    return imp.getStack().getProcessor(position).getPixels();
  }

  private static boolean samePixels(ImagePlus a, ImagePlus b) {
    for (int s = 1; s <= a.getStackSize(); s++) {
      for (int i = 0; i < a.getWidth() * a.getHeight(); i++) {
        var p = a.getStack().getProcessor(s);
        var q = b.getStack().getProcessor(s);
        boolean same =
            a.getBitDepth() == 32
                ? Float.floatToRawIntBits(p.getf(i)) == Float.floatToRawIntBits(q.getf(i))
                : p.get(i) == q.get(i);
        if (!same) {
          return false;
        }
      }
    }
    return true;
  }

  @ParameterizedTest
  @ValueSource(strings = {"8-bit", "16-bit", "32-bit", "RGB"})
  void changesExactlyTheMaskAndSaysSo(String type) {
    ImagePlus source = image(type, 75, 61, 2);
    ImagePlus before = source.duplicate();
    source.setSlice(2);
    ImagePlus result = Runs.inpaint(source, QUICK, Monitor.SILENT).result();
    assertNotSame(source, result);
    assertEquals("cells-result", result.getTitle());
    before.deleteRoi();
    assertTrue(samePixels(before, source), "the source has changed");
    List<PixelSet> synthetic = Provenance.pixels(result);
    assertEquals(1, synthetic.size());
    assertEquals(2, synthetic.get(0).position());
    int changed = 0;
    for (int s = 1; s <= 2; s++) {
      for (int i = 0; i < 75 * 61; i++) {
        var p = source.getStack().getProcessor(s);
        var q = result.getStack().getProcessor(s);
        boolean differs = type.equals("32-bit") ? p.getf(i) != q.getf(i) : p.get(i) != q.get(i);
        boolean inside = s == 2 && synthetic.get(0).contains(i % 75, i / 75);
        assertTrue(inside || !differs, "pixel " + i + " of slice " + s + " changed outside");
        changed += differs ? 1 : 0;
      }
    }
    assertTrue(changed > synthetic.get(0).size() / 2, changed + " pixels changed");
  }

  @Test
  void theSameRequestGivesTheSamePixelsWhateverRanBeforeAndHoweverManySamples() {
    ImagePlus source = image("16-bit", 64, 64, 1);
    ImagePlus one = Runs.inpaint(source, QUICK.with("seed", 8L), Monitor.SILENT).result();
    ImagePlus three = Runs.inpaint(source, QUICK.with("samples", 3), Monitor.SILENT).result();
    assertEquals(3, three.getNFrames());
    assertArrayEquals((short[]) pixels(one, 1), (short[]) pixels(three, 2));
    ImagePlus again = Runs.inpaint(source, QUICK.with("seed", 8L), Monitor.SILENT).result();
    assertTrue(samePixels(one, again));
    List<PixelSet> synthetic = Provenance.pixels(three);
    assertEquals(List.of(1, 2, 3), synthetic.stream().map(PixelSet::position).toList());
  }

  @Test
  void streamsEveryStateInSourceUnits() {
    ImagePlus source = image("16-bit", 75, 61, 1);
    Request request = QUICK.with("seam", "Off").with("stream", true).with("latents", true);
    Outcome outcome = Runs.inpaint(source, request, Monitor.SILENT);
    ImagePlus steps = outcome.steps();
    assertEquals("cells-steps", steps.getTitle());
    assertEquals(32, steps.getBitDepth());
    assertEquals(4, steps.getNFrames());
    assertEquals("cells-latents", outcome.latents().getTitle());
    assertEquals(4, outcome.latents().getNFrames());
    // the first frame is the source, the last the result before rounding and without a seam matched
    for (int y = 0; y < steps.getHeight(); y++) {
      for (int x = 0; x < steps.getWidth(); x++) {
        assertEquals(source.getProcessor().getf(x, y), steps.getStack().getProcessor(1).getf(x, y));
        float last = steps.getStack().getProcessor(4).getf(x, y);
        double rounded = Math.max(0, Math.min(65535, Math.floor(last + 0.5)));
        assertEquals(rounded, outcome.result().getProcessor().getf(x, y));
      }
    }
    assertTrue(steps.getStack().getSliceLabel(4).contains("\nstep=3 sigma=0"));
    steps.close();
    outcome.latents().close();
  }

  @Test
  void replaceWritesInPlaceAndUndoRestores() {
    ImagePlus source = image("8-bit", 64, 64, 1);
    ImagePlus before = source.duplicate();
    Outcome outcome = Runs.inpaint(source, QUICK.with("output", "Replace"), Monitor.SILENT);
    assertSame(source, outcome.result());
    assertFalse(samePixels(before, source));
    Undo.undo();
    source.getProcessor().reset();
    before.deleteRoi();
    assertTrue(samePixels(before, source));
  }

  @Test
  void smallPicturesOddSizesAndOnePixelMasksWork() {
    for (int[] size : new int[][] {{1, 1}, {5, 3}, {9, 70}, {33, 31}}) {
      ImagePlus source = image("8-bit", size[0], size[1], 1);
      source.setRoi(new Roi(size[0] / 2, size[1] / 2, 1, 1));
      ImagePlus result = Runs.inpaint(source, QUICK, Monitor.SILENT).result();
      assertEquals(1, Provenance.pixels(result).get(0).size());
      source.setRoi(new Roi(0, 0, size[0], size[1]));
      Runs.inpaint(source, QUICK, Monitor.SILENT);
    }
  }

  @Test
  void pixelsThatAreNoNumbersAreReplacedInsideAndReported() {
    ImagePlus source = image("32-bit", 48, 48, 1);
    float[] p = (float[]) source.getProcessor().getPixels();
    p[0] = Float.NaN;
    p[24 * 48 + 20] = Float.POSITIVE_INFINITY;
    String[] told = {""};
    Monitor monitor =
        new QuietMonitor() {
          @Override
          public void warn(String sentence) {
            told[0] = sentence;
          }
        };
    ImagePlus result = Runs.inpaint(source, QUICK, monitor).result();
    float[] q = (float[]) result.getProcessor().getPixels();
    assertTrue(Float.isNaN(q[0]));
    assertTrue(Float.isFinite(q[24 * 48 + 20]));
    assertTrue(told[0].startsWith("1 pixels inside the mask"), told[0]);
  }

  @Test
  void aHookThatChangesTheEstimateChangesTheResult() {
    ImagePlus source = image("16-bit", 64, 64, 1);
    StepHook darken =
        new StepHook() {
          @Override
          public void afterGuidance(StepView view) {
            if (view.step() == 2) {
              float[] estimate = view.denoised();
              for (int i = 0; i < estimate.length; i++) {
                estimate[i] -= 0.5f;
              }
            }
          }
        };
    ImagePlus plain = Runs.inpaint(source, QUICK, Monitor.SILENT).result();
    ImagePlus hooked = Runs.inpaint(source, QUICK, Monitor.SILENT, darken).result();
    assertFalse(samePixels(plain, hooked));
    assertFalse(
        samePixels(
            plain,
            Runs.inpaint(source, QUICK.with("prompt", "dense nuclei"), Monitor.SILENT).result()));
  }

  @Test
  void aStopLeavesNothing() {
    ImagePlus source = image("16-bit", 64, 64, 1);
    ImagePlus before = source.duplicate();
    Monitor stopper =
        new QuietMonitor() {
          @Override
          public void progress(double fraction) {
            stop();
          }
        };
    int open = ij.WindowManager.getImageCount();
    Request request = QUICK.with("output", "Replace").with("stream", true);
    assertThrows(Cancelled.class, () -> Runs.inpaint(source, request, stopper));
    before.deleteRoi();
    assertTrue(samePixels(before, source));
    assertEquals(open, ij.WindowManager.getImageCount());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "model=nonesuch|model (nonesuch)",
        "mask=nonesuch|mask (nonesuch)",
        "mask=Overlay|mask=Overlay needs a ROI",
        "range=5,2|range (5,2)",
        "context=big|context (big)",
        "slices=3|slices (3)",
        "strength=0.1|strength (0.1)",
        "scheduler=Newton|scheduler (Newton)",
        "samples=2 output=Replace|samples (2)",
      })
  void refusesInOneSentenceBeforeAnythingChanges(String line) {
    String[] parts = line.split("\\|", -1);
    ImagePlus source = image("16-bit", 64, 64, 1);
    ImagePlus before = source.duplicate();
    Request request = QUICK;
    for (String option : parts[0].split(" ")) {
      request = request.with(option.split("=")[0], option.split("=")[1]);
    }
    Request wrong = request;
    BadInput e = assertThrows(BadInput.class, () -> Runs.inpaint(source, wrong, Monitor.SILENT));
    assertTrue(e.getMessage().contains(parts[1]), e.getMessage());
    assertEquals(1, e.getMessage().lines().count());
    before.deleteRoi();
    assertTrue(samePixels(before, source));
  }

  @Test
  void generatesEveryTypeAtItsSize() {
    for (String type : List.of("8-bit", "16-bit", "32-bit", "RGB")) {
      Request request = QUICK.with("type", type).with("width", 45).with("height", 30);
      ImagePlus made = Runs.generate(request, Monitor.SILENT).result();
      assertEquals(45, made.getWidth());
      assertEquals(30, made.getHeight());
      assertNotEquals(0, made.getStatistics().stdDev, type);
      assertEquals(45 * 30, Provenance.pixels(made).get(0).size());
    }
    ImagePlus ranged = Runs.generate(QUICK.with("range", "100,900"), Monitor.SILENT).result();
    assertEquals(32, ranged.getBitDepth());
  }

  /** Each of several at once is done and recorded, or refused with the image as it was. */
  @Test
  void replacingAtTheSameTimeLosesNoRecord() throws Exception {
    ImagePlus image = image("16-bit", 64, 48, 1);
    int users = 4;
    ExecutorService threads = Executors.newFixedThreadPool(users);
    try {
      List<Callable<Integer>> runs = new ArrayList<>();
      for (int k = 0; k < users; k++) {
        Request request = QUICK.with("output", "Replace").with("seed", (long) k);
        runs.add(
            () -> {
              try {
                Runs.inpaint(image, request, Monitor.SILENT);
                return 1;
              } catch (BadInput e) {
                assertTrue(e.getMessage().contains("must not be in use"), e.getMessage());
                return 0;
              }
            });
      }
      int done = 0;
      for (Future<Integer> run : threads.invokeAll(runs)) {
        done += run.get();
      }
      assertTrue(done > 0, "one at least");
      assertEquals(done, Provenance.runs(image).size());
      assertFalse(image.isLocked());
    } finally {
      threads.shutdown();
    }
  }
}
