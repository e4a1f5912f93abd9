package io.github.palimpsest.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.check.Scarce;
import io.github.palimpsest.inpaint.Runs;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.inpaint.monitor.QuietMonitor;
import io.github.palimpsest.model.onnx.OnnxModels;
import io.github.palimpsest.request.Request;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SessionMemoryTest {
  private final Request request = Request.of("steps", 3);

  @BeforeEach
  void idle() {
    OnnxModels.unloadIdle();
  }

  private static ImagePlus image(int side) {
    ImagePlus image = IJ.createImage("plain", "8-bit ramp", side, side, 1);
    image.setRoi(0, 0, side, side);
    return image;
  }

  @Test
  void aSessionThatDoesNotFitTheComputerIsRefusedBeforeItsModelIsLoaded() {
    List<String> said = new ArrayList<>();
    Monitor monitor =
        new QuietMonitor() {
          @Override
          public void status(String words) {
            said.add(words);
          }
        };
    try (Scarce scarce = Scarce.computer(1e8)) {
      BadInput e =
          assertThrows(
              BadInput.class, () -> GuidedRuns.open(image(512), request, monitor, List.of()));
      assertTrue(e.getMessage().contains("select a smaller part"), e.getMessage());
      assertEquals(List.of("Loading the model"), said);
    }
  }

  @Test
  void theStepStackOfASessionIsCounted() {
    try (Scarce scarce = Scarce.heap(3 * 512 * 512 * 4)) {
      BadInput e =
          assertThrows(
              BadInput.class,
              () -> GuidedRuns.open(image(512), request, Monitor.SILENT, List.of()));
      assertTrue(e.getMessage().contains("use fewer steps"), e.getMessage());
      assertFalse(e.getMessage().contains("stream"), e.getMessage());
    }
  }

  /** A model that somebody uses shares its memory: the second run is not refused for the first. */
  @Test
  void whoSharesANetworkIsNotRefusedForIt() {
    ImagePlus image = image(64);
    Request one = Request.of("steps", 1);
    try (GuidedRun run = GuidedRuns.open(image, one, Monitor.SILENT, List.of());
        Scarce scarce = Scarce.computer(1e6)) {
      Runs.inpaint(image, one, Monitor.SILENT);
      run.stacks().discard();
    }
  }
}
