package io.github.palimpsest.ui.guided;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.process.LUT;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.stack.FrameStack;
import io.github.palimpsest.stack.StepLabel;
import java.awt.Color;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What the strip of steps shows, on stacks whose values are known. */
class FrameWatchTest {
  private static final int SIZE = 20;

  private int asked;

  /** A square of ten pixels, half of it soft. */
  private final Supplier<float[]> mask =
      () -> {
        asked++;
        float[] weights = new float[SIZE * SIZE];
        for (int y = 5; y < 15; y++) {
          for (int x = 5; x < 15; x++) {
            weights[y * SIZE + x] = x < 10 ? 1 : 0.5f;
          }
        }
        return weights;
      };

  /** Writes a state whose estimate is a constant in the mask. */
  private void write(FrameStack stack, int k, int steps, float... estimates) {
    float[] weights = mask.get();
    asked--;
    float[][] planes = new float[estimates.length][SIZE * SIZE];
    for (int c = 0; c < planes.length; c++) {
      for (int i = 0; i < weights.length; i++) {
        planes[c][i] = 10 * (1 - weights[i]) + estimates[c] * weights[i];
      }
    }
    stack.write(0, k, planes, new StepLabel(k, steps, 0.5, 1, 1, 1, 7).toString());
  }

  private static FrameStack grey(int steps) {
    return FrameStack.create("x-steps", SIZE, SIZE, 1, 1, steps + 1).display(0, 100);
  }

  @Test
  void theChangeIsThatOfTheEstimatesAlsoWhereTheMaskIsSoft() {
    FrameStack stack = grey(4);
    float[] estimates = {10, 50, 30, 36, 35.5f};
    for (int k = 0; k < 5; k++) {
      write(stack, k, 4, estimates[k]);
    }
    List<StepFrame> frames = new FrameWatch().look(stack.image(), 4, 4, mask);
    assertEquals(5, frames.size());
    // the first frame is no estimate
    assertTrue(Double.isNaN(frames.get(0).change()) && Double.isNaN(frames.get(1).change()));
    assertEquals(20, frames.get(2).change(), 1e-4);
    assertEquals(6, frames.get(3).change(), 1e-4);
    assertEquals(0.5, frames.get(4).change(), 1e-4);
    assertEquals("step 3 of 4 · noise 50 %", frames.get(3).words());
  }

  @Test
  void everyFrameIsLookedAtOnce() {
    FrameStack stack = grey(3);
    FrameWatch watch = new FrameWatch();
    write(stack, 0, 3, 10);
    write(stack, 1, 3, 50);
    List<StepFrame> two = watch.look(stack.image(), 1, 3, mask);
    assertEquals(1, asked);
    assertSame(two, watch.look(stack.image(), 1, 3, mask));
    assertEquals(1, asked);
    write(stack, 2, 3, 40);
    List<StepFrame> three = watch.look(stack.image(), 2, 3, mask);
    assertEquals(2, asked);
    assertSame(two.get(0), two.get(0));
    assertSame(two.get(1).picture(), three.get(1).picture());
    assertEquals(10, three.get(2).change(), 1e-4);
    // gone back, and on with other values
    assertEquals(2, watch.look(stack.image(), 1, 3, mask).size());
    write(stack, 2, 3, 90);
    List<StepFrame> again = watch.look(stack.image(), 2, 3, mask);
    assertEquals(40, again.get(2).change(), 1e-4);
    assertNotSame(three.get(2).picture(), again.get(2).picture());
    // another length: other words, the same frames
    stack.resize(9);
    again = watch.look(stack.image(), 2, 8, mask);
    assertEquals("step 2 of 8 · noise 50 %", again.get(2).words());
    assertEquals(3, asked);
  }

  @Test
  void thePictureShowsThePartAroundTheMaskInTheRangeOfTheStack() {
    FrameStack stack = grey(1);
    write(stack, 0, 1, 10);
    write(stack, 1, 1, 100);
    FrameWatch watch = new FrameWatch();
    StepFrame frame = watch.look(stack.image(), 1, 1, mask).get(1);
    // ten pixels of mask and a margin of two
    assertEquals(14, frame.picture().getWidth());
    assertEquals(14, frame.picture().getHeight());
    assertEquals(0xffffff, frame.picture().getRGB(4, 7) & 0xffffff);
    assertEquals(0x1a1a1a, frame.picture().getRGB(0, 0) & 0xffffff);
    stack.image().setDisplayRange(0, 200);
    frame = watch.look(stack.image(), 1, 1, mask).get(1);
    assertEquals(0x808080, frame.picture().getRGB(4, 7) & 0xffffff);
  }

