package io.github.palimpsest.ui.guided;

import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.OvalRoi;
import io.github.palimpsest.inpaint.Outcome;
import io.github.palimpsest.model.TinyModels;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.stack.FrameChecksum;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** An image, a guide without a window, and what it was shown. */
public final class Stage implements GuidedHost, AutoCloseable {
  private static final int CLOSED = 1;
  private static final int UPDATED = 2;

  final List<ImagePlus> stacks = new ArrayList<>();
  final List<Outcome> outcomes = new ArrayList<>();
  final List<String> lines = new ArrayList<>();
  final List<Snapshot> seen = new ArrayList<>();
  final ImagePlus image;
  final GuidedPresenter guide;

  Stage(ImagePlus image, Object... more) {
    this.image = image;
    Request request =
        Request.of("model", TinyModels.folder("pixel").toString(), "steps", 6, "seed", 3);
    for (int i = 0; i < more.length; i += 2) {
      request = request.with(String.valueOf(more[i]), more[i + 1]);
    }
    guide = new GuidedPresenter(image, request, this, Runnable::run);
    guide.listen(
        s -> {
          synchronized (seen) {
            seen.add(s);
          }
        });
  }

  public static ImagePlus image() {
    ImagePlus imp = IJ.createImage("cells.tif", "8-bit", 64, 56, 1);
    Random random = new Random(5);
    var ip = imp.getProcessor();
    for (int i = 0; i < ip.getPixelCount(); i++) {
      ip.set(i, (int) (110 + 60 * Math.sin(i / 7.0)) + random.nextInt(12));
    }
    imp.setRoi(new OvalRoi(18, 14, 28, 26));
    return imp;
  }

  /** Waits until all that was asked for is done. */
  Stage done() throws InterruptedException {
    assertTrue(guide.await(30, TimeUnit.SECONDS), "still busy");
    return this;
  }

  /** Waits until the guide, which looks around now and then, has seen something. */
  Snapshot until(Predicate<Snapshot> what) throws InterruptedException {
    for (int i = 0; i < 1500; i++) {
      Snapshot now = guide.snapshot();
      if (now != null && what.test(now)) {
        return now;
      }
      Thread.sleep(10);
    }
    throw new AssertionError("waited in vain; last " + guide.snapshot());
  }

  ImagePlus stack() {
    return stacks.get(stacks.size() - 1);
  }

  /** Paints a square on the state after a step, or the last, and shows it. */
  public static void paint(ImagePlus stack, int wanted, float value) {
    int k = Math.min(wanted, stack.getNFrames() - 1);
    stack.setPosition(1, 1, k + 1);
    for (float[] plane : FrameChecksum.pixels(stack, 0, k)) {
      for (int y = 22; y < 32; y++) {
        for (int x = 26; x < 38; x++) {
          plane[y * stack.getWidth() + x] = value;
        }
      }
    }
    updated(stack);
  }

  /** Tells of it as the closing of its window does, which images have not in this test. */
  static void close(ImagePlus image) {
    tell(image, CLOSED);
  }

  /** Tells of it as ImageJ's tools do of an image with a window. */
  static void updated(ImagePlus image) {
    tell(image, UPDATED);
  }

  private static void tell(ImagePlus image, int what) {
    try {
      var tell = ImagePlus.class.getDeclaredMethod("notifyListeners", int.class);
      tell.setAccessible(true);
      tell.invoke(image, what);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  /** 8-bit pixels of the first plane. */
  public static byte[] pixels(ImagePlus image) {
    return ((byte[]) image.getStack().getPixels(1)).clone();
  }

  @Override
  public void opened(ImagePlus stack) {
    stacks.add(stack);
  }

  @Override
  public void finished(Outcome outcome) {
    outcomes.add(outcome);
  }

  @Override
  public void warn(String sentence) {}

  @Override
  public void record(List<String> recorded) {
    lines.addAll(recorded);
  }

  @Override
  public void close() throws InterruptedException {
    guide.close();
    assertTrue(guide.await(30, TimeUnit.SECONDS), "the thread goes on");
  }
}
