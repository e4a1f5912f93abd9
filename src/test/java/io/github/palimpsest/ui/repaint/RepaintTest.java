package io.github.palimpsest.ui.repaint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.Undo;
import ij.VirtualStack;
import ij.gui.Roi;
import ij.process.ByteProcessor;
import ij.process.ImageProcessor;
import io.github.palimpsest.inpaint.Outcome;
import io.github.palimpsest.inpaint.Runs;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.preview.LivePreview;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.ui.guided.GuidedHost;
import io.github.palimpsest.ui.repaint.RepaintView.State;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Repainting with the bundled model, without windows. */
@Timeout(120)
class RepaintTest {
  private static final int N = 96;
  private static final Request QUICK =
      Request.of("steps", 3, "context", "16", "output", "New", "samples", 4, "stream", true);

  private final List<RepaintView> views = new ArrayList<>();
  private final Kept host = new Kept();
  private Repaint repaint;

  /** What a host was told. */
  private static final class Kept implements GuidedHost {
    final List<Outcome> outcomes = new ArrayList<>();
    final List<String> lines = new ArrayList<>();

    @Override
    public void opened(ImagePlus stack) {
      throw new IllegalStateException("no stacks here");
    }

    @Override
    public void finished(Outcome outcome) {
      outcomes.add(outcome);
    }

    @Override
    public void warn(String sentence) {
      throw new IllegalStateException(sentence);
    }

    @Override
    public void record(List<String> recorded) {
      lines.addAll(recorded);
    }
  }

  private static ByteProcessor plane(int seed) {
    ByteProcessor ip = new ByteProcessor(N, N);
    Random random = new Random(seed);
    for (int i = 0; i < N * N; i++) {
      double wave = Math.sin(i % N / 6.0 + seed) * Math.cos(i / N / 5.0);
      ip.set(i, (int) (120 + 60 * wave + random.nextInt(20)));
    }
    return ip;
  }

  private static ImagePlus image(int planes) {
    ImageStack stack = new ImageStack(N, N);
    for (int i = 0; i < planes; i++) {
      stack.addSlice(plane(i));
    }
    ImagePlus image = new ImagePlus("waves.tif", stack);
    image.setRoi(new Roi(30, 36, 20, 24));
    return image;
  }

  private Repaint begin(ImagePlus image) {
    return begin(image, QUICK);
  }

  private Repaint begin(ImagePlus image, Request values) {
    repaint = new Repaint(image, values, host, this::told, Runnable::run);
    repaint.start();
    return repaint;
  }

  private void told(RepaintView view) {
    synchronized (views) {
      views.add(view);
      views.notifyAll();
    }
  }

