package io.github.palimpsest.inpaint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.Roi;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.check.Cancelled;
import io.github.palimpsest.concurrent.Threads;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.inpaint.monitor.QuietMonitor;
import io.github.palimpsest.inpaint.monitor.RunProgress;
import io.github.palimpsest.model.TinyModels;
import io.github.palimpsest.model.onnx.Natives;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.sample.StepHook;
import io.github.palimpsest.sample.StepView;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whole commands give the same pixels, stacks and labels on any number of threads. */
@Timeout(300)
class SideBySideRunsTest {
  private static final int[] HELPING = {1, 3, 7};

  private static ImagePlus image(String type, int slices) {
    ImagePlus image = InpaintRunTest.image(type, 64, 64, slices);
    image.setRoi(new Roi(16, 16, 28, 20));
    return image;
  }

  private static Request sd() {
    return Request.of(
        "model", TinyModels.folder("sd").toString(), "steps", 3, "seed", 7L, "guidance", 3);
  }

  /** Every pixel and every label that does not tell a time. */
  private static List<Object> content(ImagePlus image) {
    List<Object> all = new ArrayList<>();
    for (int s = 1; s <= image.getStackSize(); s++) {
      all.add(image.getStack().getPixels(s));
      String label = image.getStack().getSliceLabel(s);
      all.add(label == null ? "" : label.replaceAll("time=[0-9.]+s", ""));
    }
    return all;
  }

  private static List<Object> content(Outcome outcome) {
    List<Object> all = new ArrayList<>();
    outcome.results().forEach(image -> all.addAll(content(image)));
    if (outcome.steps() != null) {
      all.addAll(content(outcome.steps()));
      all.add(outcome.steps().getZ() + " " + outcome.steps().getT());
    }
    if (outcome.latents() != null) {
      all.addAll(content(outcome.latents()));
    }
    return all;
  }

  private static List<Object> run(int helping, ImagePlus image, Request request) {
    try (Threads.Undo undo = Threads.helping(helping)) {
      return content(Runs.inpaint(image, request, Monitor.SILENT));
    }
  }

  private static void sameOnAnyThreads(ImagePlus image, Request request) {
    Object[] alone = run(0, image, request).toArray();
    for (int helping : HELPING) {
      assertArrayEquals(alone, run(helping, image, request).toArray(), helping + " helping");
    }
    for (int cores : new int[] {1, 2}) {
      List<Object> few = content(Runs.inpaint(image, request, withCores(cores)));
      assertArrayEquals(alone, few.toArray(), cores + " cores");
    }
  }

  private static Monitor withCores(int cores) {
    return new QuietMonitor() {
      @Override
      public int cores() {
        return cores;
      }
    };
  }

  /** In a batch, each of many runs has one core. */
  @Test
  void aRunOnOneCoreStaysOnItsThread() {
    try (Threads.Undo undo = Threads.helping(3)) {
      Set<Thread> threads = ConcurrentHashMap.newKeySet();
      Monitor one =
          new QuietMonitor() {
            @Override
            public int cores() {
              return 1;
            }

            @Override
            public void progress(double fraction) {
              threads.add(Thread.currentThread());
            }
          };
      Runs.inpaint(image("RGB", 1), sd().with("samples", 6), one);
      assertEquals(Set.of(Thread.currentThread()), threads);
    }
  }

  @Test
  void samplesWithStacks() {
    Request request = sd().with("samples", 4).with("stream", true).with("latents", true);
    sameOnAnyThreads(image("8-bit", 1), request);
  }

  @Test
  void planesOfAStack() {
    Request request = sd().with("samples", 2).with("slices", "1-3").with("stream", true);
    sameOnAnyThreads(image("16-bit", 3), request);
  }

  @Test
  void regionsWithGuidance() {
    ImagePlus image = image("8-bit", 1);
    Overlay overlay = new Overlay();
    for (int k = 0; k < 3; k++) {
      Roi roi = new Roi(10 + 8 * k, 12, 20, 20);
      roi.setProperty("palimpsest.role", "region");
      roi.setProperty("palimpsest.prompt", "cell " + k);
      roi.setProperty("palimpsest.negative", "nuclei");
      overlay.add(roi);
    }
    image.setOverlay(overlay);
    sameOnAnyThreads(image, sd());
  }

  @Test
  void coloursChannelByChannelUnderRePaint() {
    Request request = Request.of("steps", 2, "seed", 7L, "method", "RePaint", "resample", 2);
    sameOnAnyThreads(image("RGB", 1), request.with("jump", 1).with("stream", true));
  }

  @Test
  void namedMapsActSideBySide() {
    sameOnAnyThreads(image("8-bit", 1), sd().with("control", "edges:edges").with("samples", 3));
  }

  /** Hooks see one run after the other, on the command's own thread or its background. */
  @Test
  void hooksNeverSeeTwoRunsAtOnce() {
    try (Threads.Undo undo = Threads.helping(3)) {
      AtomicInteger now = new AtomicInteger();
      AtomicInteger most = new AtomicInteger();
      Set<Thread> threads = ConcurrentHashMap.newKeySet();
      StepHook hook =
          new StepHook() {
            @Override
            public void beforeModel(StepView view) {
              threads.add(Thread.currentThread());
              most.accumulateAndGet(now.incrementAndGet(), Math::max);
            }

            @Override
            public void afterStep(StepView view) {
              now.decrementAndGet();
            }
          };
      Request request = Request.of("steps", 2, "seed", 7L, "samples", 3);
      Runs.inpaint(image("RGB", 1), request, Monitor.SILENT, hook);
      assertEquals(1, most.get());
      assertEquals(Set.of(Thread.currentThread()), threads);
    }
  }

