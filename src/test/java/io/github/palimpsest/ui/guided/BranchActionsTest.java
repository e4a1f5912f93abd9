package io.github.palimpsest.ui.guided;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import io.github.palimpsest.session.SessionState;
import io.github.palimpsest.ui.guided.Snapshot.Action;
import io.github.palimpsest.ui.guided.Snapshot.BranchRow;
import io.github.palimpsest.ui.guided.Snapshot.State;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Branches are chosen by their stacks, ended one by one, and seen in small. */
class BranchActionsTest {
  private static Stage branched() throws Exception {
    Stage s = new Stage(Stage.image());
    s.guide.act(Action.STEP);
    s.guide.act(Action.STEP);
    s.guide.act(Action.BRANCH);
    s.guide.act(Action.STEP);
    s.guide.act(Action.BRANCH);
    s.done();
    assertEquals(3, s.guide.snapshot().branches().size());
    return s;
  }

  private static SessionState state(Stage s, int branch) {
    return s.guide.snapshot().branches().get(branch).state();
  }

  @Test
  void theStackInFrontIsTheBranchThatActs() throws Exception {
    try (Stage s = branched()) {
      BranchActions branches = s.guide.branches();
      ImagePlus first = s.stacks.get(0);
      branches.choose(first);
      s.guide.act(Action.STEP);
      s.done();
      assertEquals("cells-steps", s.guide.snapshot().branch());
      assertEquals(3, s.guide.snapshot().step());
      // its own stack and another image change nothing
      branches.choose(first);
      branches.choose(s.image);
      s.done();
      assertEquals("cells-steps", s.guide.snapshot().branch());
      assertEquals(first, branches.stack("cells-steps"));
    }
  }

  @Test
  void oneBranchEndsAndTheOthersGoOn() throws Exception {
    try (Stage s = branched()) {
      List<BranchRow> rows = s.guide.snapshot().branches();
      assertEquals("cells-steps", PanelText.name(rows.get(0)));
      assertEquals("…-from2-steps", PanelText.name(rows.get(1)));
      assertEquals("…-from3-steps", PanelText.name(rows.get(2)));
      assertEquals("left at 2 · step 3 of 6", PanelText.branch(rows.get(1)));
      List<String> names = rows.stream().map(BranchRow::name).toList();
      s.guide.branches().end(names.get(1), false);
      s.done();
      assertEquals(SessionState.CANCELLED, state(s, 1));
      assertEquals(names.get(2), s.guide.snapshot().branch());
      assertEquals(State.PAUSED, s.guide.snapshot().state());
      assertNull(s.guide.branches().stack(names.get(1)));
      // the one acted on, whose stack stays
      s.guide.branches().end(names.get(2), true);
      s.done();
      assertEquals(SessionState.LEFT, state(s, 2));
      assertEquals(names.get(0), s.guide.snapshot().branch());
      assertNotNull(s.stack().getProcessor());
      assertTrue(s.stack().changes);
      s.guide.act(Action.STEP);
      s.done();
      assertEquals(3, s.guide.snapshot().step());
      s.guide.branches().end(names.get(1), true);
      s.done();
      assertTrue(s.guide.snapshot().wrong(), s.guide.snapshot().message());
      s.guide.branches().end(names.get(0), false);
      s.done();
      assertEquals(State.ENDED, s.guide.snapshot().state());
      assertTrue(s.guide.snapshot().can().contains(Action.RUN));
    }
  }

  @Test
  void framesAndBranchesAreSeenInSmall() throws Exception {
    try (Stage s = branched()) {
      Snapshot now = s.guide.snapshot();
      assertEquals(now.step() + 1, now.frames().all().size());
      assertTrue(now.branches().stream().allMatch(b -> b.picture() != null));
      assertTrue(now.frames().all().get(2).change() > 0);
      assertFalse(now.frames().all().get(1).painted());
      Stage.paint(s.stack(), 1, 250);
      now = s.until(x -> x.paint() != null);
      assertTrue(now.frames().all().get(1).painted());
      s.guide.branches().show(3);
      assertEquals(3, s.guide.branches().shown());
      now = s.until(x -> x.frame() == 4);
      assertTrue(now.frames().all().get(1).painted());
      s.guide.branches().show(99);
      assertEquals(now.step(), s.guide.branches().shown());
      s.guide.branches().show(1);
      s.until(x -> x.frame() == 2 && x.paint() != null);
      s.guide.act(Action.RUN);
      s.done();
      now = s.guide.snapshot();
      assertEquals(7, now.frames().all().size());
      assertFalse(now.frames().all().get(1).painted());
      s.guide.act(Action.DISCARD);
      s.done();
      assertEquals(Snapshot.Frames.NONE, s.guide.snapshot().frames());
    }
  }

  @Test
  void coloursAreSeenInColour() throws Exception {
    ImagePlus image = Stage.image();
    new ij.process.ImageConverter(image).convertToRGB();
    image.setRoi(18, 14, 20, 20);
    try (Stage s = new Stage(image)) {
      s.guide.act(Action.RUN);
      s.done();
      List<StepFrame> all = s.guide.snapshot().frames().all();
      assertEquals(7, all.size());
      assertTrue(all.get(6).change() > 0, "" + all);
      assertNotNull(all.get(6).picture());
    }
  }
}
