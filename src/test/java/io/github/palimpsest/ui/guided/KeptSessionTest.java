package io.github.palimpsest.ui.guided;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.process.StackConverter;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.model.TinyModels;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.session.Session;
import io.github.palimpsest.ui.guided.Snapshot.Action;
import io.github.palimpsest.ui.guided.Snapshot.State;
import java.awt.EventQueue;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a user of the panel does while a run goes on is neither lost nor delayed to its end. */
class KeptSessionTest {
  private static final Request REQUEST =
      Request.of("model", TinyModels.folder("pixel").toString(), "steps", 6, "seed", 3);

  private static byte[] whole() {
    return Stage.pixels(Session.start(Stage.image(), REQUEST, Monitor.SILENT).finish().result());
  }

  /** Does something once, on the guide's thread, right after a step of a run that goes on. */
  private static void after(Stage s, int step, Runnable action) {
    AtomicBoolean done = new AtomicBoolean();
    s.guide.listen(
        x -> {
          boolean now = x.state() == State.RUNNING && x.step() == step;
          if (now && !done.getAndSet(true)) {
            action.run();
          }
        });
  }

  @ParameterizedTest
  @CsvSource({
    "guidance,2",
    "scheduler,Euler",
    "steps,5",
    "strength,0.5",
    "feather,4",
    "rescale,0.5"
  })
  void whatIsSetWhileARunGoesOnActsAtTheNextStepAndIsRecorded(String key, String value)
      throws Exception {
    Param param = Param.of(key).orElseThrow();
    Session session = Session.start(Stage.image(), REQUEST.with("guidance", 3), Monitor.SILENT);
    session.step(2);
    session.set(key, value);
    byte[] expected = Stage.pixels(session.finish().result());
    try (Stage s = new Stage(Stage.image(), "guidance", 3)) {
      after(s, 2, () -> s.guide.set(param, value));
      s.guide.act(Action.RUN);
      s.done();
      // no snapshot after it was set shows the value before
      assertFalse(
          s.seen.stream()
              .filter(x -> x.version() > 0 && x.step() == 2)
              .anyMatch(x -> !x.values().get(param).startsWith(value)),
          "it snapped back");
      s.guide.act(Action.FINISH);
      s.done();
      assertArrayEquals(expected, Stage.pixels(s.outcomes.get(0).result()));
      int at = s.lines.indexOf("Ext.step(2);");
      assertTrue(at > 0, s.lines.toString());
      assertTrue(s.lines.get(at + 1).startsWith("Ext.set(\"" + key + "\", "), s.lines.toString());
    }
  }

  @Test
  void whatIsStillTypedOrRefusedDoesNotReachARun() throws Exception {
    try (Stage s = new Stage(Stage.image())) {
      after(s, 2, () -> s.guide.offer(Param.STRENGTH, "0.5"));
      after(s, 3, () -> assertFalse(s.guide.set(Param.GUIDANCE, "many")));
      s.guide.act(Action.RUN);
      s.done();
      Snapshot end = s.guide.snapshot();
      assertEquals(6, end.step());
      assertEquals("0.5", end.values().get(Param.STRENGTH));
      assertEquals("guidance (many) must be a number.", end.message());
      s.guide.set(Param.GUIDANCE, 1);
      s.guide.act(Action.RUN);
      s.done();
      assertEquals(9, s.guide.snapshot().steps());
    }
  }

  @Test
  void whatIsSetWhileASessionOpensReachesIt() throws Exception {
    try (Stage s = new Stage(Stage.image())) {
      AtomicBoolean done = new AtomicBoolean();
      s.guide.listen(
          x -> {
            if (x.state() == State.RUNNING && x.steps() == 0 && !done.getAndSet(true)) {
              // RUNNING is told before the session opens
              s.guide.set(Param.STEPS, 4);
            }
          });
      s.guide.act(Action.RUN);
      s.done();
      assertEquals(4, s.guide.snapshot().steps());
    }
  }

  @Test
  void everyKeyThatASessionTakesIsTakenFromThePanel() {
    PendingSettings wishes = new PendingSettings(REQUEST);
    wishes.start();
    for (Param param : Param.inSession()) {
      String value =
          switch (param) {
            case PROMPT, NEGATIVE, CONTROL, MASK -> "x";
            case SCHEDULER -> "Euler";
            case GUESS, SOURCES -> "true";
            case OUTPUT -> "Replace";
            case SEAM -> "Match";
            case FEATHER, STEPS -> "3";
            default -> "0.5";
          };
      wishes.set(param, value, true);
    }
    Set<Param> missing = EnumSet.copyOf(Param.inSession());
    missing.removeAll(wishes.settled(REQUEST, 9).keySet());
    assertEquals(Set.of(), missing);
  }

