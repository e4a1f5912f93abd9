package io.github.palimpsest.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import io.github.palimpsest.check.Cancelled;
import io.github.palimpsest.inpaint.Runs;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.inpaint.monitor.QuietMonitor;
import io.github.palimpsest.model.TinyModels;
import io.github.palimpsest.model.onnx.Natives;
import io.github.palimpsest.model.onnx.OnnxModels;
import io.github.palimpsest.request.Request;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs that fail or are stopped anywhere leave no model open and no native memory behind. */
class LeftBehindTest {
  private static final Request REQUEST =
      Request.of("steps", 2, "seed", 7L, "guidance", 2, "control", "edges:edges");

  @BeforeEach
  void clean() {
    OnnxModels.unloadIdle();
    nothingIsHeld();
  }

  @AfterEach
  void nothingIsHeld() {
    assertEquals(0, Natives.leases());
    assertEquals(0, Natives.calls());
  }

  private static ImagePlus image() {
    return Pictures.image("8-bit");
  }

  private static Request on(String model) {
    return REQUEST.with("model", TinyModels.folder(model).toString());
  }

  /** Wherever native memory ends, everything made before is given back. */
  @Test
  void whereverMemoryEnds() {
    ImagePlus image = image();
    boolean failed = true;
    int n = 0;
    for (; failed; n++) {
      failed = fails(n, () -> Runs.inpaint(image, on("sd"), Monitor.SILENT));
      nothingIsHeld();
    }
    assertTrue(n > 20, n + " tensors");
  }

  @Test
  void alsoInASession() {
    ImagePlus image = image();
    boolean failed = true;
    int n = 0;
    for (; failed; n += 3) {
      failed =
          fails(
              n,
              () -> {
                try (Session session = Session.start(image, on("sd"), Monitor.SILENT)) {
                  session.step(1);
                  session.branch().close();
                  session.set("guidance", 1.5);
                }
              });
      nothingIsHeld();
    }
    assertTrue(n > 40, n + " tensors");
  }

  private static boolean fails(int tensors, Runnable run) {
    try (Natives.Undo undo = Natives.exhaustedAfter(tensors)) {
      run.run();
      return false;
    } catch (Natives.Exhausted e) {
      return true;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"unet", "vae_encoder", "vae_decoder", "text_encoder", "controlnet_edges"})
  void whicheverPartFailsToLoad(String part) {
    try (Natives.Undo undo = Natives.failing(part)) {
      assertThrows(Natives.Exhausted.class, () -> Runs.inpaint(image(), on("sd"), Monitor.SILENT));
    }
    nothingIsHeld();
    Runs.inpaint(image(), on("sd"), Monitor.SILENT);
  }

  /** While a part loads, a stop ends the run at once; the part loads to its end and is kept. */
  @ParameterizedTest
  @ValueSource(strings = {"unet", "vae_encoder", "vae_decoder", "text_encoder", "controlnet_edges"})
  void aStopDuringLoadingActsAtOnce(String part) throws Exception {
    for (boolean session : new boolean[] {false, true}) {
      OnnxModels.unloadIdle();
      CountDownLatch begun = new CountDownLatch(1);
      CountDownLatch go = new CountDownLatch(1);
      QuietMonitor monitor = new QuietMonitor();
      try (Natives.Undo undo = Natives.slow(part, begun, go)) {
        CompletableFuture<Void> run =
            CompletableFuture.runAsync(
                () -> {
                  if (session) {
                    Session.start(image(), on("sd"), monitor).close();
                  } else {
                    Runs.inpaint(image(), on("sd"), monitor);
                  }
                });
        assertTrue(begun.await(30, TimeUnit.SECONDS));
        monitor.stop();
        ExecutionException e =
            assertThrows(ExecutionException.class, () -> run.get(20, TimeUnit.SECONDS));
        assertTrue(e.getCause() instanceof Cancelled, e.toString());
      } finally {
        go.countDown();
      }
      settle();
    }
  }

  /** Waits until what went on in the background has ended. */
  private static void settle() throws InterruptedException {
    for (Thread t : Thread.getAllStackTraces().keySet()) {
      if (t.getName().equals("Palimpsest-background")) {
        t.join(20_000);
        assertFalse(t.isAlive());
      }
    }
    nothingIsStillHeld();
  }

  private static void nothingIsStillHeld() {
    assertEquals(0, Natives.leases());
    assertEquals(0, Natives.calls());
  }
}
