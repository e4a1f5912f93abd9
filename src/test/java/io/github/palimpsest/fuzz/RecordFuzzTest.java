package io.github.palimpsest.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.management.ThreadMXBean;
import ij.IJ;
import ij.ImagePlus;
import ij.gui.OvalRoi;
import io.github.palimpsest.candidates.Candidates;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.inpaint.Outcome;
import io.github.palimpsest.inpaint.Runs;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.model.TinyModels;
import io.github.palimpsest.record.Provenance;
import io.github.palimpsest.record.ProvenanceText;
import io.github.palimpsest.record.ResumableStack;
import io.github.palimpsest.record.SessionAction;
import io.github.palimpsest.record.SessionLog;
import io.github.palimpsest.record.SyntheticPixels;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.session.Continuation;
import io.github.palimpsest.session.Session;
import io.github.palimpsest.session.SessionState;
import java.lang.management.ManagementFactory;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Records that were tampered with, by {@code -Dfuzz.seed} and {@code -Dfuzz.count}: whatever they
 * say, they are read or refused in one short sentence, with memory that follows the image.
 */
class RecordFuzzTest {
  private static final long SEED = Long.getLong("fuzz.seed", 25);
  private static final int COUNT = Integer.getInteger("fuzz.count", 20);
  private static final long MOST_BYTES = 48L << 20;
  private static final int LONGEST = 2100;

  private static final Request QUICK =
      Request.of(
          "steps",
          2,
          "seed",
          7L,
          "stream",
          true,
          "latents",
          true,
          "model",
          TinyModels.folder("pixel").toString());

  private final Random random = new Random(SEED);
  private final JsonMutation mutation = new JsonMutation(random);

  private static ImagePlus image() {
    ImagePlus image = IJ.createImage("cells.tif", "16-bit ramp", 48, 40, 1);
    image.setRoi(new OvalRoi(14, 10, 18, 16));
    return image;
  }

  /** Does something with what was tampered with; only a short sentence may come of it. */
  private static void survives(String what, String text, boolean bounded, Runnable action) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    try {
      action.run();
    } catch (BadInput e) {
      assertEquals(1, e.getMessage().lines().count(), e.getMessage());
      assertTrue(e.getMessage().length() < LONGEST, e.getMessage());
    } catch (RuntimeException | Error e) {
      fail(what + " with seed " + SEED + ": " + e + "\n" + cut(text), e);
    }
    long bytes = threads.getCurrentThreadAllocatedBytes() - before;
    long own = bounded ? 40L * text.length() : Long.MAX_VALUE / 2;
    assertTrue(bytes < MOST_BYTES + own, what + " took " + bytes + " bytes\n" + cut(text));
  }

  private static String cut(String text) {
    return text.length() > 5000 ? text.substring(0, 5000) + "…" : text;
  }

  private String tampered(String record) {
    JsonObject json = JsonParser.parseString(record).getAsJsonObject();
    return random.nextInt(5) == 0 ? mutation.text(record) : mutation.tree(json).toString();
  }

  @Test
  void recordsOfResults() {
    ImagePlus twice = Runs.inpaint(image(), QUICK, Monitor.SILENT).result();
    twice.setRoi(4, 4, 30, 9);
    Runs.inpaint(twice, QUICK.with("output", "Replace"), Monitor.SILENT);
    ImagePlus source = image();
    ImagePlus samples = Runs.inpaint(source, QUICK.with("samples", 2), Monitor.SILENT).result();
    for (ImagePlus made : new ImagePlus[] {twice, samples}) {
      String record = made.getProp(Provenance.PROPERTY);
      for (int i = 0; i < 4 * COUNT; i++) {
        String text = tampered(record);
        ImagePlus image = made.duplicate();
        image.setProp(Provenance.PROPERTY, text);
        survives("provenance", text, true, () -> ProvenanceText.lines(image));
        survives("json", text, true, () -> ProvenanceText.json(image));
        survives("reveal", text, true, () -> new SyntheticPixels(image).first());
        survives("check", text, true, () -> Provenance.check(image));
        survives("candidates", text, true, () -> accept(source, image));
      }
    }
  }

  private static void accept(ImagePlus source, ImagePlus stack) {
    ImagePlus into = source.duplicate();
    Candidates candidates = Candidates.of(into, stack);
    candidates.label(0);
    candidates.accept(candidates.count() - 1);
    candidates.discard(0);
  }

  @Test
  void recordsOfStacks() {
    Outcome outcome = Runs.inpaint(image(), QUICK, Monitor.SILENT);
    for (ImagePlus stack : new ImagePlus[] {outcome.steps(), outcome.latents()}) {
      String record = stack.getProp(ResumableStack.PROPERTY);
      stack.setPosition(1, 1, 2);
      for (int i = 0; i < COUNT; i++) {
        String text = tampered(record);
        stack.setProp(ResumableStack.PROPERTY, text);
        survives("stack", text, false, () -> resume(stack));
      }
      stack.setProp(ResumableStack.PROPERTY, record);
    }
  }

  private static void resume(ImagePlus stack) {
    Continuation.of(stack, 1, 5, Monitor.SILENT).cancel();
  }

  @Test
  void logsAndActions() {
    ImagePlus image = image();
    try (Session session = Session.start(image, QUICK, Monitor.SILENT)) {
      session.set("guidance", 2);
      session.step(1);
      session.set("mask", "Selection");
      ImagePlus steps = session.stepStack();
      steps.getProcessor().setf(20, 18, 300);
      session.inject(0.5);
      JsonObject log = JsonParser.parseString(session.log().toJson()).getAsJsonObject();
      String text = log.toString();
      int actions = log.getAsJsonArray("actions").size();
      for (int i = 0; i < COUNT; i++) {
        JsonObject broken = mutation.tree(log);
        survives("log", broken.toString(), false, () -> replay(image, broken));
        JsonObject action =
            log.getAsJsonArray("actions").get(random.nextInt(actions)).getAsJsonObject();
        JsonObject wrong = mutation.tree(action);
        String text2 = wrong.toString();
        survives("action", text2, false, () -> session.redo(SessionAction.parse(text2)));
        assertEquals(SessionState.OPEN, session.state());
      }
      assertTrue(text.length() > 100);
    }
  }

  private static void replay(ImagePlus image, JsonObject log) {
    Session.replay(image, SessionLog.parse(log.toString()), Monitor.SILENT).cancel();
  }
}
