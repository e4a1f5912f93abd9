package io.github.palimpsest.large;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.io.FileSaver;
import ij.io.Opener;
import ij.macro.Interpreter;
import ij.process.ImageProcessor;
import io.github.palimpsest.batch.BatchRequest;
import io.github.palimpsest.batch.BatchRun;
import io.github.palimpsest.batch.BatchSummary;
import io.github.palimpsest.batch.RefusedPart;
import io.github.palimpsest.batch.TaskResult;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.check.Cancelled;
import io.github.palimpsest.inpaint.Runs;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.inpaint.monitor.QuietMonitor;
import io.github.palimpsest.record.PixelCheck;
import io.github.palimpsest.record.PixelState;
import io.github.palimpsest.request.Request;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TIFF files from file to file, piece by piece, beside the command on the same image in memory. */
public class LargeRunTest {
  private static final int W = 160;
  private static final int H = 110;

  @TempDir static Path models;
  private static String model;

  @TempDir Path folder;
  private Path input;
  private Path masks;
  private Path output;
  private Request values;

  @BeforeAll
  static void smallTiles() throws Exception {
    model = modelOfSmallTiles(models);
  }

  @BeforeEach
  void begin() {
    input = folder.resolve("cells.tif");
    masks = folder.resolve("holes.tif");
    output = folder.resolve("out.tif");
    values = Request.of("model", model, "steps", 1, "seed", 3L, "range", "0,5000");
    Interpreter.batchMode = true;
  }

  @AfterEach
  void close() {
    Interpreter.batchMode = false;
  }

  /** The bundled model, with tiles so small that a small image has several. */
  public static String modelOfSmallTiles(Path folder) throws Exception {
    URI bundled =
        Objects.requireNonNull(
                LargeRunTest.class.getResource("/palimpsest-models/micrographs/palimpsest.json"))
            .toURI();
    Path from = Path.of(bundled).getParent();
    Path to = folder.resolve("small tiles");
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
    Path card = to.resolve("palimpsest.json");
    Files.writeString(
        card, Files.readString(card).replaceAll("(\"tile[a-z_]*\": )\\d+", "$1" + 64));
    return to.toString();
  }

  private static ImagePlus hyperstack(String type, int c, int z, int t) {
    ImagePlus imp = IJ.createImage("cells.tif", type, W, H, c * z * t);
    imp.setDimensions(c, z, t);
    imp.setOpenAsHyperStack(true);
    Random random = new Random(5);
    for (int s = 1; s <= c * z * t; s++) {
      ImageProcessor ip = imp.getStack().getProcessor(s);
      for (int i = 0; i < W * H; i++) {
        double v = 60 + 50 * Math.sin(i % W / 7.0 + s) * Math.cos(i / W / 9.0) + random.nextInt(9);
        if (imp.getBitDepth() == 24) {
          int g = (int) v;
          ip.set(i, g << 16 | (g + 20) << 8 | (200 - g));
        } else {
          ip.setf(i, (float) (imp.getBitDepth() == 8 ? v : v * 30));
        }
      }
    }
    return imp;
  }

  /** Holes far from each other; none in the first of several planes. */
  private static ImagePlus holes(int planes) {
    ImagePlus imp = IJ.createImage("holes.tif", "16-bit black", W, H, planes);
    for (int s = planes == 1 ? 1 : 2; s <= planes; s++) {
      ImageProcessor ip = imp.getStack().getProcessor(s);
      ip.setValue(s);
      ip.fill(new ij.gui.OvalRoi(20 + s, 30, 15, 12));
      ip.setValue(7 + s);
      ip.fill(new ij.gui.OvalRoi(130, 20, 20, 24));
      ip.setValue(900);
      ip.fill(new ij.gui.OvalRoi(70, 90 + s, 12, 9));
    }
    return imp;
  }

