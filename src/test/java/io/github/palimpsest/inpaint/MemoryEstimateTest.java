package io.github.palimpsest.inpaint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.check.Scarce;
import io.github.palimpsest.inpaint.input.MaskedPlane;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.inpaint.monitor.QuietMonitor;
import io.github.palimpsest.model.Model;
import io.github.palimpsest.model.Models;
import io.github.palimpsest.model.NetworkMemory;
import io.github.palimpsest.model.TinyModels;
import io.github.palimpsest.model.onnx.ModelFolder;
import io.github.palimpsest.model.onnx.OnnxModels;
import io.github.palimpsest.request.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MemoryEstimateTest {
  /** A copy of the bundled model, which no run of another test can hold at this moment. */
  @TempDir private static Path own;

  @BeforeAll
  static void copyModel() throws IOException {
    Path bundled = Path.of("src/main/resources/palimpsest-models/micrographs");
    try (Stream<Path> files = Files.walk(bundled)) {
      for (Path file : files.toList()) {
        Path to = own.resolve(bundled.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(to);
        } else {
          Files.copy(file, to);
        }
      }
    }
  }

  private static final class Words extends QuietMonitor {
    final List<String> said = new ArrayList<>();

    @Override
    public void status(String words) {
      said.add(words);
    }
  }

  @BeforeEach
  void idle() {
    OnnxModels.unloadIdle();
  }

  private static ImagePlus image(int side) {
    ImagePlus image = IJ.createImage("plain", "8-bit ramp", side, side, 1);
    image.setRoi(0, 0, side, side);
    return image;
  }

  private static String refusal(ImagePlus image, Request request) {
    Words words = new Words();
    BadInput e = assertThrows(BadInput.class, () -> Runs.inpaint(image, request, words));
    assertEquals(List.of("Loading the model"), words.said, "refused before anything starts");
    return e.getMessage();
  }

  /** Peaks over what the process had after loading, as measured on two computers' CPUs. */
  @ParameterizedTest
  @CsvSource({
    "micrographs, 512, 0, 419e6",
    "micrographs, 1024, 0, 1678e6",
    "micrographs, 1024, 1, 2709e6",
    "sd, 512, 0, 688e6",
    "sd, 768, 0, 2840e6"
  })
  void theLawsAreWhatWasMeasured(String model, int side, int controls, double measured) {
    Model folder = Models.find(model.equals("sd") ? TinyModels.folder("sd").toString() : model);
    double law = folder.memory().working(side, side, controls);
    assertTrue(law > 0.75 * measured && law < 1.1 * measured, law + " of " + measured);
  }

  /** Attention that runs as one operator holds no matrices: what then fits is not refused. */
  @Test
  void rewrittenNetworksNeedLess(@TempDir Path plain) throws Exception {
    NetworkMemory law = Models.find(TinyModels.folder("sd").toString()).memory();
    assertTrue(law.rewritten(768, 768, 0) < 0.2 * law.working(768, 768, 0));
    TinyModels.unzip("sd", plain);
    Files.writeString(plain.resolve("palimpsest.json"), "{\"rewrite\": false}");
    NetworkMemory whole = ModelFolder.open(plain).memory();
    assertEquals(whole.working(768, 768, 0), whole.rewritten(768, 768, 0));
    assertEquals(law.working(768, 768, 0), whole.working(768, 768, 0));
  }

  @Test
  void allOfAHugeImageIsRefusedAtOnce() {
    ImagePlus huge = image(4096);
    try (Scarce heap = Scarce.heap(1e12);
        Scarce scarce = Scarce.computer(4e8)) {
      String sentence = refusal(huge, Request.of("model", own.toString(), "steps", 1));
      assertTrue(
          sentence.matches(
              "The model micrographs needs about 5\\d\\d MB for 4096 x 4096 pixels, but the computer"
                  + " has 400 MB free: select a smaller part, or close other programs\\."),
          sentence);
    }
    try (Scarce scarce = Scarce.heap(4e8)) {
      String sentence = refusal(huge, Request.of("model", own.toString(), "steps", 1));
      assertTrue(
          sentence.startsWith("This run needs about ")
              && sentence.contains("select a smaller part, or raise the memory"),
          sentence);
    }
  }

  /** Just enough is enough: 90 % of a measured law, and nothing less. */
  @Test
  void theLineIsWhereTheLawSays() {
    ImagePlus image = image(64);
    Request request = Request.of("model", own.toString(), "steps", 1);
    NetworkMemory law = Models.find(own.toString()).memory();
    double need = 0.9 * (law.weights() + law.working(64, 64, 0));
    try (Scarce scarce = Scarce.computer(need * 1.001)) {
      Runs.inpaint(image, request, Monitor.SILENT);
    }
    OnnxModels.unloadIdle();
    try (Scarce scarce = Scarce.computer(need * 0.999)) {
      refusal(image, request);
    }
  }

  @Test
  void heapIsCountedOnBothSides() {
    ImagePlus image = image(48);
    Request request = Request.of("steps", 2, "model", TinyModels.folder("pixel").toString());
    ModelFolder folder = ModelFolder.open(TinyModels.folder("pixel"));
    List<MaskedPlane> masked = MaskedPlane.all(image, request, said -> {});
    double plain = MemoryEstimate.inpaint(image, masked, request, folder, false).heapBytes();
    double streamed =
        MemoryEstimate.inpaint(image, masked, request.with("stream", true), folder, false)
            .heapBytes();
    assertEquals(3 * 48 * 48 * 4, streamed - plain, "three frames");
    try (Scarce scarce = Scarce.heap(plain)) {
      Runs.inpaint(image, request, Monitor.SILENT);
      String sentence = refusal(image, request.with("stream", true).with("samples", 9));
      assertTrue(sentence.contains("run without stream"), sentence);
    }
  }

  @Test
  void theRemedyIsTheTrueOne() {
    ImagePlus image = image(1000);
    image.setRoi(400, 400, 40, 40);
    try (Scarce scarce = Scarce.computer(1e8)) {
      String sentence =
          refusal(image, Request.of("model", own.toString(), "steps", 1, "context", "Whole image"));
      assertTrue(sentence.contains("choose a smaller context="), sentence);
      BadInput e =
          assertThrows(
              BadInput.class,
              () ->
                  Runs.generate(
                      Request.of("model", own.toString(), "width", 900, "height", 900),
                      Monitor.SILENT));
      assertTrue(e.getMessage().contains("lower width and height"), e.getMessage());
    }
    ImagePlus stack = IJ.createImage("large", "8-bit", 64, 64, 100);
    stack.setRoi(1, 1, 9, 9);
    try (Scarce scarce = Scarce.heap(30e6)) {
      String sentence =
          refusal(stack, Request.of("model", own.toString(), "steps", 1, "samples", 100));
      assertTrue(sentence.contains("ask for fewer samples"), sentence);
    }
  }

  @Test
  void livePreviewIsJudgedToo() {
    ImagePlus image = image(512);
    Request request = Request.of("model", own.toString(), "steps", 3);
    try (Scarce scarce = Scarce.computer(1e8)) {
      try (PreviewRunner runner = new PreviewRunner(Monitor.SILENT)) {
        for (int i = 0; i < 2; i++) {
          assertThrows(BadInput.class, () -> runner.read(image, request, work -> {}));
        }
      }
    }
  }
}