  /** What is said while runs overtake each other. */
  private static final class Ear extends QuietMonitor {
    final List<String> words = new ArrayList<>();
    final List<Double> fractions = new ArrayList<>();
    final AtomicInteger inside = new AtomicInteger();

    @Override
    public void status(String said) {
      assertEquals(1, inside.incrementAndGet());
      words.add(said);
      inside.decrementAndGet();
    }

    @Override
    public void progress(double fraction) {
      assertEquals(1, inside.incrementAndGet());
      fractions.add(fraction);
      inside.decrementAndGet();
    }
  }

  @Test
  void progressCountsEveryStepOnceAndInOrder() {
    for (int helping : new int[] {0, 3}) {
      try (Threads.Undo undo = Threads.helping(helping)) {
        Ear ear = new Ear();
        Runs.inpaint(image("8-bit", 1), sd().with("samples", 5), ear);
        List<Double> expected = new ArrayList<>();
        for (int k = 1; k <= 15; k++) {
          expected.add(k / 15.0);
        }
        assertEquals(expected, ear.fractions);
        List<String> steps = ear.words.stream().filter(w -> w.startsWith("Diffusion")).toList();
        assertEquals(16, steps.size());
        assertTrue(steps.get(0).startsWith("Diffusion: step 1/15 of 5 runs begins"), steps.get(0));
        for (int k = 1; k <= 15; k++) {
          assertTrue(
              steps.get(k).startsWith("Diffusion: step " + k + "/15 of 5 runs"), steps.get(k));
        }
      }
    }
  }

  /** What others have done of a step that goes on stays counted when one run ends a step. */
  @Test
  void progressNeverGoesBack() {
    Ear ear = new Ear();
    RunProgress progress = new RunProgress(ear, 2, 3);
    progress.starting(600, Double.NaN);
    try (RunProgress.Run one = progress.run();
        RunProgress.Run other = progress.run()) {
      one.worked(90);
      other.worked(80);
      one.reached(1);
      other.worked(20);
      other.reached(1);
      one.reached(2);
    }
    assertEquals(List.of(1.8 / 6, 2.0 / 6, 3.0 / 6), ear.fractions);
  }

  /** Stops the job when it has said so many steps. */
  private static final class Stops extends QuietMonitor {
    private final int after;
    private int said;

    Stops(int after) {
      this.after = after;
    }

    @Override
    public void status(String words) {
      if (words.startsWith("Diffusion") && ++said == after) {
        CompletableFuture.runAsync(this::stop).join();
      }
    }
  }

  @Test
  void aStopEndsAllRunsWherever() {
    try (Threads.Undo undo = Threads.helping(3)) {
      Request request = sd().with("samples", 4).with("stream", true);
      for (int after = 1; after < 12; after += 2) {
        Stops monitor = new Stops(after);
        ImagePlus image = image("8-bit", 1);
        assertThrows(Cancelled.class, () -> Runs.inpaint(image, request, monitor));
        assertEquals(0, Natives.calls());
        // the three others may have been at the end of a step
        assertTrue(monitor.said <= after + 3, monitor.said + " steps");
      }
    }
  }

  /** One run's error stops the others and is what the user is told. */
  @Test
  void anErrorInOneRunEndsAll() {
    try (Threads.Undo undo = Threads.helping(3)) {
      Monitor broken =
          new QuietMonitor() {
            private int said;

            @Override
            public void status(String words) {
              if (words.startsWith("Diffusion") && ++said == 4) {
                throw BadInput.of("The %s broke.", "monitor");
              }
            }
          };
      BadInput e =
          assertThrows(
              BadInput.class,
              () -> Runs.inpaint(image("8-bit", 1), sd().with("samples", 4), broken));
      assertEquals("The monitor broke.", e.getMessage());
    }
  }

  /** Two commands at the same time, each with runs side by side. */
  @Test
  void twoCommandsAtTheSameTime() {
    Request request = sd().with("samples", 3);
    Object[] alone = run(0, image("8-bit", 1), request).toArray();
    try (Threads.Undo undo = Threads.helping(2)) {
      List<CompletableFuture<List<Object>>> both = new ArrayList<>();
      for (int k = 0; k < 2; k++) {
        both.add(
            CompletableFuture.supplyAsync(
                () -> content(Runs.inpaint(image("8-bit", 1), request, Monitor.SILENT))));
      }
      both.forEach(future -> assertArrayEquals(alone, future.join().toArray()));
    }
  }

  /** Runs of any kind, with any number of threads, in any order: races show as other bits. */
  @Test
  void twoHundredRandomRuns() {
    Random random = new Random(28);
    List<Request> requests = new ArrayList<>();
    List<Object[]> expected = new ArrayList<>();
    for (int k = 0; k < 10; k++) {
      Request request =
          Request.of("model", TinyModels.folder(k % 2 == 0 ? "sd" : "pixel").toString())
              .with("steps", 1 + random.nextInt(2))
              .with("seed", (long) random.nextInt(100))
              .with("guidance", k % 4 == 0 ? 2.5 : 1)
              .with("samples", 1 + random.nextInt(3))
              .with("scheduler", List.of("DDIM", "Euler a", "Heun", "UniPC").get(k % 4));
      requests.add(request);
      expected.add(run(0, image("8-bit", 1), request).toArray());
    }
    for (int round = 0; round < 200; round++) {
      int k = random.nextInt(requests.size());
      int helping = 1 + random.nextInt(7);
      List<Object> actual = run(helping, image("8-bit", 1), requests.get(k));
      assertArrayEquals(expected.get(k), actual.toArray(), "round " + round + ", case " + k);
    }
  }
}
