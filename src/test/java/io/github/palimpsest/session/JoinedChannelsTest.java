package io.github.palimpsest.session;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.Undo;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.io.FileSaver;
import ij.io.Opener;
import ij.process.ImageProcessor;
import ij.process.LUT;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.image.IntensityRange;
import io.github.palimpsest.image.PreviewOverlay;
import io.github.palimpsest.inpaint.Outcome;
import io.github.palimpsest.inpaint.PreparedRun;
import io.github.palimpsest.inpaint.PreviewRunner;
import io.github.palimpsest.inpaint.PreviewRunner.Preview;
import io.github.palimpsest.inpaint.Runs;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.inpaint.monitor.QuietMonitor;
import io.github.palimpsest.model.TinyModels;
import io.github.palimpsest.record.PixelSet;
import io.github.palimpsest.record.Provenance;
import io.github.palimpsest.record.ResumableStack;
import io.github.palimpsest.request.Request;
import java.awt.Color;
import java.awt.Rectangle;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Channels that a model fills together: it fills each with the mean of the next one. */
class JoinedChannelsTest {
  private static final int W = 40;
  private static final int H = 32;
  private static final Rectangle HOLE = new Rectangle(14, 10, 9, 8);
  private static final Request JOINED =
      Request.of("model", "Test: mean of next", "context", "Whole image", "steps", 3, "seed", 7L)
          .with("channels", "all");

  @TempDir Path folder;

  private final List<String> said = new ArrayList<>();
  private final Monitor monitor =
      new QuietMonitor() {
        @Override
        public void warn(String sentence) {
          said.add(sentence);
        }
      };

  /** Channels of other brightness, in colours, with a selection. */
  private static CompositeImage image(int channels, int slices, int bits) {
    ImagePlus plain = IJ.createHyperStack("cells.tif", W, H, channels, slices, 1, bits);
    Random random = new Random(3);
    double largest = bits == 8 ? 250 : bits == 16 ? 60000 : 7;
    for (int s = 1; s <= channels * slices; s++) {
      ImageProcessor ip = plain.getStack().getProcessor(s);
      for (int i = 0; i < W * H; i++) {
        ip.setf(i, (float) (largest / (s + 1) * (0.5 + random.nextInt(100) / 200.0)));
      }
    }
    CompositeImage image = new CompositeImage(plain, CompositeImage.COMPOSITE);
    Color[] colours = {Color.CYAN, Color.MAGENTA, Color.YELLOW, Color.GREEN};
    for (int c = 1; c <= channels; c++) {
      LUT lut = LUT.createLutFromColor(colours[c - 1]);
      lut.min = largest / (4 * c);
      lut.max = largest / c;
      image.setChannelLut(lut, c);
    }
    image.setRoi(new Roi(HOLE));
    return image;
  }

  private static float value(ImagePlus image, int plane, int x, int y) {
    return image.getStack().getProcessor(plane).getf(x, y);
  }

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
    "3,2,32,Auto"
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
    Pictures.assertSame(alone, joined, "one channel");
    assertEquals(1, Provenance.pixels(joined).size());
    Pictures.assertSame(
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
    Pictures.assertSame(alone, apart, "by themselves");
    assertEquals(1, said.size());
    assertTrue(said.get(0).contains("differ in their masks"), said.get(0));
    // two of two with the same mask of their own are together
    Request two = request.with("channels", "1,3").with("stream", true);
    said.clear();
    assertEquals(2, Runs.inpaint(source, two, monitor).steps().getNChannels());
    assertEquals(List.of(), said);
  }

  private static List<Integer> differing(ImagePlus a, ImagePlus b) {
    List<Integer> planes = new ArrayList<>();
    for (int s = 1; s <= a.getStackSize(); s++) {
      Object before = a.getStack().getPixels(s);
      Object after = b.getStack().getPixels(s);
      if (!java.util.Objects.deepEquals(before, after)) {
        planes.add(s);
      }
    }
    return planes;
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
    Pictures.assertSame(before, source, "undone");
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
    Pictures.assertSame(expected, Runs.inpaint(source, request, Monitor.SILENT).result(), "same");
    assertThrows(
        BadInput.class,
        () -> Runs.inpaint(source, request.with("output", "Replace"), Monitor.SILENT));
  }

