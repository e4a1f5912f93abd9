package io.github.palimpsest.inpaint;

import static io.github.palimpsest.inpaint.JoinedPictures.H;
import static io.github.palimpsest.inpaint.JoinedPictures.HOLE;
import static io.github.palimpsest.inpaint.JoinedPictures.JOINED;
import static io.github.palimpsest.inpaint.JoinedPictures.W;
import static io.github.palimpsest.inpaint.JoinedPictures.assertSame;
import static io.github.palimpsest.inpaint.JoinedPictures.differing;
import static io.github.palimpsest.inpaint.JoinedPictures.image;
import static io.github.palimpsest.inpaint.JoinedPictures.value;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.Undo;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.process.ImageProcessor;
import ij.process.LUT;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.image.IntensityRange;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.inpaint.monitor.QuietMonitor;
import io.github.palimpsest.model.TinyModels;
import io.github.palimpsest.record.PixelSet;
import io.github.palimpsest.record.Provenance;
import io.github.palimpsest.record.ResumableStack;
import io.github.palimpsest.request.Request;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Channels that a model fills together: it fills each with the mean of the next one. */
class JoinedChannelsTest {
  private final List<String> said = new ArrayList<>();
  private final Monitor monitor =
      new QuietMonitor() {
        @Override
        public void warn(String sentence) {
          said.add(sentence);
        }
      };

  /** What the model makes of a plane: the mean of the next channel, in the ranges of both. */
  private static double filled(ImagePlus source, int plane, int next, JsonArray planes) {
    double sum = 0;
    int n = 0;
    IntensityRange from = range(planes, next);
    for (int i = 0; i < W * H; i++) {
      float v = value(source, next, i % W, i / W);
      if (!HOLE.contains(i % W, i / W)) {
        sum += Float.isFinite(v) ? from.toModel(v) : 0;
        n++;
      }
    }
    return range(planes, plane).toSource(sum / n);
  }

  private static IntensityRange range(JsonArray planes, int position) {
    for (var p : planes) {
      if (p.getAsJsonObject().get("position").getAsInt() == position) {
        JsonArray range = p.getAsJsonObject().getAsJsonArray("range");
        return new IntensityRange(range.get(0).getAsDouble(), range.get(1).getAsDouble());
      }
    }
    throw new AssertionError("no plane " + position);
  }

