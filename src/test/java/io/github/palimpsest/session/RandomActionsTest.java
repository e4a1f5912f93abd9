package io.github.palimpsest.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.check.Cancelled;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.model.TinyModels;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.sample.StepHook;
import io.github.palimpsest.sample.StepView;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random sequences of actions end, can be done again, and leave nothing behind. */
class RandomActionsTest {
  private static final Request QUICK =
      Request.of("model", TinyModels.folder("pixel").toString(), "steps", 4, "latents", true);

  @Test
  void randomSequencesEndInADefinedStateThatTheirLogReaches() {
    int finished = 0;
    for (int seed = 0; seed < 60; seed++) {
      Random random = new Random(seed);
      String type = random.nextBoolean() ? "8-bit" : "RGB";
      ImagePlus image = Pictures.image(type);
      ImagePlus before = image.duplicate();
      List<Session> sessions = new ArrayList<>();
      sessions.add(Session.start(image, QUICK, Monitor.SILENT));
      for (int i = 0; i < 8; i++) {
        act(sessions, image, random);
      }
      for (Session session : sessions) {
        if (session.state() == SessionState.OPEN) {
          if (random.nextBoolean()) {
            ImagePlus result = session.finish().result();
            Session again = Session.replay(Pictures.image(type), session.log(), Monitor.SILENT);
            Pictures.assertSame(result, again.finish().result(), "replay of sequence " + seed);
            finished++;
          } else {
            session.cancel();
            assertEquals(SessionState.CANCELLED, session.state());
          }
        }
        assertNotEquals(SessionState.OPEN, session.state());
        assertThrows(BadInput.class, () -> session.step(1));
      }
      before.deleteRoi();
      Pictures.assertSame(before, image, "the image of sequence " + seed);
    }
    assertTrue(finished > 10, finished + " finished");
  }

  private static void act(List<Session> sessions, ImagePlus image, Random random) {
    Session s = sessions.get(random.nextInt(sessions.size()));
    try {
      switch (random.nextInt(12)) {
        case 0, 1, 2 -> s.step(random.nextInt(3));
        case 3 -> s.rewind(random.nextInt(5));
        case 4 -> Pictures.paint(s.stepStack(), random.nextInt(5), random.nextInt(255));
        case 5 -> Pictures.paint(s.latentsStack(), random.nextInt(5), random.nextDouble());
        case 6 -> s.inject(random.nextDouble(), random.nextInt(4));
        case 7 -> s.set("steps", 1 + random.nextInt(3));
        case 8 -> s.set("scheduler", random.nextBoolean() ? "Euler" : "DDIM");
        case 9 -> s.set("mask", "Selection");
        case 10 -> sessions.add(s.branch());
        default -> {
          if (random.nextInt(4) == 0) {
            s.cancel();
          } else if (random.nextInt(4) == 0) {
            s.stepStack().close();
          } else if (random.nextInt(4) == 0) {
            image.close();
          }
        }
      }
    } catch (BadInput e) {
      assertEquals(1, e.getMessage().lines().count());
    }
  }

  @Test
  void cancelFromAnotherThreadEndsBeforeTheNextModelCallAndLeavesTheImage() throws Exception {
    for (int at = 1; at <= 4; at++) {
      ImagePlus image = Pictures.image("16-bit");
      ImagePlus before = image.duplicate();
      Session[] session = new Session[1];
      Thread stopper = new Thread(() -> session[0].cancel());
      int cancelledStep = at;
      List<Integer> done = new ArrayList<>();
      StepHook hook =
          new StepHook() {
            @Override
            public void beforeModel(StepView view) {
              if (view.step() == cancelledStep) {
                stopper.start();
                // it has told the session, and waits for this step to end
                while (stopper.getState() != Thread.State.WAITING) {
                  Thread.onSpinWait();
                }
              }
            }

            @Override
            public void afterStep(StepView view) {
              done.add(view.step());
            }
          };
      session[0] = Session.start(image, QUICK.with("output", "Replace"), Monitor.SILENT, hook);
      assertThrows(Cancelled.class, () -> session[0].finish());
      stopper.join();
      assertEquals(SessionState.CANCELLED, session[0].state());
      assertEquals(at - 1, done.size(), "steps done " + done);
      before.deleteRoi();
      Pictures.assertSame(before, image, "cancelled");
    }
  }

  /** Whichever model call is stopped, also around changes of scheduler, its step is done again. */
  @Test
  void aHaltAtAnyModelCallChangesNoBit() {
    Session plain = Session.start(Pictures.image("16-bit"), QUICK, Monitor.SILENT);
    ImagePlus undisturbed = switching(plain);
    int halts = 0;
    for (boolean halted = true; halted; halts++) {
      Session[] session = new Session[1];
      int[] calls = {0};
      int at = halts;
      StepHook hook =
          new StepHook() {
            @Override
            public void beforeModel(StepView view) {
              if (calls[0]++ == at) {
                session[0].halt();
              }
            }
          };
      session[0] = Session.start(Pictures.image("16-bit"), QUICK, Monitor.SILENT, hook);
      Pictures.assertSame(undisturbed, switching(session[0]), "halted at call " + at);
      halted = calls[0] > at;
    }
    assertTrue(halts > 9, halts + " calls");
  }

  private static ImagePlus switching(Session session) {
    again(() -> session.step(2 - session.step()));
    session.set("scheduler", "Heun");
    again(() -> session.step(3 - session.step()));
    session.set("steps", 3);
    again(() -> session.step(5 - session.step()));
    session.rewind(4);
    session.set("scheduler", "DPM++ 2M SDE");
    session.set("strength", 0.7);
    ImagePlus[] result = new ImagePlus[1];
    again(() -> result[0] = session.finish().result());
    return result[0];
  }

  /** Does an action as often as it is halted. */
  private static void again(Runnable action) {
    for (boolean halted = true; halted; ) {
      halted = false;
      try {
        action.run();
      } catch (Cancelled e) {
        halted = true;
      }
    }
  }
}
