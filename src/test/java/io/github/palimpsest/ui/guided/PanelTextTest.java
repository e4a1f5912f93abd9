package io.github.palimpsest.ui.guided;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.palimpsest.request.Param;
import io.github.palimpsest.ui.guided.Snapshot.Action;
import org.junit.jupiter.api.Test;

/** What the panel says is what is so. */
class PanelTextTest {
  private static void says(Snapshot s, int step, int frame, double sigma) {
    assertEquals("step " + step + " of 6", PanelText.progress(s, System.nanoTime()));
    String words = PanelText.details(s);
    String noise = String.format(java.util.Locale.ROOT, "%.3g", sigma);
    String form = "Frame " + frame + " of 7: sigma " + noise + ", timestep \\S+; \\d+ ms a step";
    assertTrue(words.matches(form), words);
  }

  @Test
  void theProgressTellsTheStepsDoneFromTheNoiseOfTheFrameShown() throws Exception {
    try (Stage s = new Stage(Stage.image())) {
      s.guide.act(Action.STEP);
      s.guide.act(Action.STEP);
      s.done();
      double second = s.guide.snapshot().sigma();
      says(s.guide.snapshot(), 2, 3, second);
      assertEquals("4", s.guide.snapshot().values().get(Param.STEPS));
      s.guide.act(Action.RUN);
      s.done();
      double last = s.guide.snapshot().sigma();
      assertTrue(last < second / 2);
      says(s.guide.snapshot(), 6, 7, last);
      assertEquals("0", s.guide.snapshot().values().get(Param.STEPS));
      s.stack().setPosition(1, 1, 3);
      Snapshot third = s.until(x -> x.frame() == 3);
      says(third, 6, 3, second);
      assertEquals("4", third.values().get(Param.STEPS));
      s.guide.act(Action.BACK);
      s.done();
      s.stack().setPosition(1, 1, 6);
      // a frame to come holds nothing
      Snapshot sixth = s.until(x -> x.frame() == 6);
      says(sixth, 1, 2, sixth.sigma());
      assertEquals("5", sixth.values().get(Param.STEPS));
    }
  }

  @Test
  void stepsAddedAtTheEndAreNotThereFromAnEarlierFrame() throws Exception {
    try (Stage s = new Stage(Stage.image())) {
      s.guide.act(Action.RUN);
      s.done();
      s.stack().setPosition(1, 1, 4);
      s.until(x -> x.frame() == 4);
      s.guide.set(Param.STEPS, 5);
      s.guide.act(Action.STEP);
      s.done();
      assertEquals(8, s.guide.snapshot().steps());
      s.stack().setPosition(1, 1, 3);
      Snapshot before = s.until(x -> x.frame() == 3);
      // what was set after step 3 is forgotten by going back to step 2
      assertEquals("4", before.values().get(Param.STEPS));
      s.guide.act(Action.RUN);
      s.done();
      assertEquals(6, s.guide.snapshot().steps());
    }
  }

  @Test
  void whatComesNextNamesWeightAndHorizon() throws Exception {
    try (Stage s = new Stage(Stage.image(), "latents", true)) {
      s.guide.act(Action.RUN);
      s.done();
      assertEquals(" ", PanelText.next(s.guide.snapshot(), 1, 3));
      Stage.paint(s.stack(), 2, 250);
      s.guide.set(Param.GUIDANCE, 2);
      Snapshot seen = s.until(x -> x.paint() != null && !x.next().isEmpty());
      String edit = "Next: the edit with weight ";
      assertEquals(
          edit + "1.00 held to the end, guidance 2", PanelText.next(seen, 1, Integer.MAX_VALUE));
      assertEquals(edit + "0.50 held to the end, guidance 2", PanelText.next(seen, 0.5, 4));
      assertEquals(edit + "0.50 held for 3 of 4 steps, guidance 2", PanelText.next(seen, 0.5, 3));
      assertEquals(edit + "1.00 not held, guidance 2", PanelText.next(seen, 1, 0));
      assertEquals("Next: guidance 2", PanelText.next(seen, 0, 3));
      s.guide.act(Action.STEP);
      s.done();
      Stage.paint(s.stacks.get(0), 1, 2);
      seen = s.until(x -> x.paint() != null && x.paint().latents());
      assertEquals(edit + "1.00, once", PanelText.next(seen, 1, 3));
    }
  }
}
