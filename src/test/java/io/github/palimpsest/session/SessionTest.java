package io.github.palimpsest.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.gui.OvalRoi;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.check.Cancelled;
import io.github.palimpsest.check.Scarce;
import io.github.palimpsest.inpaint.Outcome;
import io.github.palimpsest.inpaint.Runs;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.inpaint.monitor.QuietMonitor;
import io.github.palimpsest.model.TinyModels;
import io.github.palimpsest.record.Provenance;
import io.github.palimpsest.request.Request;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each action of a session means, with the bundled model. */
class SessionTest {
  private static final Request QUICK =
      Request.of("steps", 6, "seed", 7L, "prompt", "fluorescence nuclei");

  private static Session start(ImagePlus image, Request request) {
    return Session.start(image, request, Monitor.SILENT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"DPM++ 2M", "Euler a", "Heun", "UniPC", "DDIM", "PNDM", "LMS"})
  void anUntouchedSessionIsTheRunAndGoingBackChangesNothing(String scheduler) {
    ImagePlus image = Pictures.image("16-bit");
    Request request = QUICK.with("scheduler", scheduler);
    ImagePlus plain = Runs.inpaint(image, request, Monitor.SILENT).result();
    Session session = start(image, request.with("latents", true));
    assertEquals(4, session.step(4));
    session.rewind(1);
    assertEquals(1, Pictures.frame(session.stepStack()));
    session.step(2);
    session.rewind(0);
    assertEquals(6, session.step(100));
    assertEquals(6, Pictures.frame(session.stepStack()));
    Outcome outcome = session.finish();
    Pictures.assertSame(plain, outcome.result(), scheduler);
    assertEquals(SessionState.FINISHED, session.state());
    assertThrows(BadInput.class, () -> session.step(1));
  }

  @ParameterizedTest
  @CsvSource({
    "8-bit,Concat",
    "16-bit,Concat",
    "32-bit,Concat",
    "RGB,Concat",
    "16-bit,Blend",
    "RGB,Blend"
  })
  void paintAppearsAsMuchAsItsWeightSays(String type, String method) {
    ImagePlus image = Pictures.image(type);
    double value = type.equals("8-bit") || type.equals("RGB") ? 200 : 200 * 30;
    double before = Double.MAX_VALUE;
    Request request = QUICK.with("method", method).with("range", value == 200 ? "0,255" : "0,7650");
    ImagePlus plain = Runs.inpaint(image, request, Monitor.SILENT).result();
    for (double weight : new double[] {0, 0.25, 0.5, 0.75, 1}) {
      Session session = start(image, request);
      session.step(3);
      Pictures.paint(session.stepStack(), 3, value);
      assertTrue(session.painted());
      assertTrue(session.inject(weight));
      assertFalse(session.painted());
      ImagePlus result = session.finish().result();
      double distance = Pictures.distance(result, value);
      if (weight == 0) {
        Pictures.assertSame(plain, result, "weight 0");
        before = distance;
      }
      assertTrue(distance <= before, weight + ": " + distance + " after " + before);
      before = distance;
      double unit = value == 200 ? 127.5 : 3825;
      if (weight == 1) {
        double without = Pictures.distance(plain, value);
        assertTrue(distance <= 0.1 * without + 0.02 * unit, distance + " of " + without);
      }
      outside(image, result);
    }
  }

  /** Random networks decode paint to anything: the measure is what full weight makes of it. */
  @ParameterizedTest
  @ValueSource(strings = {"sd", "sd-inpaint"})
  void aVaeModelFollowsThePaintAsMuchAsItsWeightSays(String model) {
    ImagePlus image = Pictures.image("32-bit");
    Request request =
        Request.of("model", TinyModels.folder(model).toString(), "steps", 4, "range", "0,7650");
    ImagePlus plain = Runs.inpaint(image, request, Monitor.SILENT).result();
    ImagePlus[] results = new ImagePlus[5];
    for (int w = 0; w < results.length; w++) {
      Session session = start(image, request);
      session.step(2);
      Pictures.paint(session.stepStack(), 2, 6000);
      assertTrue(session.inject(w / 4.0));
      results[w] = session.finish().result();
      outside(image, results[w]);
    }
    Pictures.assertSame(plain, results[0], "weight 0");
    for (int w = 1; w < results.length; w++) {
      double nearer = difference(results[w], results[4]);
      double farther = difference(results[w - 1], results[4]);
      assertTrue(nearer < farther, w + ": " + nearer + " after " + farther);
    }
  }

