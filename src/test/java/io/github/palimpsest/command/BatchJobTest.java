package io.github.palimpsest.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.io.OpenDialog;
import ij.measure.Calibration;
import io.github.palimpsest.batch.BatchRequest;
import io.github.palimpsest.batch.BatchRun;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.command.input.CommandInputs;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scijava.command.CommandInfo;

/** One reading of the keys of a batch. */
class BatchJobTest {
  private static final List<Param> KEYS =
      CommandInputs.keys(new CommandInfo(BatchInpaintCommand.class));

  /** Everything that decides pixels, and nothing that opens a window or writes into a file. */
  @Test
  void takesTheKeysOfInpaintButThoseOfOneImage() {
    Set<Param> expected = new HashSet<>(CommandInputs.keys(new CommandInfo(InpaintCommand.class)));
    expected.removeAll(
        List.of(Param.MASK, Param.OUTPUT, Param.STREAM, Param.LATENTS, Param.SOURCES));
    expected.addAll(
        List.of(
            Param.INPUT, Param.FOLDER, Param.INCLUDE, Param.MASKS, Param.THRESHOLD, Param.WORKERS));
    assertEquals(expected, Set.copyOf(KEYS));
    assertEquals(KEYS.size(), Set.copyOf(KEYS).size());
  }

  @Test
  void readsALineAsAMacroDoes() {
    BatchJob job =
        BatchJob.of(
            "in",
            "out",
            "prompt=[guidance=9 inside] masks=[my masks] include=[a b*.tif] guess workers=2");
    BatchRequest request = job.request();
    assertEquals(2, job.workers());
    assertEquals(Path.of("in").toAbsolutePath(), request.input());
    assertEquals(Path.of("out").toAbsolutePath(), request.output());
    assertEquals(Path.of("my masks").toAbsolutePath().toString(), request.masks());
    assertEquals("a b*.tif", request.include());
    assertEquals(Request.of("prompt", "guidance=9 inside", "guess", true), request.values());
    assertEquals(request, BatchRequest.fromJson(request.toJson()));
  }

  /** What has its default is as if it were not written: the results are the same bytes. */
  @Test
  void defaultsAreNotValues() {
    BatchJob plain = BatchJob.of("in", "out", "");
    assertEquals(BatchRun.AUTO, plain.workers());
    assertEquals("Selection", plain.request().masks());
    assertEquals(Request.defaults(), plain.request().values());
    String written =
        "steps=Auto seed=0 range=Auto masks=selection grow=0.0 guess=false workers=auto";
    assertEquals(plain, BatchJob.of("in", "out", written));
  }

  @Test
  void refusesWhatABatchDoesNotTake() {
    assertTrue(refused("stream").startsWith("Unknown key stream; "));
    assertTrue(refused("mask=Overlay").equals("Unknown key mask; did you mean masks?"));
    assertEquals("output must be given once; it stands before the keys.", refused("output=New"));
    assertEquals("steps (2000) must lie between 1 and 1000.", refused("steps=2000"));
    assertTrue(refused("prompt=[open").contains("close the bracket"));
    assertEquals("model must have a value; write model=…", refused("model"));
    assertEquals("workers (0) must lie between 1 and 256.", refused("workers=0"));
    BadInput none = assertThrows(BadInput.class, () -> BatchJob.of("", "out", ""));
    assertEquals("input must be given: name a folder.", none.getMessage());
  }

  private static String refused(String keys) {
    return assertThrows(BadInput.class, () -> BatchJob.of("in", "out", keys)).getMessage();
  }

  /** As {@code open("field.tif")}: from where something was opened last. */
  @Test
  void aMacroMeansFoldersBesideItsImages() {
    String before = OpenDialog.getDefaultDirectory();
    OpenDialog.setDefaultDirectory("/data/");
    try {
      Request values = Request.of("input", "in", "output", "/out", "masks", "Overlay");
      BatchRequest request = BatchJob.of(values, BatchJob::asOpened).request();
      assertEquals(Path.of("/data/in"), request.input());
      assertEquals(Path.of("/out"), request.output());
      assertEquals("Overlay", request.masks());
    } finally {
      OpenDialog.setDefaultDirectory(before);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Otsu dark", "20,90", "Li", "0.5, 1e3"})
  void aThresholdMayStandForItsMasks(String threshold) {
    Request keys = Request.of("input", "/in", "output", "/out");
    BatchRequest whole = request(keys.with("masks", "Threshold").with("threshold", threshold));
    assertEquals(whole, request(keys.with("threshold", threshold)));
    assertEquals(whole, request(keys.with("masks", threshold)));
    assertEquals(whole, BatchJob.of("/in", "/out", "masks=[" + threshold + "]").request());
    assertEquals("Threshold", whole.masks());
    assertEquals(threshold, whole.values().text(Param.THRESHOLD));
    // a selection that is asked for is not passed over
    assertEquals(
        "Selection", request(keys.with("masks", "Selection").with("threshold", threshold)).masks());
  }

  @Test
  void aFolderNamedAsAThresholdIsOne(@TempDir Path folder) throws IOException {
    Path li = Files.createDirectory(folder.resolve("Li"));
    Request keys = Request.of("input", "/in", "output", "/out", "masks", li.toString());
    assertEquals(li.toString(), request(keys).masks());
    UnaryOperator<String> here = path -> folder.resolve(path).toString();
    assertEquals(li.toString(), BatchJob.of(keys.with("masks", "Li"), here).request().masks());
  }

  private static BatchRequest request(Request keys) {
    return BatchJob.of(keys, UnaryOperator.identity()).request();
  }

  @Test
  void aThresholdActsWithItsMasksOnly() {
    BatchInpaintCommand command = new BatchInpaintCommand();
    assertFalse(command.acts(Param.THRESHOLD, Request.defaults()));
    assertTrue(command.acts(Param.THRESHOLD, Request.of("masks", "threshold")));
    assertTrue(command.acts(Param.GROW, Request.defaults()));
  }

  /** With it on, ImageJ forgets the scale of each file as it reads it. */
  @Test
  void refusesAGlobalScale() {
    Calibration global = new Calibration();
    global.pixelWidth = 0.5;
    global.setUnit("mm");
    try {
      new ImagePlus().setGlobalCalibration(global);
      assertEquals(
          "ImageJ's global scale (0.5000 mm a pixel) would take the place of each image's own:"
              + " untick Global in Analyze > Set Scale, and start the batch again.",
          refused(""));
    } finally {
      new ImagePlus().setGlobalCalibration(null);
    }
  }
}