  private static void paint(ImagePlus stack, int channel, int k, float value) {
    stack.setPosition(channel, 1, k + 1);
    float[] pixels = (float[]) stack.getStack().getPixels(stack.getStackIndex(channel, 1, k + 1));
    for (int y = HOLE.y + 2; y < HOLE.y + 5; y++) {
      for (int x = HOLE.x + 2; x < HOLE.x + 6; x++) {
        pixels[y * W + x] = value;
      }
    }
  }

  private ImagePlus reopened(ImagePlus stack) {
    String file = folder.resolve(stack.getTitle() + ".tif").toString();
    assertTrue(new FileSaver(stack).saveAsTiffStack(file));
    return new Opener().openImage(file);
  }

  @Test
  void paintOnOneChannelActsThereAlone() {
    CompositeImage source = image(3, 2, 16);
    Request request = JOINED.with("latents", true);
    ImagePlus plain = Runs.inpaint(source, request, Monitor.SILENT).result();
    try (Session session = Session.start(source, request, Monitor.SILENT)) {
      session.step(2);
      assertEquals(3, session.stepStack().getNChannels());
      assertEquals(3, session.latentsStack().getNChannels());
      paint(session.stepStack(), 2, 1, 30000);
      assertEquals(12, session.paint().acting());
      assertTrue(session.inject(1));
      assertEquals(1, session.step());
      Session twin = session.branch(1);
      session.step(1);
      session.rewind(1);
      ImagePlus painted = session.finish().result();
      assertEquals(List.of(2), differing(plain, painted));
      assertEquals(30000, value(painted, 2, HOLE.x + 4, HOLE.y + 3), 1);
      Pictures.assertSame(painted, twin.finish().result(), "branch");
      // the record of the finished stack continues to the same bits, with the source and without
      ImagePlus saved = reopened(session.stepStack());
      for (boolean closed : new boolean[] {false, true}) {
        if (closed) {
          source.close();
        }
        saved.setPosition(1, 1, 3);
        try (Session again = Continuation.of(saved, 1, 9, Monitor.SILENT)) {
          assertEquals(2, again.step());
          ImagePlus rebuilt = again.finish().result();
          assertEquals(3, rebuilt.getNChannels());
          for (int c = 1; c <= 3; c++) {
            assertArrayEquals(
                (short[]) painted.getStack().getPixels(c),
                (short[]) rebuilt.getStack().getPixels(c),
                "channel " + c);
            assertEquals(
                session.stepStack().isComposite(), rebuilt.isComposite(), "colours are kept");
          }
        }
      }
      Session replayed = Session.replay(plainCopy(), session.log(), Monitor.SILENT);
      Pictures.assertSame(painted, replayed.finish().result(), "replay");
    }
  }

  private static ImagePlus plainCopy() {
    return image(3, 2, 16);
  }

  @Test
  void latentsOfAnyChannelCanBePaintedAndContinued() {
    CompositeImage source = image(2, 1, 32);
    Request request = JOINED.with("stream", true).with("latents", true);
    Outcome outcome = Runs.inpaint(source, request, Monitor.SILENT);
    ImagePlus latents = reopened(outcome.latents());
    latents.setPosition(2, 1, 4);
    try (Session session = Continuation.of(latents, 1, 9, Monitor.SILENT)) {
      Pictures.assertSame(outcome.result(), session.finish().result(), "as it was");
    }
    latents.setPosition(2, 1, 4);
    float[] x = (float[]) latents.getStack().getPixels(latents.getStackIndex(2, 1, 4));
    x[(HOLE.y + 1) * W + HOLE.x + 1] += 0.5f;
    try (Session session = Continuation.of(latents, 1, 9, Monitor.SILENT)) {
      assertEquals(List.of(2), differing(outcome.result(), session.finish().result()));
    }
  }

