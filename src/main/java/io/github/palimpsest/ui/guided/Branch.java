package io.github.palimpsest.ui.guided;

import ij.ImagePlus;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.image.PlanePositions;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.session.Paint;
import io.github.palimpsest.session.Session;
import io.github.palimpsest.session.SessionState;

/**
 * One open or ended branch of a guide.
 *
 * @param origin the branch it left, or null
 * @param at the step at which it left
 * @param before how many actions of its origin it shares
 * @param watch what it has read of open images
 */
record Branch(Session session, Branch origin, int at, int before, InputChangeDetector watch) {
  /** The first branch, which has just read its image. */
  static Branch root(Session session) {
    Branch root = new Branch(session, null, 0, 0, new InputChangeDetector(session.image()));
    root.readMask();
    root.readMaps();
    return root;
  }

  /** A branch that has left this one. */
  Branch left(Session twin, int k, int shared) {
    return new Branch(twin, this, k, shared, watch.copy());
  }

  /** Mask and regions are as the session has read them. */
  void readMask() {
    watch.readMask(session.request().text(Param.MASK));
  }

  /** The control maps are as the session has read them. */
  void readMaps() {
    watch.readMaps(session.request().text(Param.CONTROL));
  }

  /** Whether an image is one of its stacks. */
  boolean shows(ImagePlus stack) {
    return stack != null && (stack == session.stepStack() || stack == session.latentsStack());
  }

  /** ImageJ asks before it closes one of its stacks. */
  void markUnsaved() {
    for (ImagePlus stack : new ImagePlus[] {session.stepStack(), session.latentsStack()}) {
      if (stack != null && stack.isVisible()) {
        stack.changes = true;
      }
    }
  }

  /** Whether one of its stacks can be seen. */
  boolean seen() {
    ImagePlus latents = session.latentsStack();
    return session.stepStack().isVisible() || latents != null && latents.isVisible();
  }

  boolean open() {
    return session.state() == SessionState.OPEN;
  }

  BranchView view() {
    return new BranchView(
        session.name(),
        origin == null ? null : origin.session.name(),
        at,
        session.step(),
        session.steps(),
        session.state());
  }

  /** The frame that the step stack shows, from 1. */
  int frame() {
    return PlanePositions.current(session.stepStack()).t();
  }

  /** The state shown in the step stack, or the newest where a frame to come is shown. */
  int shown() {
    return Math.min(frame() - 1, session.step());
  }

  /** Turns stacks that show a frame to come back to the newest. */
  void showNewest() {
    for (ImagePlus stack : new ImagePlus[] {session.stepStack(), session.latentsStack()}) {
      if (stack != null && PlanePositions.current(stack).t() - 1 > session.step()) {
        stack.setPosition(stack.getC(), stack.getZ(), session.step() + 1);
      }
    }
  }

  /** What is painted on the frames shown, or null. */
  Paint paint() {
    try {
      return frame() - 1 > session.step() ? null : session.paint();
    } catch (BadInput e) {
      // said when the user goes on
      return null;
    }
  }
}
