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
import io.github.palimpsest.inpaint.Monitor;
import io.github.palimpsest.inpaint.Outcome;
import io.github.palimpsest.inpaint.Runs;
import io.github.palimpsest.record.Provenance;
import io.github.palimpsest.request.Request;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Live mode with the bundled model and without a window. */
@Timeout(120)
class LivePreviewTest {
  private static final Request QUICK = Request.of("steps", 3, "seed", 5, "context", "16");

  private final ImagePlus image = picture();
  private final List<LiveView> views = Collections.synchronizedList(new ArrayList<>());
  private volatile Request request = QUICK;
  private final LivePreview live = new LivePreview(image, () -> request, views::add, Runnable::run);

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

  private static void await(String what, BooleanSupplier there) throws InterruptedException {
    for (int i = 0; i < 6000; i++) {
      if (there.getAsBoolean()) {
        return;
      }
      Thread.sleep(10);
    }
    throw new AssertionError("waited in vain for " + what);
  }

  private void awaitShown() throws InterruptedException {
    try {
      await("the picture", () -> live.view().state() == LiveState.SHOWN);
    } catch (AssertionError e) {
      throw new AssertionError(live.view().toString(), e);
    }
  }

  private int runs() {
    synchronized (views) {
      return (int) views.stream().filter(v -> v.state() == LiveState.SHOWN).count();
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
    assertEquals(LiveState.OFF, live.view().state());
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
    var record = Provenance.runs(image).get(0).deepCopy();
    assertEquals("Replace", record.getAsJsonObject("request").get("output").getAsString());
    record.getAsJsonObject("request").remove("output");
    assertEquals(Provenance.runs(run).get(0), record);
    int shown = runs();
    Thread.sleep(400);
    assertEquals(shown, runs(), "what was applied is no change");
    assertNull(image.getOverlay());
    Undo.undo();
    image.getProcessor().reset();
    assertArrayEquals(before, pixels());
    // and what was undone is one
    await("another picture", () -> runs() > shown);
  }

  @Test
  void equalValuesAreNoChangeAndEveryOtherOneIs() throws Exception {
    live.start();
    awaitShown();
    image.setRoi(new Roi(30, 40, 32, 32));
    request = Request.of("steps", 3, "seed", 5, "context", "16");
    Thread.sleep(400);
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
      await("run " + wanted, () -> runs() == wanted);
    }
    // far from what the model sees
    pixels()[127 * 128 + 127] += 7;
    Thread.sleep(400);
    assertEquals(changes.size() + 1, runs());
  }

  @Test
  void theLatestOfManyChangesWins() throws Exception {
    request = QUICK.with("steps", 12);
    live.start();
    awaitShown();
    for (int i = 0; i < 12; i++) {
      request = request.with("seed", 100 + i);
      Thread.sleep(60);
    }
    await("the last", () -> live.view().state() != LiveState.SHOWN);
    awaitShown();
    Outcome outcome = live.apply(false).get(60, TimeUnit.SECONDS);
    assertEquals(
        "111",
        Provenance.runs(outcome.result()).get(0).getAsJsonArray("seeds").get(0).getAsString());
    assertArrayEquals(
        (short[]) plain(request).getProcessor().getPixels(),
        (short[]) outcome.result().getProcessor().getPixels());
    assertTrue(runs() < 12, runs() + " runs were finished");
  }

  @Test
  void pausesWithAWordWhileThereIsNothingToDo() throws Exception {
    image.deleteRoi();
    live.start();
    await("the pause", () -> live.view().state() == LiveState.PAUSED);
    assertTrue(live.view().words().startsWith("mask=Selection needs a selection"));
    CompletionException e = assertThrows(CompletionException.class, () -> live.apply(true).join());
    assertTrue(e.getCause() instanceof BadInput);
    image.setRoi(new Roi(30, 40, 32, 32));
    awaitShown();
    assertNotNull(image.getOverlay());
    image.deleteRoi();
    await("the pause", () -> live.view().state() == LiveState.PAUSED);
    assertNull(image.getOverlay());
    image.setRoi(new Roi(30, 40, 32, 32));
    awaitShown();
    assertNotNull(image.getOverlay());
    request = request.with("steps", 1000).with("context", "Whole image");
    await("too large", () -> live.view().words().startsWith("Too large for live mode"));
    assertEquals(1, live.view().words().lines().count());
    request = QUICK.with("scheduler", "Newton");
    await("the refusal", () -> live.view().words().startsWith("scheduler (Newton)"));
    request = QUICK;
    awaitShown();
  }

  @Test
  void theUsersOverlayStaysAndThePictureIsNoMask() throws Exception {
    Overlay overlay = new Overlay(new Roi(60, 60, 20, 20));
    image.setOverlay(overlay);
    request = QUICK.with("mask", "Overlay");
    live.start();
    awaitShown();
    int shown = runs();
    Thread.sleep(300);
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
    await("a run", () -> live.view().progress() > 0 && live.view().state() == LiveState.RUNNING);
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
      Thread.sleep(random.nextInt(250));
    }
    image.setRoi((Roi) selection.clone());
    request = QUICK.with("steps", 8);
    Outcome[] outcome = new Outcome[1];
    await(
        "the last picture",
        () -> {
          try {
            outcome[0] = live.apply(false).get(20, TimeUnit.SECONDS);
            return Provenance.runs(outcome[0].result()).get(0).toString().contains("\"steps\":8");
          } catch (Exception e) {
            return false;
          }
        });
    assertArrayEquals(
        (short[]) plain(request).getProcessor().getPixels(),
        (short[]) outcome[0].result().getProcessor().getPixels());
  }
}
