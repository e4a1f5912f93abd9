package io.github.palimpsest.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import ij.ImagePlus;
import ij.gui.OvalRoi;
import io.github.palimpsest.inpaint.Outcome;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.record.Provenance;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.session.Session;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.io.TempDir;
import org.junitpioneer.jupiter.RetryingTest;

/**
 * Frames edited with ImageJ's commands by hand, against a session without windows that is given the
 * same pixels: the same results, bit by bit. Leaves screenshots in {@code target/screenshots}.
 */
class EditingTest {
  private static final int STEP = 3;

  @TempDir Path temp;

  @RetryingTest(2)
  void whatWasEditedByHandIsWhatASessionTakesIn() throws Exception {
    Path field = Micrographs.write(temp, "field.tif", 96, 80);
    PlainImageJ.drive(EditingDriver.class, field, temp);
    short[] plain = pixels(session(field, null, false, 1).result());
    for (String name : new String[] {"fill", "blur", "paste", "latents"}) {
      double weight = name.equals("paste") ? 0.5 : 1;
      float[] frame = (float[]) opened("frame-" + name).getProcessor().getPixels();
      Outcome outcome = session(field, frame, name.equals("latents"), weight);
      short[] expected = pixels(outcome.result());
      ImagePlus byHand = opened("result-" + name);
      assertArrayEquals(expected, pixels(byHand), name);
      assertFrames(outcome.steps(), opened("steps-" + name), name);
      assertFalse(Arrays.equals(plain, expected), name + " makes no difference");
      assertEquals(1, Provenance.runs(byHand).get(0).json().getAsJsonArray("edits").size(), name);
    }
    ImagePlus undone = opened("result-undone");
    assertArrayEquals(plain, pixels(undone), "what was undone");
    assertEquals(0, Provenance.runs(undone).get(0).json().getAsJsonArray("edits").size());
  }

  /** The frame edited as well: what was taken in must not look as if it were still to be. */
  private static void assertFrames(ImagePlus expected, ImagePlus stack, String name) {
    assertEquals(expected.getStackSize(), stack.getStackSize());
    for (int s = 1; s <= stack.getStackSize(); s++) {
      assertArrayEquals(
          (float[]) expected.getStack().getPixels(s),
          (float[]) stack.getStack().getPixels(s),
          name + ", frame " + s);
    }
  }

  private static Outcome session(Path field, float[] frame, boolean latents, double weight) {
    ImagePlus image = Micrographs.open(field);
    image.setRoi(new OvalRoi(28, 24, 26, 20));
    Request request = Request.of("steps", 6, "seed", 7, "latents", true);
    try (Session session = Session.start(image, request, Monitor.SILENT)) {
      session.step(6);
      if (frame != null) {
        ImagePlus stack = latents ? session.latentsStack() : session.stepStack();
        stack.setPosition(1, 1, STEP + 1);
        float[] shown = (float[]) stack.getStack().getPixels(STEP + 1);
        System.arraycopy(frame, 0, shown, 0, shown.length);
        session.inject(weight);
      }
      return session.finish();
    }
  }

  private ImagePlus opened(String name) {
    return Micrographs.open(temp.resolve(name + ".tif"));
  }

  private static short[] pixels(ImagePlus image) {
    return (short[]) image.getProcessor().getPixels();
  }
}
