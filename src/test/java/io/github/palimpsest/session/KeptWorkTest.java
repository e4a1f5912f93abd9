package io.github.palimpsest.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ImageProcessor;
import ij.process.StackConverter;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.check.Cancelled;
import io.github.palimpsest.inpaint.Runs;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.model.TinyModels;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.sample.StepHook;
import io.github.palimpsest.sample.StepView;
import io.github.palimpsest.stack.FrameChecksum;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No window that is closed, no stop and no change of a stack takes a session's frames away. */
class KeptWorkTest {
  private static final Request QUICK =
      Request.of("model", TinyModels.folder("pixel").toString(), "steps", 6, "seed", 3L);

  private static Session start(ImagePlus image, Request request) {
    return Session.start(image, request, Monitor.SILENT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"8-bit", "16-bit", "32-bit", "RGB"})
  void aSessionOutlivesItsImage(String type) {
    ImagePlus image = Pictures.image(type);
    ImagePlus plain = Runs.inpaint(image, QUICK, Monitor.SILENT).result();
    Session session = start(image, QUICK);
    session.step(2);
    // what closing its window does
    image.flush();
    assertEquals(SessionState.OPEN, session.state());
    assertNotSame(image, session.image());
    assertEquals(2, session.step());
    session.set("mask", "Selection");
    ImagePlus result = session.finish().result();
    Pictures.assertSame(plain, result, type);
    assertEquals("cells-result", result.getTitle());
  }

  @Test
  void whatCannotBeReplacedAnyMoreIsSaidBeforeTheStepsAndNothingIsLost() {
    ImagePlus image = Pictures.image("8-bit");
    Session session = start(image, QUICK.with("output", "Replace"));
    session.step(2);
    image.flush();
    BadInput e = assertThrows(BadInput.class, session::finish);
    assertEquals("'cells.tif' has been closed: set output=New for its result.", e.getMessage());
    assertEquals(2, session.step());
    session.set("output", "New");
    assertEquals(1, session.finish().results().size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"RGB", "crop", "add slice", "16-bit"})
  void anImageThatHasBecomeAnotherIsNotWrittenIntoAndItsResultIsMade(String change) {
    ImagePlus image = Pictures.image("8-bit");
    ImagePlus plain = Runs.inpaint(image, QUICK, Monitor.SILENT).result();
    Session session = start(image, QUICK.with("output", "Replace"));
    session.step(2);
    ImageStack two = new ImageStack(64, 56);
    two.addSlice(image.getProcessor());
    two.addSlice(image.getProcessor().duplicate());
    switch (change) {
      case "RGB" -> image.setProcessor(image.getProcessor().convertToRGB());
      case "16-bit" -> image.setProcessor(image.getProcessor().convertToShort(false));
      case "crop" -> image.setProcessor(image.getProcessor().resize(32, 28));
      default -> image.setStack(two);
    }
    BadInput e = assertThrows(BadInput.class, session::finish);
    assertTrue(e.getMessage().startsWith("'cells.tif' ("), e.getMessage());
    assertTrue(e.getMessage().contains("must be as when the session began (8-bit, 64 x 56, 1 pl"));
    session.set("output", "New");
    Pictures.assertSame(plain, session.finish().result(), change);
  }

  @Test
  void aStepThatIsHaltedLeavesTheLastWholeOneAndGoesOnToTheSameBits() throws Exception {
    for (String type : new String[] {"16-bit", "RGB"}) {
      for (String scheduler : new String[] {"Heun", "PNDM", "DPM++ 2M SDE"}) {
        ImagePlus image = Pictures.image(type);
        Request request = QUICK.with("scheduler", scheduler);
        ImagePlus plain = Runs.inpaint(image, request, Monitor.SILENT).result();
        for (int at = 0; at < 6; at += 3) {
          Session[] session = new Session[1];
          StepHook hook = once(at + 1, () -> session[0].halt());
          session[0] = Session.start(image, request, Monitor.SILENT, hook);
          assertThrows(Cancelled.class, session[0]::finish);
          assertEquals(SessionState.OPEN, session[0].state());
          assertEquals(at, session[0].step());
          assertEquals(at, Pictures.frame(session[0].stepStack()));
          assertFalse(session[0].painted());
          session[0].halt(); // nothing runs: the next step is not stopped
          Pictures.assertSame(plain, session[0].finish().result(), type + scheduler + at);
        }
      }
    }
  }

