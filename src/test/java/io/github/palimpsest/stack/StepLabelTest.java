package io.github.palimpsest.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.ImageStack;
import io.github.palimpsest.check.BadInput;
import org.junit.jupiter.api.Test;

/** Labels say the step in words, and are read back, also those of older stacks. */
class StepLabelTest {
  private static final String OLD = "step=9 sigma=0.398107 timestep=441 guidance=4 seed=-7";

  @Test
  void theFirstLineIsInWordsAndTheSecondHasTheNumbers() {
    StepLabel label = new StepLabel(9, 20, 0.37, 0.398107, 441, 4, -7);
    assertEquals("step 9 of 20 · noise 37 %\n" + OLD, label.toString());
    StepLabel start = new StepLabel(0, 20, 1, 14.6146, 999, 1, 3);
    assertEquals("start of 20 steps · noise 100 %", start.words());
    for (StepLabel l : new StepLabel[] {label, start}) {
      assertEquals(
          l, StepLabel.parse(FrameChecksum.sign(l.toString(), new float[3])).orElseThrow());
      // the line that ImageJ shows is not cut off
      ImageStack stack = new ImageStack(1, 1);
      stack.addSlice(l.toString(), new float[1]);
      assertEquals(l.words(), stack.getShortSliceLabel(1));
    }
  }

  @Test
  void oldLabelsAreReadAndStayAsTheyAre() {
    StepLabel old = StepLabel.parse(OLD + " #0011aaff").orElseThrow();
    assertEquals(9, old.step());
    assertEquals(0, old.steps());
    assertEquals(-7, old.seed());
    assertEquals(OLD, old.toString());
    assertEquals("step 9", old.words());
    assertEquals(OLD, StepLabel.of(OLD, 30));
    assertFalse(StepLabel.parse("seed=3 seam=1.00 time=2s").isPresent());
    assertFalse(StepLabel.parse(null).isPresent());
  }

  @Test
  void anotherLengthChangesTheWordsOnly() {
    StepLabel label = new StepLabel(9, 20, 0.37, 0.398107, 441, 4, -7);
    String longer = StepLabel.of(FrameChecksum.sign(label.toString(), new float[2]), 25);
    assertTrue(longer.startsWith("step 9 of 25 · noise 37 %\nstep=9 "), longer);
    assertEquals(25, StepLabel.parse(longer).orElseThrow().steps());
    assertEquals(
        "start of 5 steps · noise 1 %\nx", StepLabel.of("start of 20 steps · noise 1 %\nx", 5));
    assertEquals(FrameStack.TO_COME, StepLabel.of(FrameStack.TO_COME, 5));
  }

  @Test
  void paintIsFoundUnderBothKindsOfLabels() {
    for (String label :
        new String[] {OLD, new StepLabel(9, 20, 0.37, 0.398107, 441, 4, -7).toString()}) {
      float[] pixels = {1, 2, 3, 4};
      ImageStack stack = new ImageStack(2, 2);
      stack.addSlice(FrameChecksum.sign(label, pixels), pixels);
      ImagePlus image = new ImagePlus("x-steps", stack);
      assertFalse(FrameChecksum.painted(image, 0, 0));
      pixels[2] = 5;
      assertTrue(FrameChecksum.painted(image, 0, 0));
      stack.setSliceLabel("mine", 1);
      assertThrows(BadInput.class, () -> FrameChecksum.painted(image, 0, 0));
    }
  }
}
