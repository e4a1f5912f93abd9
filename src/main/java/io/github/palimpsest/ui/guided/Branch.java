package io.github.palimpsest.ui.guided;

import ij.ImagePlus;
import ij.gui.ImageRoi;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.image.ImageEvents;
import io.github.palimpsest.image.PlanePositions;
import io.github.palimpsest.image.PreviewOverlay;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.session.Session;
import io.github.palimpsest.session.SessionState;
import io.github.palimpsest.stack.FrameChecksum;
import io.github.palimpsest.stack.PaintSummary;
import java.awt.Rectangle;
import java.util.List;

/**
 * One open or ended branch of a guided run.
 *
 * @param origin the branch it left, or null
 * @param at the step at which it left
 * @param before how many actions of its origin it shares
 * @param inputs what it has read of open images
 * @param watch its frames in small
 */
record Branch(
    Session session,
    Branch origin,
    int at,
    int before,
    InputChangeDetector inputs,
    FrameWatch watch) {
  /** The first branch, which has just read its image. */
  static Branch root(Session session, ImageEvents events) {
    InputChangeDetector inputs = new InputChangeDetector(session.image(), events);
    Branch root = new Branch(session, null, 0, 0, inputs, new FrameWatch());
    root.readMask();
    root.readMaps();
    return root;
  }

  /** A new branch that leaves this one after step k, with what is painted on that frame. */
  Branch leave(int k) {
    int shared = session.log().actions().size();
    Session twin = session.branch(k);
    Branch branch = new Branch(twin, this, k, shared, inputs.copy(), watch.copy());
    copy(session.stepStack(), twin.stepStack(), k);
    copy(session.latentsStack(), twin.latentsStack(), k);
    return branch;
  }

  private static void copy(ImagePlus from, ImagePlus to, int k) {
    if (from == null || to == null) {
      return;
    }
    float[][] painted = FrameChecksum.pixels(from, 0, k);
    float[][] own = FrameChecksum.pixels(to, 0, k);
    for (int c = 0; c < own.length; c++) {
      System.arraycopy(painted[c], 0, own[c], 0, own[c].length);
    }
    to.updateAndDraw();
  }

  String name() {
    return session.name();
  }

  /** Mask and regions are as the session has read them. */
  void readMask() {
    inputs.readMask(session.request().text(Param.MASK));
  }

  /** The control maps are as the session has read them. */
  void readMaps() {
    inputs.readMaps(session.request().text(Param.CONTROL));
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

  Snapshot.BranchRow row() {
    return new Snapshot.BranchRow(
        session.name(),
        origin == null ? null : origin.session.name(),
        at,
        session.step(),
        session.steps(),
        session.state(),
        watch.newest());
  }

  /** The frame that the step stack shows, from 1. */
  int frame() {
    return PlanePositions.current(session.stepStack()).t();
  }

  /** The state shown in the step stack, or the newest where a frame to come is shown. */
  int shown() {
    return Math.min(frame() - 1, session.step());
  }

  /** Shows a state in the step stack; the newest for one to come. */
  void show(int k) {
    ImagePlus stack = session.stepStack();
    stack.setPosition(stack.getC(), stack.getZ(), Math.max(0, Math.min(k, session.step())) + 1);
  }

  /**
   * Its frames in small, after a look at what was written or painted since.
   *
   * @param paused whether {@code paint} says what is painted on the frame shown
   */
  List<StepFrame> frames(boolean paused, PaintSummary paint) {
    if (!open()) {
      return watch.frames();
    }
    ImagePlus stack = session.stepStack();
    try {
      watch.look(stack, session.step(), session.steps(), session::mask);
      boolean painted = paint != null && !paint.latents();
      return paused
          ? watch.shown(stack, frame() - 1, painted, inputs.updates(stack))
          : watch.frames();
    } catch (BadInput e) {
      // turned into something else: said when the user goes on
      return watch.frames();
    }
  }

  /** The frame that the step stack shows, to lie over the image. */
  ImageRoi picture() {
    ImagePlus frame = new ImagePlus("", session.stepStack().getBufferedImage());
    Rectangle place = session.frame();
    ImageRoi picture = new ImageRoi(place.x, place.y, frame.getProcessor());
    picture.setName(PreviewOverlay.NAME);
    return picture;
  }

  /** Turns stacks that show a frame to come back to the newest. */
  void showNewest() {
    for (ImagePlus stack : new ImagePlus[] {session.stepStack(), session.latentsStack()}) {
      if (stack != null && PlanePositions.current(stack).t() - 1 > session.step()) {
        stack.setPosition(stack.getC(), stack.getZ(), session.step() + 1);
      }
    }
  }

  /** The paint on the frames shown, or null; reads them only after a change. */
  PaintSummary paintSeen() {
    return inputs.paint(session, this::paint);
  }

  /** The paint on the frames shown, or null. */
  PaintSummary paint() {
    try {
      return frame() - 1 > session.step() ? null : session.paint();
    } catch (BadInput e) {
      // said when the user goes on
      return null;
    }
  }
}