  /** Checks that holes hold what the model makes, and nothing else has changed by a bit. */
  private static void check(ImagePlus source, ImagePlus result, double tolerance) {
    JsonArray planes = Provenance.runs(result).get(0).json().getAsJsonArray("planes");
    int channels = source.getNChannels();
    for (int plane = 1; plane <= source.getStackSize(); plane++) {
      int first = (plane - 1) / channels * channels + 1;
      int next = first + (plane - first + 1) % channels;
      double expected = filled(source, plane, next, planes);
      for (int y = 0; y < H; y++) {
        for (int x = 0; x < W; x++) {
          float now = value(result, plane, x, y);
          if (HOLE.contains(x, y)) {
            assertEquals(expected, now, tolerance, "plane " + plane + " at " + x + ", " + y);
          } else {
            float before = value(source, plane, x, y);
            assertEquals(Float.floatToRawIntBits(before), Float.floatToRawIntBits(now));
          }
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2,1,8,Auto",
    "2,1,8,Display",
    "3,1,16,Auto",
    "3,1,16,Display",
    "2,3,16,Auto",
    "3,2,32,Auto",
    "9,1,8,Auto"
  })
  void everyChannelIsFilledFromAllInItsOwnRange(int channels, int slices, int bits, String range) {
    CompositeImage source = image(channels, slices, bits);
    if (bits == 32) {
      source.getStack().getProcessor(2).setf(3, 3, Float.NaN);
    }
    Request request = JOINED.with("slices", "all").with("range", range).with("stream", true);
    Outcome outcome = Runs.inpaint(source, request, Monitor.SILENT);
    check(source, outcome.result(), bits == 32 ? 1e-5 : 0.51);
    List<Integer> painted =
        Provenance.pixels(outcome.result()).stream().map(PixelSet::position).toList();
    assertEquals(channels * slices, painted.stream().distinct().count());
    CompositeImage steps = (CompositeImage) outcome.steps();
    assertEquals(channels, steps.getNChannels());
    assertEquals(slices, steps.getNSlices(), "a run for each slice, not for each plane");
    JsonArray planes = Provenance.runs(outcome.result()).get(0).json().getAsJsonArray("planes");
    for (int c = 1; c <= channels; c++) {
      LUT shown = steps.getChannelLut(c);
      assertEquals(range(planes, c).min(), shown.min);
      assertEquals(range(planes, c).max(), shown.max);
      assertArrayEquals(source.getChannelLut(c).getBytes(), shown.getBytes());
      LUT kept = ((CompositeImage) outcome.result()).getChannelLut(c);
      assertEquals(source.getChannelLut(c).max, kept.max);
      for (int z = 1; z <= slices; z++) {
        int index = steps.getStackIndex(c, z, 4);
        float last = steps.getStack().getProcessor(index).getf(HOLE.x + 3, HOLE.y + 3);
        int plane = source.getStackIndex(c, z, 1);
        float written = value(outcome.result(), plane, HOLE.x + 3, HOLE.y + 3);
        assertEquals(written, last, bits == 32 ? 0 : 0.51);
      }
    }
  }

  @Test
  void oneChannelIsFilledAsAlone() {
    CompositeImage source = image(3, 1, 16);
    source.setPosition(2, 1, 1);
    Request one = JOINED.with("channels", "");
    ImagePlus joined = Runs.inpaint(source, one, Monitor.SILENT).result();
    ImagePlus alone =
        Runs.inpaint(source, one.with("model", "Test: mean"), Monitor.SILENT).result();
    assertSame(alone, joined, "one channel");
    assertEquals(1, Provenance.pixels(joined).size());
    assertSame(
        Runs.inpaint(source, JOINED.with("channels", "2"), Monitor.SILENT).result(), joined, "2");
  }

  /** A mask of one channel never changes another. */
  @Test
  void channelsWithOtherMasksAreFilledByThemselves() {
    CompositeImage source = image(3, 1, 8);
    source.deleteRoi();
    Roi second = new Roi(HOLE);
    second.setPosition(2, 1, 1);
    source.setOverlay(new Overlay(second));
    Request request = JOINED.with("mask", "Overlay");
    ImagePlus result = Runs.inpaint(source, request, monitor).result();
    assertEquals(List.of(2), Provenance.pixels(result).stream().map(PixelSet::position).toList());
    assertEquals(List.of(2), differing(source, result));
    assertEquals(
        List.of(
            "The mask marks 1 of the 3 planes named of 'cells.tif'; the others stay as they are."),
        said);
    // the first and third channel share a mask, the second has another: each is filled alone
    Roi first = new Roi(4, 4, 6, 6);
    first.setPosition(1, 1, 1);
    Roi third = new Roi(4, 4, 6, 6);
    third.setPosition(3, 1, 1);
    source.getOverlay().add(first);
    source.getOverlay().add(third);
    said.clear();
    ImagePlus apart = Runs.inpaint(source, request, monitor).result();
    ImagePlus alone =
        Runs.inpaint(source, request.with("model", "Test: mean"), Monitor.SILENT).result();
    assertSame(alone, apart, "by themselves");
    assertEquals(1, said.size());
    assertTrue(said.get(0).contains("differ in their masks"), said.get(0));
    // two of two with the same mask of their own are together
    Request two = request.with("channels", "1,3").with("stream", true);
    said.clear();
    assertEquals(2, Runs.inpaint(source, two, monitor).steps().getNChannels());
    assertEquals(List.of(), said);
  }

  @Test
  void replacedChannelsAreUndoneTogether() {
    CompositeImage source = image(3, 2, 16);
    CompositeImage before = (CompositeImage) source.duplicate();
    Request request = JOINED.with("slices", "2").with("output", "Replace");
    Runs.inpaint(source, request, Monitor.SILENT);
    assertEquals(List.of(4, 5, 6), differing(before, source));
    ij.WindowManager.setTempCurrentImage(source);
    Undo.undo();
    ij.WindowManager.setTempCurrentImage(null);
    assertSame(before, source, "undone");
  }

  @Test
  void candidatesHoldAllChannels() {
    CompositeImage source = image(2, 1, 8);
    Request request = JOINED.with("samples", 2).with("stream", true);
    Outcome outcome = Runs.inpaint(source, request, Monitor.SILENT);
    ImagePlus result = outcome.result();
    assertEquals(4, result.getStackSize());
    for (int s = 1; s <= 4; s++) {
      assertTrue(result.getStack().getSliceLabel(s).startsWith("seed="), "plane " + s);
    }
    assertEquals(2, outcome.steps().getNSlices());
    assertEquals(
        List.of(1, 2, 3, 4), Provenance.pixels(result).stream().map(PixelSet::position).toList());
  }

  /** ImageJ keeps nothing that is written to a virtual stack. */
  @Test
  void virtualStacksAreReadAndRefusedInPlace() {
    CompositeImage kept = image(2, 2, 16);
    ij.VirtualStack planes =
        new ij.VirtualStack(W, H, 4) {
          @Override
          public ImageProcessor getProcessor(int n) {
            return kept.getStack().getProcessor(n).duplicate();
          }

          @Override
          public int getBitDepth() {
            return 16;
          }
        };
    ImagePlus source = new ImagePlus("virtual.tif", planes);
    source.setDimensions(2, 2, 1);
    source.setOpenAsHyperStack(true);
    source.setRoi(new Roi(HOLE));
    Request request = JOINED.with("slices", "all");
    ImagePlus expected = Runs.inpaint(kept, request, Monitor.SILENT).result();
    assertSame(expected, Runs.inpaint(source, request, Monitor.SILENT).result(), "same");
    assertThrows(
        BadInput.class,
        () -> Runs.inpaint(source, request.with("output", "Replace"), Monitor.SILENT));
  }

  /** Models that do not join go on as before: each plane is a run of its own. */
  @Test
  void otherModelsFillChannelsApart() {
    CompositeImage source = image(2, 1, 8);
    Request request =
        JOINED.with("model", TinyModels.folder("pixel").toString()).with("stream", true);
    Outcome outcome = Runs.inpaint(source, request, Monitor.SILENT);
    assertEquals(1, outcome.steps().getNChannels());
    assertEquals(2, outcome.steps().getNSlices());
    assertFalse(outcome.steps().getProp(ResumableStack.PROPERTY).contains("joined"));
  }

  /** A hyperstack without colours of its own. */
  @Test
  void plainHyperstacksAreJoinedAndStayPlain() {
    ImageStack planes = new ImageStack(W, H);
    for (int s = 1; s <= 2; s++) {
      planes.addSlice(image(2, 1, 8).getStack().getProcessor(s));
    }
    ImagePlus source = new ImagePlus("plain.tif", planes);
    source.setDimensions(2, 1, 1);
    source.setRoi(new Roi(HOLE));
    Outcome outcome = Runs.inpaint(source, JOINED.with("stream", true), Monitor.SILENT);
    check(source, outcome.result(), 0.51);
    assertFalse(outcome.result().isComposite());
    assertEquals(CompositeImage.GRAYSCALE, outcome.steps().getDisplayMode());
  }

  @Test
  void aLargerCanvasIsPaintedInAllChannels() {
    CompositeImage source = image(3, 2, 16);
    Request grown = JOINED.with("expand", "4,0,6,0").with("channels", "").with("stream", true);
    Outcome outcome = Runs.inpaint(source, grown, Monitor.SILENT);
    ImagePlus result = outcome.result();
    assertEquals(W + 10, result.getWidth());
    assertEquals(3, outcome.steps().getNChannels());
    assertEquals(2, outcome.steps().getNSlices());
    for (int s = 1; s <= 6; s++) {
      for (int i = 0; i < W * H; i++) {
        assertEquals(value(source, s, i % W, i / W), value(result, s, i % W + 4, i / W));
      }
      assertEquals(10 * H, Provenance.pixels(result).get(s - 1).size());
    }
  }
}
