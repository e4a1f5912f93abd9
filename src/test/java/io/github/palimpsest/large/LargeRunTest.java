package io.github.palimpsest.large;

import static io.github.palimpsest.large.LargeFiles.H;
import static io.github.palimpsest.large.LargeFiles.W;
import static io.github.palimpsest.large.LargeFiles.holes;
import static io.github.palimpsest.large.LargeFiles.open;
import static io.github.palimpsest.large.LargeFiles.samePixels;
import static io.github.palimpsest.large.LargeFiles.save;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import ij.IJ;
import ij.ImagePlus;
import ij.macro.Interpreter;
import ij.process.ImageProcessor;
import io.github.palimpsest.batch.BatchRun;
import io.github.palimpsest.batch.BatchSummary;
import io.github.palimpsest.inpaint.monitor.QuietMonitor;
import io.github.palimpsest.record.PixelCheck;
import io.github.palimpsest.record.PixelState;
import io.github.palimpsest.request.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TIFF files from file to file: what comes out, and what is refused. */
class LargeRunTest {
  @TempDir static Path models;
  private static String model;

  @TempDir Path folder;
  private LargeFiles files;
  private Request values;

  @BeforeAll
  static void model() throws Exception {
    model = LargeFiles.quickModel(models);
  }

  @BeforeEach
  void begin() {
    files = new LargeFiles(folder);
    values = Request.of("model", model, "steps", 1, "seed", 3L, "range", "0,5000");
    Interpreter.batchMode = true;
  }

  @AfterEach
  void close() {
    Interpreter.batchMode = false;
  }

  @Test
  void paintsWhatTheCommandPaintsWithTheBundledModel() throws Exception {
    ImagePlus image = files.image("16-bit", 2, 2, 1);
    ImagePlus mask = files.mask(2);
    Request sampling =
        values
            .with("model", LargeFiles.modelOfSmallTiles(folder))
            .with("grow", 2)
            .with("feather", 3);
    BatchSummary summary = files.run(sampling);
    assertEquals(2, summary.done());
    assertEquals(0, summary.failed());
    assertEquals(folder.resolve("out.tif.report.csv"), summary.report());

    // without keys every plane that the mask, which has planes of its own, marks
    ImagePlus made = open(files.output);
    samePixels(
        files.bySingleCommand(mask, sampling.with("channels", "all").with("slices", "all")),
        made,
        "bundled");
    assertArrayEquals(image.getDimensions(), made.getDimensions());
    assertFalse(Files.exists(folder.resolve("out.tif.pieces.part")));
  }

  @Test
  void aMaskOfOnePlaneIsOfTheFirst() {
    files.image("8-bit", 2, 1, 2);
    files.mask(1);
    assertEquals(1, files.run(values).done());
    samePixels(files.bySingleCommand(holes(1), values), open(files.output), "first");
    Request second = values.with("channels", "2").with("frames", "all");
    assertEquals(2, files.run(second).done());
    samePixels(files.bySingleCommand(holes(1), second), open(files.output), "second");
  }

  @Test
  void theRecordTellsItAll() {
    files.image("16-bit", 1, 2, 1);
    files.mask(2);
    files.run(values);
    PixelCheck check = new PixelCheck(open(files.output));
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
    files.input = files.output;
    files.output = folder.resolve("again.tif");
    files.run(values.with("seed", 4L));
    PixelCheck both = new PixelCheck(open(files.output));
    assertEquals(2, both.runs().size());
    both.sets(1).forEach(set -> assertEquals(PixelState.UNCHANGED, both.state(1, set)));
  }

  @Test
  void refusesInOneSentence() {
    files.image("8-bit", 1, 1, 1);
    files.mask(1);
    files.refused("samples (2) must be 1", values.with("samples", 2));
    files.refused("stream cannot be shown", values.with("stream", true));
    files.refused("expand (", values.with("expand", "1,1,1,1"));
    files.refused("threshold (Otsu)", values.with("threshold", "Otsu"));
    files.refused("control (holes.tif) must be kinds", values.with("control", "holes.tif"));
    Path there = files.output;
    files.output = files.input;
    files.refused("output (", values);
    files.output = there;
    files.masks = Path.of("Selection");
    files.refused("masks (Selection) must name a label image", values);
    files.masks = folder.resolve("none.tif");
    files.refused("masks (", values);
    files.masks = folder.resolve("other.tif");
    save(IJ.createImage("other.tif", "8-bit white", 30, 20, 1), files.masks);
    files.refused("30 x 20) must have the size of 'cells.tif'", values);
    assertFalse(Files.exists(folder.resolve("out.tif.pieces.part")));
  }

  /** A name so long that nothing can be put behind it. */
  @Test
  void anOutputMayHaveTheLongestName() throws IOException {
    files.output = folder.resolve("x".repeat(251) + ".tif");
    files.image("8-bit", 1, 1, 1);
    files.mask(1);
    assertEquals(1, files.run(values).done());
    assertEquals(1, files.run(values).skipped());
    try (Stream<Path> all = Files.list(folder)) {
      // image, mask, result, report, note
      assertEquals(5, all.count());
    }
  }

  @Test
  void anEmptyMaskMakesNothing() {
    files.image("8-bit", 1, 1, 1);
    save(IJ.createImage("holes.tif", "8-bit black", W, H, 1), files.masks);
    BatchSummary summary = LargeFiles.run(files.request(values), BatchRun.AUTO, new QuietMonitor());
    assertEquals(1, summary.skipped());
    assertFalse(Files.exists(files.output));
  }
}
