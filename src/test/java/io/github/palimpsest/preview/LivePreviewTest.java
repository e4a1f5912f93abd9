package io.github.palimpsest.preview;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.Undo;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.process.ShortProcessor;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.image.PreviewOverlay;
import io.github.palimpsest.inpaint.Outcome;
import io.github.palimpsest.inpaint.Runs;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.preview.LiveStatus.State;
import io.github.palimpsest.record.Provenance;
import io.github.palimpsest.request.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Live mode with the bundled model and without a window. */
@Timeout(120)
class LivePreviewTest {
  private static final Request QUICK = Request.of("steps", 3, "seed", 5, "context", "16");

  private final ImagePlus image = picture();
  private final List<LiveStatus> views = new ArrayList<>();
  private final Semaphore looks = new Semaphore(0);
  private volatile Request request = QUICK;
  private LivePreview live = upTo(600);

  /** Live mode that paints whatever takes at most so long, for a busy computer may be slow. */
  private LivePreview upTo(double seconds) {
    return new LivePreview(image, this::values, this::told, Runnable::run, seconds);
  }

  /** Asked for at each look. */
  private Request values() {
    looks.release();
    return request;
  }

  private void told(LiveStatus view) {
    synchronized (views) {
      views.add(view);
      views.notifyAll();
    }
  }

  private static ImagePlus picture() {
    int n = 128;
    short[] pixels = new short[n * n];
    Random random = new Random(1);
    for (int i = 0; i < pixels.length; i++) {
      double wave = Math.sin(i % n / 9.0) * Math.cos(i / n / 7.0);
      pixels[i] = (short) (1000 + 500 * wave + 30 * random.nextGaussian());
    }
    ImagePlus image = new ImagePlus("waves.tif", new ShortProcessor(n, n, pixels, null));
    image.setRoi(new Roi(30, 40, 32, 32));
    return image;
  }

  @AfterEach
  void end() throws InterruptedException {
    live.close();
    assertTrue(live.join(20_000), "threads must end");
    assertTrue(
        Thread.getAllStackTraces().keySet().stream()
            .noneMatch(t -> t.isAlive() && t.getName().startsWith("Palimpsest-live")));
    assertNull(image.getOverlay());
  }