  private RepaintView await(String what, Predicate<RepaintView> there) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    synchronized (views) {
      while (views.isEmpty() || !there.test(views.get(views.size() - 1))) {
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        assertTrue(left > 0, "waited in vain for " + what + "; last " + views);
        views.wait(left);
      }
      return views.get(views.size() - 1);
    }
  }

  private RepaintView await(State state) throws InterruptedException {
    return await(state.toString(), view -> view.state() == state);
  }

  @AfterEach
  void end() throws InterruptedException {
    if (repaint != null) {
      repaint.discard();
      await(State.ENDED);
      assertNull(repaint.image().getOverlay());
    }
  }

  private static byte[] pixels(ImagePlus image, int plane) {
    return ((byte[]) image.getStack().getPixels(plane)).clone();
  }

  /** What the command writes with the same values. */
  private static byte[] written(ImagePlus image, Request values, int plane) {
    Runs.inpaint(image, values.with(Param.OUTPUT, "Replace"), Monitor.SILENT);
    return pixels(image, plane);
  }

  @Test
  void acceptedIsWhatTheCommandWritesAndUndoTakesItBack() throws Exception {
    ImagePlus image = image(1);
    byte[] before = pixels(image, 1);
    begin(image);
    RepaintView first = await(State.READY);
    assertEquals("", first.words());
    assertNotNull(image.getOverlay());
    assertArrayEquals(before, pixels(image, 1));
    repaint.another(1);
    await("seed 1", v -> v.state() == State.READY && v.values().seed() == 1);
    repaint.accept();
    await(State.ENDED);
    assertEquals(1, host.outcomes.size());
    assertEquals(
        List.of(
            "selectImage(\"waves.tif\");",
            "makeRectangle(30, 36, 20, 24);",
            "run(\"Diffusion Inpaint...\", \"seed=1 context=16 output=Replace steps=3\");"),
        sorted(host.lines));
    byte[] after = pixels(image, 1);
    Undo.undo();
    image.getProcessor().reset();
    assertArrayEquals(before, pixels(image, 1));
    assertArrayEquals(
        written(image(1), Request.of("steps", 3, "context", "16", "seed", 1), 1), after);
    assertFalse(Arrays.equals(before, after));
  }

  /** With the keys of the last line in one order. */
  private static List<String> sorted(List<String> lines) {
    List<String> sorted = new ArrayList<>(lines);
    String line = sorted.remove(sorted.size() - 1);
    String keys = line.substring(line.indexOf(", \"") + 3, line.lastIndexOf('"'));
    List<String> order = List.of("seed", "context", "output", "steps");
    List<String> words = new ArrayList<>(List.of(keys.split(" ")));
    words.sort(Comparator.comparingInt(w -> order.indexOf(w.substring(0, w.indexOf('=')))));
    sorted.add(line.replace(keys, String.join(" ", words)));
    return sorted;
  }

  @Test
  void beforeHidesThePictureUntilAfter() throws Exception {
    ImagePlus image = image(1);
    begin(image);
    await(State.READY);
    repaint.compare(true);
    assertNull(image.getOverlay());
    assertTrue(repaint.view().before());
    repaint.compare(false);
    assertNotNull(image.getOverlay());
  }

  @Test
  void discardedLeavesTheImageAsItWas() throws Exception {
    ImagePlus image = image(1);
    byte[] before = pixels(image, 1);
    begin(image);
    await(State.PAINTING);
    repaint.discard();
    await(State.ENDED);
    assertArrayEquals(before, pixels(image, 1));
    assertTrue(host.lines.isEmpty());
  }

  @Test
  void whatIsDrawnIsPaintedAfterwards() throws Exception {
    ImagePlus image = image(1);
    begin(image);
    await(State.READY);
    assertTrue(repaint.drawing());
    await("nothing over the image", v -> image.getOverlay() == null);
    image.setRoi(new Roi(10, 10, 12, 12));
    repaint.drawn(0);
    await("the other picture", v -> v.state() == State.READY && image.getOverlay() != null);
    assertEquals(10, image.getOverlay().get(0).getBounds().x);
  }

  /** Who looks at other planes meanwhile accepts what he was shown. */
  @Test
  void thePlaneStaysWhileItsUserLooksAtOthers() throws Exception {
    ImagePlus image = image(3);
    image.setSlice(2);
    begin(image);
    assertEquals("slice 2 of 3", await(State.READY).words());
    image.setSlice(3);
    repaint.accept();
    await(State.ENDED);
    assertEquals(2, image.getCurrentSlice());
    assertTrue(host.lines.get(2).contains("slices=2"), host.lines.toString());
    ImagePlus other = image(3);
    assertArrayEquals(
        written(other, Request.of("steps", 3, "context", "16", "slices", "2"), 2),
        pixels(image, 2));
    assertArrayEquals(pixels(image(3), 3), pixels(image, 3));
  }

  @Test
  void aNewSelectionOnAnotherPlaneIsOfThatPlane() throws Exception {
    ImagePlus image = image(2);
    begin(image);
    await(State.READY);
    image.setSlice(2);
    image.setRoi(new Roi(10, 10, 12, 12));
    RepaintView view =
        await(
            "slice 2", v -> v.state() == State.READY && v.values().text(Param.SLICES).equals("2"));
    assertEquals("slice 2 of 2", view.words());
  }

  /** What is seen at once is repainted at once, where the model can. */
  @Test
  void allChannelsOfACompositePictureByAModelThatJoinsThem() throws Exception {
    ImagePlus two = image(2);
    two.setDimensions(2, 1, 1);
    CompositeImage image = new CompositeImage(two, CompositeImage.COMPOSITE);
    image.setRoi(new Roi(30, 36, 20, 24));
    begin(image, QUICK.with(Param.MODEL, "This image"));
    assertEquals("all channels", await(State.READY).words());
    image.setMode(CompositeImage.GRAYSCALE);
    await("one channel", v -> v.state() == State.READY && v.words().equals("channel 1 of 2"));
    image.setMode(CompositeImage.COMPOSITE);
    await("all again", v -> v.state() == State.READY && v.words().equals("all channels"));
    repaint.accept();
    await(State.ENDED);
    for (int c = 1; c <= 2; c++) {
      assertFalse(Arrays.equals(pixels(image(2), c), pixels(image, c)), "channel " + c);
    }
  }

  @Test
  void endsWithItsSelection() throws Exception {
    ImagePlus image = image(1);
    begin(image);
    await(State.READY);
    image.deleteRoi();
    await(State.ENDED);
  }

  @Test
  void ofTwoOnAnImageTheLaterPaints() throws Exception {
    ImagePlus image = image(1);
    begin(image);
    await(State.READY);
    try (LivePreview other = new LivePreview(image, () -> QUICK, v -> {}, Runnable::run, 600)) {
      other.start();
      await(State.ENDED);
    }
  }

  /** Planes that are read from a file. */
  private static final class Stored extends VirtualStack {
    Stored() {
      super(N, N);
    }

    @Override
    public int size() {
      return 2;
    }

    @Override
    public int getSize() {
      return 2;
    }

    @Override
    public ImageProcessor getProcessor(int n) {
      return plane(n);
    }
  }

  @Test
  void planesReadFromAFileAreRefusedWithTheRemedy() throws Exception {
    ImagePlus image = new ImagePlus("large.tif", new Stored());
    image.setRoi(new Roi(30, 36, 20, 24));
    begin(image);
    assertEquals(
        "The planes of 'large.tif' are read from its file and cannot be changed: repaint a copy"
            + " (Image>Duplicate...).",
        await(State.REFUSED).words());
    repaint.accept();
    RepaintView after = await("the reason", v -> v.state() != State.ACCEPTING);
    assertFalse(after.words().isEmpty());
  }
}