  private static void save(ImagePlus imp, Path path) {
    FileSaver saver = new FileSaver(imp);
    assertTrue(
        imp.getStackSize() > 1
            ? saver.saveAsTiffStack(path.toString())
            : saver.saveAsTiff(path.toString()));
  }

  private BatchRequest request(Request sampling) {
    return new BatchRequest(input, output, "", masks.toString(), sampling);
  }

  private BatchSummary run(Request sampling) {
    return run(request(sampling), 2, Monitor.SILENT);
  }

  /** The whole of it, in this process. */
  public static BatchSummary run(BatchRequest request, int workers, Monitor monitor) {
    try (LargeJob job = LargeJob.begin(request, monitor)) {
      return BatchRun.run(job, workers, monitor);
    }
  }

  private static ImagePlus open(Path path) {
    return new Opener().openImage(path.toString());
  }

  private static Object pixels(ImagePlus imp, int position) {
    return imp.getStack().getProcessor(position).getPixels();
  }

  private ImagePlus bySingleCommand(ImagePlus image, ImagePlus mask, Request sampling) {
    Interpreter.addBatchModeImage(mask);
    try {
      return Runs.inpaint(image, sampling.with("mask", mask.getTitle()), Monitor.SILENT).result();
    } finally {
      Interpreter.removeBatchModeImage(mask);
    }
  }

