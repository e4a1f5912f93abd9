package io.github.palimpsest.ui.guided;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.palimpsest.request.Param;
import io.github.palimpsest.ui.guided.Snapshot.Action;
import org.junit.jupiter.api.Test;

/** What the panel says is what is so. */
class PanelTextTest {
  private static final String TIME = "  ·  \\d+ ms per step  ·  ";

  private static String number(double sigma) {
    return String.format(java.util.Locale.ROOT, "%.3g", sigma);
  }

  @Test
  void theProgressTellsTheStepsDoneFromTheNoiseOfTheFrameShown() throws Exception {
    try (Stage s = new Stage(Stage.image())) {
      s.guide.act(Action.STEP);
      s.guide.act(Action.STEP);
      s.done();
      double second = s.guide.snapshot().sigma();
      String words = PanelText.progress(s.guide.snapshot());
      assertTrue(words.matches("step 2 of 6" + TIME + "frame 3: sigma " + number(second)), words);
      s.guide.act(Action.RUN);
      s.done();
      double last = s.guide.snapshot().sigma();
      assertTrue(last < second / 2);
      words = PanelText.progress(s.guide.snapshot());
      assertTrue(words.matches("step 6 of 6" + TIME + "frame 7: sigma " + number(last)), words);
      s.stack().setPosition(1, 1, 3);
      words = PanelText.progress(s.until(x -> x.frame() == 3));
      assertTrue(words.matches("step 6 of 6" + TIME + "frame 3: sigma " + number(second)), words);
      s.guide.act(Action.BACK);
      s.done();
      s.stack().setPosition(1, 1, 6);
      // a frame to come holds nothing
      words = PanelText.progress(s.until(x -> x.frame() == 6));
      assertTrue(words.matches("step 1 of 6" + TIME + "frame 2: sigma .*"), words);
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