  @Test
  void channelsAddUpInTheirColours() {
    LUT red = LUT.createLutFromColor(Color.RED);
    LUT green = LUT.createLutFromColor(Color.GREEN);
    red.min = green.min = 0;
    red.max = green.max = 100;
    FrameStack stack =
        FrameStack.create("x-steps", SIZE, SIZE, 2, 1, 3)
            .inColour(List.of(red, green), CompositeImage.COMPOSITE);
    write(stack, 0, 2, 10, 10);
    write(stack, 1, 2, 100, 0);
    write(stack, 2, 2, 100, 100);
    List<StepFrame> frames = new FrameWatch().look(stack.image(), 2, 2, mask);
    assertEquals(0xff0000, frames.get(1).picture().getRGB(4, 7) & 0xffffff);
    assertEquals(0xffff00, frames.get(2).picture().getRGB(4, 7) & 0xffffff);
    // the mean of both channels
    assertEquals(50, frames.get(2).change(), 1e-4);
  }

  @Test
  void paintIsMarkedSeenAndForgottenWhenTheFrameIsWrittenAgain() {
    FrameStack stack = grey(3);
    for (int k = 0; k < 4; k++) {
      write(stack, k, 3, 20 + 10 * k);
    }
    FrameWatch watch = new FrameWatch();
    List<StepFrame> before = watch.look(stack.image(), 3, 3, mask);
    float[] pixels = (float[]) stack.image().getStack().getPixels(3);
    pixels[8 * SIZE + 8] = 100;
    List<StepFrame> painted = watch.shown(stack.image(), 2, true, 1);
    assertTrue(painted.get(2).painted());
    assertNotSame(before.get(2).picture(), painted.get(2).picture());
    assertEquals(before.get(2).change(), painted.get(2).change());
    // another frame is shown: it is still painted on
    assertTrue(watch.shown(stack.image(), 1, false, 1).get(2).painted());
    assertSame(before.get(1).picture(), watch.frames().get(1).picture());
    write(stack, 2, 3, 41);
    List<StepFrame> after = watch.look(stack.image(), 3, 3, mask);
    assertFalse(after.get(2).painted());
    assertEquals(11, after.get(2).change(), 1e-4);
  }

  @Test
  void aThousandStepsKeepAFewPictures() {
    int steps = 1000;
    FrameStack stack = grey(steps);
    FrameWatch watch = new FrameWatch();
    for (int k = 0; k <= steps; k++) {
      write(stack, k, steps, k % 97);
      if (k % 100 == 7) {
        watch.look(stack.image(), k, steps, mask);
      }
    }
    List<StepFrame> frames = watch.look(stack.image(), steps, steps, mask);
    long kept = frames.stream().filter(f -> f.picture() != null).count();
    assertTrue(kept > FrameWatch.MOST / 2 && kept <= FrameWatch.MOST + 2, "" + kept);
    assertNotNull(frames.get(steps).picture());
    assertTrue(frames.stream().skip(2).allMatch(f -> f.change() == 1 || f.change() > 90));
    StepFrame between = frames.get(501);
    assertNull(between.picture());
    assertNotNull(watch.shown(stack.image(), 501, false, 1).get(501).picture());
  }

  @Test
  void aTwinKnowsWhatItsOriginHasSeen() {
    FrameStack stack = grey(2);
    write(stack, 0, 2, 10);
    write(stack, 1, 2, 20);
    write(stack, 2, 2, 30);
    FrameWatch watch = new FrameWatch();
    List<StepFrame> seen = watch.look(stack.image(), 2, 2, mask);
    List<StepFrame> twin = watch.copy().look(stack.image(), 1, 2, mask);
    assertEquals(1, asked);
    assertEquals(seen.subList(0, 2), twin);
  }

  @Test
  void aStackThatBecameAnotherIsRefused() {
    FrameStack stack = grey(2);
    ImagePlus image = stack.image();
    new ij.process.StackConverter(image).convertToGray8();
    assertThrows(BadInput.class, () -> new FrameWatch().look(image, 2, 2, mask));
  }
}