  private static void samePixels(ImagePlus expected, ImagePlus actual) {
    assertEquals(expected.getStackSize(), actual.getStackSize());
    assertEquals(expected.getBitDepth(), actual.getBitDepth());
    for (int s = 1; s <= expected.getStackSize(); s++) {
      Object p = pixels(expected, s);
      Object q = pixels(actual, s);
      switch (expected.getBitDepth()) {
        case 8 -> assertArrayEquals((byte[]) p, (byte[]) q, "plane " + s);
        case 16 -> assertArrayEquals((short[]) p, (short[]) q, "plane " + s);
        case 24 -> assertArrayEquals((int[]) p, (int[]) q, "plane " + s);
        default -> assertArrayEquals((float[]) p, (float[]) q, "plane " + s);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"8-bit", "16-bit", "32-bit"})
  void paintsWhatTheCommandPaints(String type) {
    ImagePlus image = hyperstack(type, 2, 2, 1);
    ImagePlus mask = holes(2);
    save(image, input);
    save(mask, masks);
    Request sampling = type.equals("8-bit") ? values.with("range", "Auto") : values;
    BatchSummary summary = run(sampling.with("grow", 2).with("feather", 3));
    assertEquals(2, summary.done());
    assertEquals(0, summary.failed());
    assertEquals(folder.resolve("out.tif.report.csv"), summary.report());

    // without keys every plane that the mask, which has planes of its own, marks
    ImagePlus expected =
        bySingleCommand(
            open(input),
            mask,
            sampling
                .with("grow", 2)
                .with("feather", 3)
                .with("channels", "all")
                .with("slices", "all"));
    ImagePlus made = open(output);
    samePixels(expected, made);
    assertArrayEquals(image.getDimensions(), made.getDimensions());
    assertFalse(Files.exists(folder.resolve("out.tif.pieces.part")));
  }

  @Test
  void aMaskOfOnePlaneIsOfTheFirst() {
    ImagePlus image = hyperstack("8-bit", 2, 1, 2);
    save(image, input);
    save(holes(1), masks);
    assertEquals(1, run(values).done());
    samePixels(bySingleCommand(open(input), holes(1), values), open(output));
    Request second = values.with("channels", "2").with("frames", "all");
    assertEquals(2, run(second).done());
    samePixels(bySingleCommand(open(input), holes(1), second), open(output));
  }

  @Test
  void theRecordTellsItAll() {
    save(hyperstack("16-bit", 1, 2, 1), input);
    save(holes(2), masks);
    run(values);
    ImagePlus made = open(output);
    PixelCheck check = new PixelCheck(made);
    assertEquals(1, check.runs().size());
    assertEquals(
        "Batch Diffusion Inpaint...", check.runs().get(0).json().get("command").getAsString());
    int marked = 0;
    ImageProcessor mask = holes(2).getStack().getProcessor(2);
    for (var set : check.sets(0)) {
      assertEquals(PixelState.UNCHANGED, check.state(0, set));
      assertEquals(2, set.position());
      marked += set.size();
    }
    int expected = 0;
    for (int i = 0; i < W * H; i++) {
      expected += mask.get(i) > 0 ? 1 : 0;
    }
    assertEquals(expected, marked);

    // a second run adds its own
    Path first = output;
    input = first;
    output = folder.resolve("again.tif");
    run(values.with("seed", 4L));
    PixelCheck both = new PixelCheck(open(output));
    assertEquals(2, both.runs().size());
    both.sets(1).forEach(set -> assertEquals(PixelState.UNCHANGED, both.state(1, set)));
  }

  @Test
  void doesAgainOnlyWhatHasChanged() throws IOException {
    save(hyperstack("8-bit", 1, 1, 1), input);
    save(holes(1), masks);
    assertEquals(1, run(values).done());
    byte[] made = Files.readAllBytes(output);
    BatchSummary again = run(values);
    assertEquals(1, again.skipped());
    assertEquals(0, again.done());
    assertEquals(1, run(values.with("seed", 4L)).done());
    assertFalse(java.util.Arrays.equals(made, Files.readAllBytes(output)));
    // and the same bytes as the first time
    assertEquals(1, run(values).done());
    assertArrayEquals(made, Files.readAllBytes(output));
  }

  @Test
  void overwritesNothingOfTheUsers() throws IOException {
    save(hyperstack("8-bit", 1, 1, 1), input);
    save(holes(1), masks);
    save(holes(1), output);
    byte[] own = Files.readAllBytes(output);
    assertEquals(1, run(values).failed());
    assertArrayEquals(own, Files.readAllBytes(output));
    assertArrayEquals(
        new String[] {"cells.tif", "holes.tif", "out.tif"},
        Stream.of(folder.toFile().list()).filter(n -> !n.endsWith(".csv")).sorted().toArray());
  }

  @Test
  void stoppedItGoesOnWhereItWas() throws IOException {
    save(hyperstack("8-bit", 1, 2, 1), input);
    save(holes(2), masks);
    run(values);
    byte[] undisturbed = Files.readAllBytes(output);
    Files.delete(output);

    // stops after the first piece
    Monitor.Cancellable monitor =
        new Monitor.Cancellable() {
          @Override
          public void status(String words) {
            if (words.startsWith("Batch: 1/")) {
              stop();
            }
          }

          @Override
          public void progress(double fraction) {
            // only words count here
          }

          @Override
          public void warn(String sentence) {
            // nothing to warn of
          }

          @Override
          public void opened(ImagePlus stack) {
            // none is
          }
        };
    assertThrows(Cancelled.class, () -> run(request(values), 1, monitor));
    assertFalse(Files.exists(output));
    File[] kept = folder.resolve("out.tif.pieces.part").toFile().listFiles();
    List<String> patches =
        Stream.of(kept).map(File::getName).filter(n -> n.endsWith(".patch")).toList();
    assertEquals(1, patches.size());

    Path patch = folder.resolve("out.tif.pieces.part").resolve(patches.get(0));
    Object written = Files.getAttribute(patch, "unix:ino");
    try (LargeJob job = LargeJob.begin(request(values), Monitor.SILENT)) {
      assertEquals(job.plan().tasks().size() - 1, job.tasks().size());
      assertEquals(written, Files.getAttribute(patch, "unix:ino"));
    }
    run(values);
    assertArrayEquals(undisturbed, Files.readAllBytes(output));
  }

  @Test
  void refusesADamagedPatch() throws Exception {
    save(hyperstack("8-bit", 1, 1, 1), input);
    save(holes(1), masks);
    try (LargeJob job = LargeJob.begin(request(values), Monitor.SILENT);
        LargeWork work = job.plan().open(Monitor.SILENT)) {
      LargeTask task = job.tasks().get(0);
      TaskResult made = work.run(task, Monitor.SILENT);
      assertEquals(made.report(), job.take(task, made, true));
      Path patch = Path.of(made.part().path());
      byte[] bytes = Files.readAllBytes(patch);
      bytes[bytes.length / 2] ^= 1;
      Files.write(patch, bytes);
      assertThrows(RefusedPart.class, () -> job.take(task, made, true));
      TaskResult none = TaskResult.only(made.report());
      assertThrows(RefusedPart.class, () -> job.take(task, none, false));
      assertEquals(task, job.tasks().get(0));
      job.failed(task, "It failed.");
      BatchSummary summary = job.finish(Monitor.SILENT);
      assertEquals(1, summary.failed());
      assertEquals(2, summary.exitStatus());
      assertFalse(Files.exists(output));
    }
  }

  @Test
  void refusesASourceThatChangesMeanwhile() throws Exception {
    save(hyperstack("8-bit", 1, 1, 1), input);
    save(holes(1), masks);
    try (LargeJob job = LargeJob.begin(request(values), Monitor.SILENT);
        LargeWork work = job.plan().open(Monitor.SILENT)) {
      for (LargeTask task : job.tasks()) {
        job.take(task, work.run(task, Monitor.SILENT), false);
      }
      Files.setLastModifiedTime(masks, java.nio.file.attribute.FileTime.fromMillis(1));
      BatchSummary summary = job.finish(Monitor.SILENT);
      assertEquals(1, summary.failed());
      assertTrue(summary.failures().get(0).message().contains("changed meanwhile"));
      assertFalse(Files.exists(output));
    }
    // what was made of the old mask does not count
    try (LargeJob job = LargeJob.begin(request(values), Monitor.SILENT)) {
      assertEquals(job.plan().tasks().size(), job.tasks().size());
    }
  }

  @Test
  void refusesInOneSentence() {
    save(hyperstack("8-bit", 1, 1, 1), input);
    save(holes(1), masks);
    refused("samples (2) must be 1", values.with("samples", 2));
    refused("stream cannot be shown", values.with("stream", true));
    refused("expand (", values.with("expand", "1,1,1,1"));
    Path there = output;
    output = input;
    refused("output (", values);
    output = there;
    masks = Path.of("Selection");
    refused("masks (Selection) must name a label image", values);
    masks = folder.resolve("none.tif");
    refused("masks (", values);
    masks = folder.resolve("other.tif");
    save(IJ.createImage("other.tif", "8-bit white", 30, 20, 1), masks);
    refused("30 x 20) must have the size of 'cells.tif'", values);
    assertFalse(Files.exists(folder.resolve("out.tif.pieces.part")));
  }

  private void refused(String words, Request sampling) {
    BadInput refusal = assertThrows(BadInput.class, () -> run(sampling));
    assertTrue(refusal.getMessage().contains(words), refusal.getMessage());
  }

  /** A name so long that nothing can be put behind it. */
  @Test
  void anOutputMayHaveTheLongestName() throws IOException {
    output = folder.resolve("x".repeat(251) + ".tif");
    save(hyperstack("8-bit", 1, 1, 1), input);
    save(holes(1), masks);
    assertEquals(1, run(values).done());
    assertEquals(1, run(values).skipped());
    try (Stream<Path> all = Files.list(folder)) {
      assertEquals(4, all.count());
    }
  }

  @Test
  void anEmptyMaskMakesNothing() {
    save(hyperstack("8-bit", 1, 1, 1), input);
    save(IJ.createImage("holes.tif", "8-bit black", W, H, 1), masks);
    BatchSummary summary = run(request(values), BatchRun.AUTO, new QuietMonitor());
    assertEquals(1, summary.skipped());
    assertFalse(Files.exists(output));
  }
}