  /** Waits until the status told last, or all that were told, are as wanted. */
  private void await(String what, Predicate<LiveStatus> there) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    synchronized (views) {
      while (views.isEmpty() || !there.test(views.get(views.size() - 1))) {
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        assertTrue(left > 0, "waited in vain for " + what + "; last " + views);
        views.wait(left);
      }
    }
  }

  private void awaitShown() throws InterruptedException {
    await("the picture", view -> view.state() == State.SHOWN);
  }

  private void awaitPaused() throws InterruptedException {
    await("the pause", view -> view.state() == State.PAUSED);
  }

  private void awaitRuns(int wanted) throws InterruptedException {
    await("run " + wanted, view -> runs() == wanted);
  }

  /** Waits until everything was looked at again, so many times. */
  private void looks(int times) throws InterruptedException {
    looks.drainPermits();
    // one may have been under way
    assertTrue(looks.tryAcquire(times + 1, 60, TimeUnit.SECONDS), "nobody looks");
  }

  private int runs() {
    synchronized (views) {
      return (int) views.stream().filter(v -> v.state() == State.SHOWN).count();
    }
  }

  private short[] pixels() {
    return (short[]) image.getProcessor().getPixels();
  }

  private ImagePlus plain(Request values) {
    return Runs.inpaint(image, values, Monitor.SILENT).result();
  }

  @Test
  void thePictureLiesOverTheImageAndLeavesWithLiveMode() throws Exception {
    short[] before = pixels().clone();
    live.start();
    awaitShown();
    assertEquals(1, image.getOverlay().size());
    assertTrue(PreviewOverlay.is(image.getOverlay().get(0)));
    assertEquals(image.getRoi().getBounds(), image.getOverlay().get(0).getBounds());
    assertArrayEquals(before, pixels());
    live.close();
    assertNull(image.getOverlay());
    assertArrayEquals(before, pixels());
    assertEquals(State.OFF, live.view().state());
  }

  @Test
  void appliedPixelsAreThoseOfAPlainRunAndUndoTakesThemBack() throws Exception {
    short[] before = pixels().clone();
    ImagePlus run = plain(QUICK);
    live.start();
    Outcome copy = live.apply(false).get(60, TimeUnit.SECONDS);
    assertArrayEquals(
        (short[]) run.getProcessor().getPixels(),
        (short[]) copy.result().getProcessor().getPixels());
    assertNull(copy.result().getOverlay());
    assertArrayEquals(before, pixels());
    Outcome written = live.apply(true).get(60, TimeUnit.SECONDS);
    assertSame(image, written.result());
    assertArrayEquals((short[]) run.getProcessor().getPixels(), pixels());
    var record = Provenance.runs(image).get(0).json();
    assertEquals("Replace", record.getAsJsonObject("request").get("output").getAsString());
    record.getAsJsonObject("request").remove("output");
    assertEquals(Provenance.runs(run).get(0).json(), record);
    int shown = runs();
    looks(4);
    assertEquals(shown, runs(), "what was applied is no change");
    assertNull(image.getOverlay());
    Undo.undo();
    image.getProcessor().reset();
    assertArrayEquals(before, pixels());
    // and what was undone is one
    await("another picture", view -> runs() > shown);
  }

  @Test
  void equalValuesAreNoChangeAndEveryOtherOneIs() throws Exception {
    live.start();
    awaitShown();
    image.setRoi(new Roi(30, 40, 32, 32));
    request = Request.of("steps", 3, "seed", 5, "context", "16");
    looks(4);
    assertEquals(1, runs());
    List<Runnable> changes =
        List.of(
            () -> image.setRoi(new Roi(30, 40, 33, 32)),
            () -> request = request.with("seed", 6),
            () -> request = request.with("prompt", "dense nuclei"),
            () -> pixels()[40 * 128 + 20] += 7,
            () -> request = request.with("feather", 2));
    for (int i = 0; i < changes.size(); i++) {
      changes.get(i).run();
      int wanted = i + 2;
      awaitRuns(wanted);
    }
    // far from what the model sees
    pixels()[127 * 128 + 127] += 7;
    looks(4);
    assertEquals(changes.size() + 1, runs());
  }

  @Test
  void theLatestOfManyChangesWins() throws Exception {
    request = QUICK.with("steps", 12);
    live.start();
    awaitShown();
    for (int i = 0; i < 12; i++) {
      request = request.with("seed", 100 + i);
      looks(0);
    }
    await("the last", view -> view.state() != State.SHOWN);
    awaitShown();
    Outcome outcome = live.apply(false).get(60, TimeUnit.SECONDS);
    assertEquals(
        "111",
        Provenance.runs(outcome.result())
            .get(0)
            .json()
            .getAsJsonArray("seeds")
            .get(0)
            .getAsString());
    assertArrayEquals(
        (short[]) plain(request).getProcessor().getPixels(),
        (short[]) outcome.result().getProcessor().getPixels());
    assertTrue(runs() < 12, runs() + " runs were finished");
  }

  @Test
  void pausesWithAWordWhileThereIsNothingToDo() throws Exception {
    image.deleteRoi();
    live.start();
    awaitPaused();
    assertTrue(live.view().words().startsWith("mask=Selection needs a selection"));
    CompletionException e = assertThrows(CompletionException.class, () -> live.apply(true).join());
    assertTrue(e.getCause() instanceof BadInput);
    image.setRoi(new Roi(30, 40, 32, 32));
    awaitShown();
    assertNotNull(image.getOverlay());
    image.deleteRoi();
    awaitPaused();
    assertNull(image.getOverlay());
    image.setRoi(new Roi(30, 40, 32, 32));
    awaitShown();
    assertNotNull(image.getOverlay());
    request = QUICK.with("scheduler", "Newton");
    await("the refusal", view -> view.words().startsWith("scheduler (Newton)"));
    request = QUICK;
    awaitShown();
  }

  @Test
  void whatWouldTakeTooLongIsSaidInOneSentence() throws Exception {
    live = upTo(1e-6);
    live.start();
    await("too large", view -> view.words().startsWith("Too large for live mode"));
    assertEquals(State.PAUSED, live.view().state());
    assertEquals(1, live.view().words().lines().count());
  }

  @Test
  void theUsersOverlayStaysAndThePictureIsNoMask() throws Exception {
    Overlay overlay = new Overlay(new Roi(60, 60, 20, 20));
    image.setOverlay(overlay);
    request = QUICK.with("mask", "Overlay");
    live.start();
    awaitShown();
    int shown = runs();
    looks(3);
    assertEquals(shown, runs(), "the picture itself is no change");
    assertEquals(2, image.getOverlay().size());
    ImagePlus result = plain(request);
    assertEquals(1, result.getOverlay().size());
    assertEquals(400, Provenance.pixels(result).get(0).size());
    live.close();
    assertSame(overlay, image.getOverlay());
    assertEquals(1, overlay.size());
    assertFalse(PreviewOverlay.is(overlay.get(0)), "the picture stays and the ROI is gone");
    image.setOverlay(null);
  }

  @Test
  void closingWithinARunEndsAtOnce() throws Exception {
    request = QUICK.with("steps", 150);
    live.start();
    await("a run", view -> view.progress() > 0 && view.state() == State.RUNNING);
    live.close();
    assertTrue(live.join(2000));
    assertFalse(live.view().ready());
  }

  @Test
  void changesThatAreTakenBackAndPausesWithinRunsEndInAPicture() throws Exception {
    request = QUICK.with("steps", 12);
    live.start();
    Roi selection = (Roi) image.getRoi().clone();
    Random random = new Random(3);
    for (int i = 0; i < 25; i++) {
      switch (random.nextInt(4)) {
        case 0 -> image.deleteRoi();
        case 1 -> image.setRoi((Roi) selection.clone());
        case 2 -> request = request.with("seed", 1 + random.nextInt(2));
        default -> request = request.with("scheduler", random.nextBoolean() ? "Newton" : "Euler");
      }
      looks(random.nextInt(3));
    }
    image.setRoi((Roi) selection.clone());
    request = QUICK.with("steps", 8);
    // what was seen before is applied as it was
    looks(1);
    Outcome last = applied();
    assertTrue(Provenance.runs(last.result()).get(0).json().toString().contains("\"steps\":8"));
    assertArrayEquals(
        (short[]) plain(request).getProcessor().getPixels(),
        (short[]) last.result().getProcessor().getPixels());
  }

  /** A copy of the picture, asked for again while there is none. */
  private Outcome applied() throws Exception {
    while (true) {
      try {
        return live.apply(false).get(60, TimeUnit.SECONDS);
      } catch (ExecutionException e) {
        assertTrue(e.getCause() instanceof BadInput, e.toString());
        looks(1);
      }
    }
  }
}
