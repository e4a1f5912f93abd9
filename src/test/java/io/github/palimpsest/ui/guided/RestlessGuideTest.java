package io.github.palimpsest.ui.guided;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.OvalRoi;
import ij.process.StackConverter;
import io.github.palimpsest.model.onnx.OnnxModels;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.stack.StepLabel;
import io.github.palimpsest.ui.guided.Snapshot.Action;
import io.github.palimpsest.ui.guided.Snapshot.BranchRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Random sequences of what a user does, also while a run goes on: no frame is lost that was not
 * discarded or gone back from, and no thread, lock, overlay or open model stays behind. The system
 * property {@code sequences} says how many, {@code first} where their seeds begin.
 */
class RestlessGuideTest {
  private static final int SEQUENCES = Integer.getInteger("sequences", 40);
  private static final int FIRST = Integer.getInteger("first", 0);
  private static final int ACTS = 12;

  /** What may go back in a branch, or end it; after anything else every branch has its steps. */
  private enum Kind {
    KEEPS,
    GOES,
    DISCARDS
  }

  @Test
  void noFrameIsLostAndNothingStaysBehind() throws Exception {
    int images = WindowManager.getImageCount();
    int accepted = 0;
    int kept = 0;
    for (int seed = FIRST; seed < FIRST + SEQUENCES; seed++) {
      Random random = new Random(seed * 0x9E3779B97F4A7C15L);
      ImagePlus image = Stage.image();
      byte[] before = Stage.pixels(image);
      Stage s = new Stage(image, "latents", random.nextBoolean());
      List<String> done = new ArrayList<>();
      try {
        for (int i = 0; i < ACTS; i++) {
          act(s, random, done);
          kept += s.guide.snapshot() != null && s.guide.snapshot().kept() ? 1 : 0;
        }
        s.close();
        Snapshot end = s.guide.snapshot();
        for (BranchRow b : end.branches()) {
          assertFalse(b.open(), b.toString());
        }
        if (image.getProcessor() != null) {
          assertArrayEquals(before, Stage.pixels(image));
        }
        assertNull(image.getOverlay());
        assertFalse(image.isLocked());
        accepted += s.outcomes.size();
      } catch (Exception | AssertionError e) {
        throw new AssertionError("sequence " + seed + " " + done, e);
      }
    }
    assertTrue(accepted > SEQUENCES / 10, accepted + " accepted");
    assertTrue(kept > SEQUENCES, kept + " times there was something to lose");
    assertEquals(images, WindowManager.getImageCount());
    for (Thread t : Thread.getAllStackTraces().keySet()) {
      if (t.getName().startsWith("Palimpsest-guide")) {
        // it may still be about to end
        t.join(20_000);
        assertFalse(t.isAlive(), t.getName());
      }
    }
    OnnxModels.unloadIdle();
    var open = OnnxModels.class.getDeclaredField("OPEN");
    open.setAccessible(true);
    assertEquals(Map.of(), open.get(null), "open models");
  }

  /** Steps done, by branch, of those that are open. */
  private static Map<String, Integer> steps(Stage s) {
    Map<String, Integer> steps = new TreeMap<>();
    Snapshot now = s.guide.snapshot();
    if (now != null) {
      now.branches().stream().filter(BranchRow::open).forEach(b -> steps.put(b.name(), b.step()));
    }
    return steps;
  }

  private static void act(Stage s, Random random, List<String> done) throws Exception {
    boolean busy = random.nextInt(3) > 0;
    if (!busy) {
      s.done();
    }
    Map<String, Integer> before = steps(s);
    Snapshot was = s.guide.snapshot();
    int results = s.outcomes.size();
    int which = random.nextInt(22);
    done.add((busy ? "busy " : "") + which);
    Kind kind = act(s, random, which);
    if (busy) {
      return;
    }
    s.done();
    Map<String, Integer> after = steps(s);
    if (kind == Kind.DISCARDS) {
      assertEquals(Map.of(), after);
      return;
    }
    for (String name : before.keySet()) {
      boolean ended = !after.containsKey(name);
      boolean finished = s.outcomes.size() > results && name.equals(was.branch());
      assertTrue(!ended || finished || !was.kept(), name + " has ended");
      if (kind == Kind.KEEPS && !ended) {
        assertTrue(after.get(name) >= before.get(name), name + " went back");
      }
    }
    // sessions that were discarded had stacks of the same title
    Map<String, ImagePlus> newest = new TreeMap<>();
    s.stacks.forEach(stack -> newest.put(stack.getTitle(), stack));
    newest.forEach((title, stack) -> frames(stack, after.get(title)));
  }

  /** Every state of an open branch is there, under its label. */
  private static void frames(ImagePlus stack, Integer step) {
    if (step == null || stack.getBitDepth() != 32) {
      return;
    }
    for (int k = 0; k <= step; k++) {
      String label = stack.getStack().getSliceLabel(k + 1);
      int at = StepLabel.parse(label).map(StepLabel::step).orElse(-1);
      assertEquals(k, at, stack.getTitle() + ": " + label);
    }
  }

  private static Kind act(Stage s, Random random, int which) throws InterruptedException {
    switch (which) {
      case 0, 1 -> s.guide.act(Action.STEP);
      case 2, 3 -> s.guide.act(Action.RUN);
      case 4 -> s.guide.act(Action.BACK);
      case 5 -> s.guide.act(Action.BRANCH);
      case 6 -> s.guide.act(Action.FINISH);
      case 7 -> {
        s.done();
        if (!s.stacks.isEmpty() && s.guide.snapshot().open() && s.stack().getBitDepth() == 32) {
          Stage.paint(s.stack(), random.nextInt(6), random.nextInt(255));
        }
      }
      case 8 -> {
        List<BranchRow> all =
            s.guide.snapshot() == null ? List.of() : s.guide.snapshot().branches();
        if (!all.isEmpty()) {
          s.guide.branches().select(all.get(random.nextInt(all.size())).name());
        }
      }
      default -> {
        return keeps(s, random, which);
      }
    }
    return Kind.GOES;
  }

  private static Kind keeps(Stage s, Random random, int which) throws InterruptedException {
    switch (which) {
      case 9 -> s.guide.act(Action.PAUSE);
      case 10, 11 -> s.guide.act(Action.STOP);
      case 12 -> s.guide.set(Param.STEPS, 1 + random.nextInt(4));
      case 13 -> s.guide.set(Param.GUIDANCE, random.nextInt(4));
      case 14 -> s.guide.set(Param.SCHEDULER, random.nextBoolean() ? "Euler" : "Heun");
      case 15 -> s.guide.preview(random.nextInt(3));
      case 16 -> s.image.setRoi(new OvalRoi(19, 15, 20 + random.nextInt(4), 20));
      case 17 -> s.guide.offer(Param.STRENGTH, 0.5);
      case 18 -> s.guide.act(Action.SHOW);
      case 19 -> {
        if (!s.stacks.isEmpty()) {
          Stage.close(s.stacks.get(random.nextInt(s.stacks.size())));
        }
      }
      case 20 -> {
        s.done();
        if (!s.stacks.isEmpty() && s.stack().getBitDepth() == 32 && random.nextBoolean()) {
          new StackConverter(s.stack()).convertToRGB();
        } else if (random.nextInt(3) == 0) {
          s.image.flush(); // what closing its window does
        }
      }
      default -> {
        if (random.nextInt(3) == 0) {
          s.guide.act(Action.DISCARD);
          return Kind.DISCARDS;
        }
      }
    }
    return Kind.KEEPS;
  }
}