  @Test
  void whatAnOpenSessionCannotTakeIsRefusedInOneSentence() throws Exception {
    try (Stage s = new Stage(Stage.image())) {
      s.guide.act(Action.STEP);
      s.done();
      assertTrue(s.guide.set(Param.SEED, 3), "it has that value");
      assertFalse(s.guide.set(Param.SEED, 4));
      s.done();
      assertEquals(
          "seed (4) cannot change in an open session: finish or discard it first.",
          s.guide.snapshot().message());
      assertTrue(s.guide.snapshot().wrong());
      assertEquals(3, s.guide.request().seed());
      s.guide.act(Action.DISCARD);
      s.done();
      assertTrue(s.guide.set(Param.SEED, 4));
      assertEquals(4, s.guide.request().seed());
    }
  }

  @Test
  void windowsThatAreClosedTakeNothingAway() throws Exception {
    ImagePlus image = Stage.image();
    try (Stage s = new Stage(image)) {
      s.guide.act(Action.STEP);
      s.guide.act(Action.STEP);
      s.done();
      Stage.close(s.stack());
      s.until(
          x ->
              x.message()
                  .equals(
                      "cells-steps was closed, its frames are kept: Show stacks opens it again."));
      assertEquals(State.PAUSED, s.guide.snapshot().state());
      s.guide.act(Action.SHOW);
      s.done();
      assertEquals(2, s.stacks.size());
      assertEquals(s.stacks.get(0), s.stacks.get(1));
      image.flush(); // what closing its window does
      s.until(Snapshot::closed);
      Snapshot now =
          s.until(
              x ->
                  x.message()
                      .equals(
                          "cells.tif was closed. Its session goes on; Finish makes a new image."));
      assertEquals(State.PAUSED, now.state());
      assertTrue(now.kept());
      assertFalse(now.gone());
      s.guide.act(Action.FINISH);
      s.done();
      assertArrayEquals(whole(), Stage.pixels(s.outcomes.get(0).result()));
      // nothing is left to be guided
      assertTrue(s.guide.snapshot().gone());
      assertEquals(EnumSet.noneOf(Action.class), s.guide.snapshot().can());
    }
  }

  @Test
  void anImageClosedBeforeAnythingBeganEndsTheGuide() throws Exception {
    try (Stage s = new Stage(Stage.image())) {
      Stage.close(s.image);
      s.until(Snapshot::gone);
      assertEquals(EnumSet.noneOf(Action.class), s.guide.snapshot().can());
    }
  }

  @Test
  void replaceOfAClosedImageIsRefusedAndTheSessionStays() throws Exception {
    try (Stage s = new Stage(Stage.image(), "output", "Replace")) {
      s.guide.act(Action.STEP);
      s.done();
      s.image.flush();
      s.guide.act(Action.FINISH);
      s.done();
      Snapshot now = s.guide.snapshot();
      assertEquals("'cells.tif' has been closed: set output=New for its result.", now.message());
      assertEquals(State.PAUSED, now.state());
      // ImageJ tells of the closing when it likes; the refusal stays
      Stage.close(s.image);
      EventQueue.invokeAndWait(() -> {});
      s.done();
      assertEquals(now.message(), s.until(Snapshot::closed).message());
      s.guide.set(Param.OUTPUT, "New");
      s.guide.act(Action.FINISH);
      s.done();
      assertArrayEquals(whole(), Stage.pixels(s.outcomes.get(0).result()));
    }
  }

  @Test
  void aStackTurnedIntoSomethingElseIsSaidAtEveryButtonAndShownAgain() throws Exception {
    try (Stage s = new Stage(Stage.image())) {
      s.guide.act(Action.STEP);
      s.guide.act(Action.STEP);
      s.done();
      ImagePlus changed = s.stack();
      new StackConverter(changed).convertToRGB();
      for (Runnable act :
          new Runnable[] {
            () -> s.guide.act(Action.RUN),
            () -> s.guide.act(Action.STEP),
            () -> s.guide.act(Action.BRANCH),
            () -> s.guide.act(Action.FINISH)
          }) {
        act.run();
        s.done();
        String words = s.guide.snapshot().message();
        assertTrue(words.startsWith("'cells-steps' (24-bit, 64 x 56, 7 frames) must be"), words);
        assertEquals(2, s.guide.snapshot().step());
      }
      s.guide.act(Action.SHOW);
      s.done();
      assertNotSame(changed, s.stack());
      assertTrue(changed.getTitle().startsWith("cells-steps-changed"));
      s.guide.act(Action.FINISH);
      s.done();
      assertArrayEquals(whole(), Stage.pixels(s.outcomes.get(0).result()));
    }
  }

  @Test
  void stoppedInTheMiddleOfAStepItGoesOnToTheSameBits() throws Exception {
    for (int i = 0; i < 8; i++) {
      try (Stage s = new Stage(Stage.image())) {
        int step = i % 5 + 1;
        after(s, step, () -> s.guide.act(Action.STOP));
        s.guide.act(Action.FINISH);
        s.done();
        assertEquals(State.PAUSED, s.guide.snapshot().state());
        assertTrue(s.outcomes.isEmpty());
        s.guide.act(Action.FINISH);
        s.done();
        assertArrayEquals(whole(), Stage.pixels(s.outcomes.get(0).result()));
      }
    }
  }
}