  /** Acts in another thread before a call of the step that leads to state {@code step}, once. */
  private static StepHook once(int step, Runnable action) {
    boolean[] done = new boolean[1];
    return new StepHook() {
      @Override
      public void beforeModel(StepView view) {
        if (view.step() == step && !done[0]) {
          done[0] = true;
          Thread other = new Thread(action);
          other.start();
          try {
            other.join();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        }
      }
    };
  }

  @Test
  void aVaeModelIsHaltedTooAndGoesOn() {
    ImagePlus image = Pictures.image("16-bit");
    Request request =
        Request.of("model", TinyModels.folder("sd-inpaint").toString(), "steps", 3, "seed", 3L);
    ImagePlus plain = Runs.inpaint(image, request, Monitor.SILENT).result();
    Session[] session = new Session[1];
    session[0] = Session.start(image, request, Monitor.SILENT, once(2, () -> session[0].halt()));
    assertThrows(Cancelled.class, () -> session[0].step(3));
    session[0].set(
        "guidance", session[0].request().number(io.github.palimpsest.request.Param.GUIDANCE, 7.5));
    Pictures.assertSame(plain, session[0].finish().result(), "VAE");
  }

  @ParameterizedTest
  @CsvSource({
    "steps,RGB",
    "steps,8-bit",
    "steps,16-bit",
    "steps,crop",
    "steps,scale",
    "steps,add",
    "steps,delete",
    "steps,reverse",
    "steps,labels",
    "latents,RGB",
    "latents,8-bit",
    "latents,crop",
    "latents,delete",
    "latents,reverse"
  })
  void aStackTurnedIntoSomethingElseIsSaidAndShownAgain(String which, String change) {
    ImagePlus image = Pictures.image("8-bit");
    ImagePlus plain = Runs.inpaint(image, QUICK, Monitor.SILENT).result();
    Session session = start(image, QUICK.with("latents", true));
    session.step(3);
    ImagePlus stack = which.equals("steps") ? session.stepStack() : session.latentsStack();
    float[][] frame = {FrameChecksum.pixels(stack, 0, 2)[0].clone()};
    change(stack, change);
    BadInput e = assertThrows(BadInput.class, () -> session.inject(1));
    assertTrue(e.getMessage().startsWith("'cells-" + which + "' ("), e.getMessage());
    assertTrue(e.getMessage().contains("must be 32-bit, 64 x 56 with 7 frames in their order"));
    assertThrows(BadInput.class, session::paint);
    assertThrows(BadInput.class, session::painted);
    // all that does not read the paint goes on
    session.rewind(1);
    session.step(2);
    session.branch(2).cancel();
    session.showStacks();
    ImagePlus again = which.equals("steps") ? session.stepStack() : session.latentsStack();
    assertNotSame(stack, again);
    assertEquals("cells-" + which, again.getTitle());
    assertTrue(stack.getTitle().startsWith("cells-" + which + "-changed"), stack.getTitle());
    assertTrue(Arrays.equals(frame[0], FrameChecksum.pixels(again, 0, 2)[0]));
    assertEquals(3, Pictures.frame(again));
    assertFalse(session.painted());
    Pictures.assertSame(plain, session.finish().result(), change);
  }

  private static void change(ImagePlus stack, String change) {
    ImageStack frames = stack.getStack();
    ImageStack next = new ImageStack(frames.getWidth(), frames.getHeight());
    switch (change) {
      case "RGB" -> new StackConverter(stack).convertToRGB();
      case "8-bit" -> new StackConverter(stack).convertToGray8();
      case "16-bit" -> new StackConverter(stack).convertToGray16();
      case "crop" -> stack.setStack(stack.getStack().crop(4, 4, 0, 30, 30, frames.getSize()));
      case "scale" -> {
        next = new ImageStack(32, 28);
        for (int i = 1; i <= frames.getSize(); i++) {
          next.addSlice(frames.getSliceLabel(i), frames.getProcessor(i).resize(32, 28));
        }
        stack.setStack(next);
      }
      case "add" -> {
        frames.addSlice(frames.getProcessor(1).duplicate());
        stack.setStack(frames, 1, 1, frames.getSize());
      }
      case "delete" -> {
        frames.deleteSlice(2);
        stack.setStack(frames, 1, 1, frames.getSize());
      }
      case "labels" -> {
        for (int i = 1; i <= frames.getSize(); i++) {
          frames.setSliceLabel(null, i);
        }
      }
      default -> {
        for (int i = frames.getSize(); i >= 1; i--) {
          ImageProcessor ip = frames.getProcessor(i);
          next.addSlice(frames.getSliceLabel(i), ip);
        }
        stack.setStack(next, 1, 1, next.getSize());
      }
    }
  }

  @Test
  void whatLeavesTheFormAsItIsChangesNothing() {
    ImagePlus image = Pictures.image("8-bit");
    Session session = start(image, QUICK);
    session.step(3);
    ImagePlus stack = session.stepStack();
    stack.getCalibration().pixelWidth = 0.3;
    stack.setTitle("mine");
    stack.duplicate().getProcessor().add(3);
    stack.setRoi(3, 3, 9, 9);
    assertFalse(session.painted());
    session.showStacks();
    assertSame(stack, session.stepStack());
    stack.getStack().getProcessor(4).flipHorizontal();
    assertTrue(session.painted());
    assertTrue(session.inject(1));
    session.cancel();
  }

  @Test
  void aLeftSessionKeepsItsStacksAndCanBeContinued() {
    ImagePlus image = Pictures.image("8-bit");
    ImagePlus plain = Runs.inpaint(image, QUICK, Monitor.SILENT).result();
    Session session = start(image, QUICK);
    session.step(3);
    ImagePlus stack = session.stepStack();
    stack.setRoi(1, 1, 2, 2); // without a window, this is what closing takes away
    session.leave();
    assertEquals(SessionState.LEFT, session.state());
    assertTrue(stack.getRoi() != null);
    BadInput e = assertThrows(BadInput.class, () -> session.step(1));
    assertEquals("The session has ended (left): start a new one.", e.getMessage());
    Session again = Continuation.of(stack, 1, Integer.MAX_VALUE, Monitor.SILENT);
    Pictures.assertSame(plain, again.finish().result(), "continued");
  }
}
