package io.github.palimpsest.session;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import io.github.palimpsest.inpaint.Outcome;
import io.github.palimpsest.inpaint.Runs;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.model.TinyModels;
import io.github.palimpsest.request.Request;
import org.junit.jupiter.api.Test;

/** Control maps in sessions and in stacks that are continued. */
class ControlledSessionTest {
  private static final Request QUICK =
      Request.of("model", TinyModels.folder("sd").toString(), "steps", 4, "stream", true);

  @Test
  void controlIsTurnedReadAnewReplayedAndResumed() {
    ImagePlus image = Pictures.image("RGB");
    Request request = QUICK.with("control", "edges");
    ImagePlus plain = Runs.inpaint(image, request, Monitor.SILENT).result();
    Session session = Session.start(image, request, Monitor.SILENT);
    session.step(1);
    session.set("controlweight", 0.2);
    session.step(1);
    session.set("control", "edges,segmentation:softedges");
    session.step(1);
    Outcome outcome = session.finish();
    assertFalse(Pictures.same(plain, outcome.result()));
    Session again = Session.replay(image, session.log(), Monitor.SILENT);
    Pictures.assertSame(outcome.result(), again.finish().result(), "replay");
    outcome.steps().setPosition(1, 1, 4);
    Session resumed = Continuation.of(outcome.steps(), 1, Integer.MAX_VALUE, Monitor.SILENT);
    assertTrue(resumed.request().toString().contains("segmentation"));
    Pictures.assertSame(outcome.steps(), resumed.finish().steps(), "resumed");
  }

  /** An interval ends where the weight is turned to 0, with the same bits. */
  @Test
  void anIntervalIsTheSameAsTurningTheWeightOnTheWay() {
    ImagePlus image = Pictures.image("RGB");
    Request request = QUICK.with("control", "edges").with("controlweight", 2);
    Outcome timed = Runs.inpaint(image, request.with("controlend", 0.5), Monitor.SILENT);
    Session session = Session.start(image, request, Monitor.SILENT);
    session.step(2);
    session.set("controlweight", 0);
    Pictures.assertSame(timed.result(), session.finish().result(), "off after two of four steps");
    Outcome late = Runs.inpaint(image, request.with("controlstart", 0.5), Monitor.SILENT);
    Session other = Session.start(image, request.with("controlweight", 0), Monitor.SILENT);
    other.step(2);
    other.set("controlweight", 2);
    Pictures.assertSame(late.result(), other.finish().result(), "on after two of four steps");
    assertFalse(Pictures.same(timed.result(), late.result()));
  }
}