  @Test
  void aSessionTakesOneSliceAndItsMaskStaysTheSameInAllChannels() {
    CompositeImage source = image(2, 2, 8);
    String slices =
        assertThrows(
                BadInput.class,
                () -> Session.start(source, JOINED.with("slices", "all"), Monitor.SILENT))
            .getMessage();
    assertEquals(
        "channels, slices and frames name 4 planes with a mask, but a session paints one: name one"
            + " plane, or channels of one slice and frame with the same mask.",
        slices);
    try (Session session = Session.start(source, JOINED, Monitor.SILENT)) {
      session.step(1);
      source.setRoi(new Roi(12, 8, 14, 12));
      session.set("mask", "Selection");
      Roi first = new Roi(14, 10, 4, 4);
      first.setPosition(1, 1, 1);
      Roi both = new Roi(20, 14, 5, 5);
      source.setOverlay(new Overlay(first));
      source.getOverlay().add(both);
      String mask = assertThrows(BadInput.class, () -> session.set("mask", "Overlay")).getMessage();
      assertTrue(mask.contains("the same in all channels"), mask);
      ImagePlus result = session.finish().result();
      assertEquals(List.of(1, 2), differing(source, result));
      assertEquals(14 * 12, Provenance.pixels(result).get(1).size());
    }
  }

  @Test
  void recordsNameEveryChannelAndDamageIsRefused() {
    CompositeImage source = image(3, 1, 16);
    Outcome outcome = Runs.inpaint(source, JOINED.with("stream", true), Monitor.SILENT);
    String record = outcome.steps().getProp(ResumableStack.PROPERTY);
    assertTrue(
        record.matches(
            ".*\"position\":1,\"bits\":16,\"canvas\":\\[40,32\\],\"context\":\\[0,0,40,32\\],"
                + "\"range\":\\[[^\\]]*\\],\"joined\":\\[\\{\"position\":2,\"range\":\\[[^\\]]*\\]\\},"
                + "\\{\"position\":3,\"range\":\\[[^\\]]*\\]\\}\\],\"blank\":false.*"),
        record);
    source.close();
    for (String[] damage :
        new String[][] {
          {"\"joined\":[{\"position\":2", "\"joined\":[{\"position\":1", "joined.position"},
          {"\"joined\":[{\"position\":2", "\"joined\":[{\"position\":0", "joined.position"},
          {"\"joined\":[{\"position\":2", "\"gone\":[{\"position\":2", "source"}
        }) {
      outcome.steps().setProp(ResumableStack.PROPERTY, record.replace(damage[0], damage[1]));
      outcome.steps().setPosition(1, 1, 2);
      BadInput refused =
          assertThrows(
              BadInput.class, () -> Continuation.of(outcome.steps(), 1, 9, Monitor.SILENT));
      assertTrue(refused.getMessage().contains(damage[2]), refused.getMessage());
    }
  }

  @Test
  void aPreviewShowsAllChannelsAndAppliesThem() {
    CompositeImage source = image(3, 1, 16);
    CompositeImage before = image(3, 1, 16);
    ImagePlus expected = Runs.inpaint(source, JOINED, Monitor.SILENT).result();
    try (PreviewRunner runner = new PreviewRunner(Monitor.SILENT)) {
      PreparedRun prepared = runner.read(source, JOINED, work -> {});
      assertEquals(prepared, runner.read(source, JOINED, work -> {}));
      Preview preview = runner.paint(prepared, new Quiet());
      assertEquals(3, preview.edits().size());
      int shown =
          PreviewOverlay.of(source, preview.edits()).getProcessor().getPixel(4, 4) & 0xffffff;
      ImagePlus flat = expected.flatten();
      assertEquals(flat.getProcessor().getPixel(HOLE.x + 4, HOLE.y + 4) & 0xffffff, shown);
      runner.apply(preview, true);
      Pictures.assertSame(expected, source, "applied");
      // other channels are another model, loaded without being asked for
      Request two = JOINED.with("channels", "1,2");
      PreparedRun fewer = runner.read(before, two, work -> {});
      assertFalse(fewer.equals(prepared));
      assertEquals(2, runner.paint(fewer, new Quiet()).edits().size());
    }
  }

  private static final class Quiet implements PreviewRunner.Follower {
    @Override
    public boolean stepped(int step, int steps, double seconds) {
      return false;
    }

    @Override
    public void shown(Preview preview) {
      // the finished one is returned
    }
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
}