  private static double difference(ImagePlus a, ImagePlus b) {
    double sum = 0;
    for (int i = 0; i < a.getProcessor().getPixelCount(); i++) {
      sum += Math.abs(a.getProcessor().getf(i) - b.getProcessor().getf(i));
    }
    return sum;
  }

  private static void outside(ImagePlus image, ImagePlus result) {
    var mask = Provenance.pixels(result).get(0);
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        if (!mask.contains(x, y)) {
          assertEquals(
              java.util.Arrays.toString(image.getPixel(x, y)),
              java.util.Arrays.toString(result.getPixel(x, y)));
        }
      }
    }
  }

  @Test
  void paintOnAnEarlierFrameGoesBackAndGoingBackBeforeItForgetsIt() {
    ImagePlus image = Pictures.image("32-bit");
    ImagePlus plain = Runs.inpaint(image, QUICK, Monitor.SILENT).result();
    Session session = start(image, QUICK);
    session.step(5);
    Pictures.paint(session.stepStack(), 2, 5000);
    assertTrue(session.inject(1));
    assertEquals(2, session.step());
    session.step(2);
    session.rewind(1);
    session.rewind(0);
    Pictures.assertSame(plain, session.finish().result(), "forgotten");
  }

  @Test
  void paintOnTheLastFrameOnTheFirstAndOutsideTheMask() {
    ImagePlus image = Pictures.image("8-bit");
    Request request = QUICK.with("range", "0,255");
    for (int k : new int[] {0, 6}) {
      Session session = start(image, request);
      session.step(6);
      Pictures.paint(session.stepStack(), k, 210);
      session.inject(1);
      assertTrue(Pictures.distance(session.finish().result(), 210) < 1, "frame " + k);
    }
    ImagePlus plain = Runs.inpaint(image, request, Monitor.SILENT).result();
    Session session = start(image, request);
    session.step(3);
    session.stepStack().setPosition(1, 1, 4);
    session.stepStack().getProcessor().setf(0, 0, 255);
    assertTrue(session.inject(1));
    Pictures.assertSame(plain, session.finish().result(), "outside");
  }

  @Test
  void latentsCanBePaintedToo() {
    ImagePlus image = Pictures.image("16-bit");
    ImagePlus plain = Runs.inpaint(image, QUICK, Monitor.SILENT).result();
    for (double weight : new double[] {0, 1}) {
      Session session = start(image, QUICK.with("latents", true));
      session.step(3);
      Pictures.paint(session.latentsStack(), 3, 2);
      assertTrue(session.inject(weight));
      assertEquals(weight == 0, Pictures.same(plain, session.finish().result()));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "prompt,electron microscopy",
    "guidance,4",
    "scheduler,Euler",
    "steps,5",
    "strength,0.5",
    "mask,Selection",
    "grow,2"
  })
  void whatIsSetActsFromTheNextStepOnAndIsReplayed(String key, String value) {
    ImagePlus image = Pictures.image("16-bit");
    ImagePlus plain = Runs.inpaint(image, QUICK, Monitor.SILENT).result();
    Session session = start(image, QUICK);
    session.step(3);
    ImagePlus early = new ImagePlus("", session.stepStack().getStack().getProcessor(4).duplicate());
    image.setRoi(new OvalRoi(20, 16, 20, 18));
    session.set(key, value);
    ImagePlus now = new ImagePlus("", session.stepStack().getStack().getProcessor(4).duplicate());
    Pictures.assertSame(early, now, "no frame done changes");
    if (key.equals("steps")) {
      assertEquals(8, session.steps());
      assertEquals(9, session.stepStack().getNFrames());
    }
    if (key.equals("strength")) {
      assertEquals(6, session.steps());
    }
    var log = session.log();
    ImagePlus result = session.finish().result();
    assertFalse(Pictures.same(plain, result), key);
    image.setRoi(new OvalRoi(3, 3, 9, 9));
    Session again = Session.replay(image, log, Monitor.SILENT);
    Pictures.assertSame(result, again.finish().result(), "replay of " + key);
  }

  @Test
  void anotherWayToRunTheRestIsForgottenBeforeItsStepAndSlidersStay() {
    ImagePlus image = Pictures.image("16-bit");
    ImagePlus plain = Runs.inpaint(image, QUICK, Monitor.SILENT).result();
    Session session = start(image, QUICK);
    session.step(3);
    session.set("scheduler", "Euler");
    session.set("steps", 9);
    session.step(5);
    session.rewind(2);
    assertEquals(6, session.steps());
    assertEquals(7, session.stepStack().getNFrames());
    Pictures.assertSame(plain, session.finish().result(), "scheduler forgotten");
    Session guided = start(image, QUICK);
    guided.step(3);
    guided.set("guidance", 3);
    guided.rewind(0);
    ImagePlus strong = Runs.inpaint(image, QUICK.with("guidance", 3), Monitor.SILENT).result();
    Pictures.assertSame(strong, guided.finish().result(), "guidance stays");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"seed=3", "context=40", "model=x", "guidance=-1", "nonesuch=1", "samples=2"})
  void refusesInOneSentenceAndStaysAsItWas(String option) {
    Session session = start(Pictures.image("8-bit"), QUICK);
    session.step(2);
    String[] parts = option.split("=");
    BadInput e = assertThrows(BadInput.class, () -> session.set(parts[0], parts[1]));
    assertTrue(e.getMessage().contains(parts[0]), e.getMessage());
    assertThrows(BadInput.class, () -> session.rewind(3));
    assertThrows(BadInput.class, () -> session.inject(1.5));
    session.stepStack().setPosition(1, 1, 5);
    assertThrows(BadInput.class, () -> session.inject(1));
    assertEquals(2, session.step());
    session.cancel();
    assertEquals(SessionState.CANCELLED, session.state());
  }

  @Test
  void aBranchSharesWhatWasDoneAndGoesItsWay() {
    ImagePlus image = Pictures.image("16-bit");
    Session session = start(image, QUICK.with("scheduler", "DPM++ 2M SDE"));
    session.step(3);
    Pictures.paint(session.stepStack(), 3, 5000);
    session.inject(0.5);
    session.step(1);
    Session twin = session.branch();
    assertEquals("cells-from4-steps", twin.stepStack().getTitle());
    Session second = session.branch();
    assertEquals("cells-from4-2-steps", second.name());
    second.cancel();
    assertNotSame(twin.stepStack(), session.stepStack());
    Session other = twin.branch();
    assertEquals("cells-from4-from4-steps", other.name());
    other.set("scheduler", "Euler");
    ImagePlus changed = other.finish().result();
    ImagePlus a = session.finish().result();
    ImagePlus b = twin.finish().result();
    Pictures.assertSame(a, b, "twins");
    assertFalse(Pictures.same(a, changed));
    var run = Provenance.runs(b).get(0).json();
    assertEquals("cells-from4-steps", run.get("branch").getAsString());
    assertEquals(4, run.getAsJsonArray("branches").size());
    assertEquals(1, run.getAsJsonArray("edits").size());
  }

  @Test
  void moreStepsThanThereIsMemoryForChangeNothing() {
    ImagePlus image = Pictures.image("16-bit");
    Session session = start(image, QUICK);
    session.step(2);
    int steps = session.steps();
    try (Scarce heap = Scarce.heap(1e5)) {
      assertThrows(BadInput.class, () -> session.set("steps", "900"));
    }
    assertEquals(steps, session.steps());
    assertEquals(steps + 1, session.stepStack().getNFrames());
    ImagePlus result = session.finish().result();
    Session plain = start(image, QUICK);
    Pictures.assertSame(plain.finish().result(), result, "as if nothing had been asked for");
  }

  /** A start opens two stacks, a branch two more. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void whatCannotBeOpenedLeavesNoStackBehind(int failing) {
    List<ImagePlus> stacks = new ArrayList<>();
    Monitor monitor =
        new QuietMonitor() {
          @Override
          public void opened(ImagePlus stack) {
            stacks.add(stack);
            stack.setRoi(1, 1, 2, 2); // without a window, this is what closing takes away
            if (stacks.size() == failing) {
              throw new Cancelled();
            }
          }
        };
    Request request = QUICK.with("latents", true);
    ImagePlus image = Pictures.image("16-bit");
    if (failing <= 2) {
      assertThrows(Cancelled.class, () -> Session.start(image, request, monitor));
    } else {
      Session session = Session.start(image, request, monitor);
      session.step(2);
      assertThrows(Cancelled.class, session::branch);
      session.finish();
    }
    for (int i = 0; i < failing; i++) {
      boolean left = stacks.get(i).getRoi() != null;
      assertEquals(failing > 2 && i < 2, left, "stack " + (i + 1));
    }
  }

  @Test
  void replaceWritesIntoTheImage() {
    ImagePlus image = Pictures.image("8-bit");
    ImagePlus plain = Runs.inpaint(image, QUICK, Monitor.SILENT).result();
    Session session = start(image, QUICK);
    session.set("output", "Replace");
    assertEquals(image, session.finish().result());
    Pictures.assertSame(plain, image, "replaced");
  }
}
