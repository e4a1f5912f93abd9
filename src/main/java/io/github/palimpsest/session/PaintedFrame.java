package io.github.palimpsest.session;

import ij.ImagePlus;
import ij.gui.Roi;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.image.PlanePositions;
import io.github.palimpsest.record.PixelDiff;
import io.github.palimpsest.stack.FrameChecksum;
import io.github.palimpsest.stack.PaintSummary;
import java.awt.Rectangle;

/**
 * The frames that the stacks of a run show, where the user has painted on them.
 *
 * @param step the state it was painted on
 * @param steps the paint on the step stack, or null
 * @param latents the paint on the latents stack, or null
 */
record PaintedFrame(int step, PixelDiff steps, PixelDiff latents) {
  /**
   * Looks at the frames shown.
   *
   * @return null if nothing was painted
   * @throws BadInput if the frame shown lies ahead of the run, both stacks are painted on at
   *     different frames, or one was turned into something else than a stack of the run
   */
  static PaintedFrame of(GuidedRun run) {
    run.stacks().check();
    ImagePlus stack = run.stacks().stepStack();
    int frame = frame(stack, run);
    ImagePlus other = run.stacks().latentsStack();
    int latentFrame = other == null ? -1 : frame(other, run);
    boolean painted = frame >= 0 && FrameChecksum.painted(stack, 0, frame);
    boolean latentPainted = latentFrame >= 0 && FrameChecksum.painted(other, 0, latentFrame);
    if (painted && latentPainted && frame != latentFrame) {
      throw BadInput.of(
          "Both stacks are painted on, at frames %d and %d: paint on one frame at a time.",
          frame + 1, latentFrame + 1);
    }
    if (!painted && !latentPainted) {
      return null;
    }
    int k = painted ? frame : latentFrame;
    return new PaintedFrame(
        k,
        painted ? patch(stack, k, run) : null,
        latentPainted
            ? patch(other, FrameChecksum.pixels(other, 0, k), run.sampler().latents(k))
            : null);
  }

  /** What is painted on the frames shown, in numbers; null if nothing. */
  static PaintSummary summary(GuidedRun run) {
    PaintedFrame shown = of(run);
    return shown == null ? null : shown.summary(run.stacks().inside());
  }

  /**
   * The paint in numbers.
   *
   * @param inside weights of the mask over the frame of the step stack
   */
  private PaintSummary summary(float[] inside) {
    PixelDiff patch = steps != null ? steps : latents;
    int pixels = 0;
    int acting = 0;
    float[][] values = patch.values();
    for (int o = 0; o < values[0].length; o++) {
      int x = patch.box().x + o % patch.box().width;
      int y = patch.box().y + o / patch.box().width;
      if (isPainted(values, o)) {
        pixels++;
        acting += steps == null || inside[y * patch.width() + x] > 0 ? 1 : 0;
      }
    }
    return new PaintSummary(step, pixels, acting, new Rectangle(patch.box()), steps == null);
  }

  private static boolean isPainted(float[][] values, int o) {
    for (float[] channel : values) {
      if (channel[o] != 0) {
        return true;
      }
    }
    return false;
  }

  private static PixelDiff patch(ImagePlus stack, int k, GuidedRun run) {
    float[][] written = run.stacks().shown(k);
    return patch(stack, run.stacks().raw(FrameChecksum.pixels(stack, 0, k), written), written);
  }

  private static PixelDiff patch(ImagePlus stack, float[][] shown, float[][] written) {
    return PixelDiff.of(shown, written, stack.getWidth(), stack.getHeight());
  }

  private static int frame(ImagePlus stack, GuidedRun run) {
    int k = PlanePositions.current(stack).t() - 1;
    if (k > run.step()) {
      throw BadInput.of(
          "The frame shown (%d of '%s') must not lie beyond the %d steps done: step first or show"
              + " an earlier frame.",
          k + 1, stack.getTitle(), run.step());
    }
    return k;
  }

  /**
   * Lays down what was pasted and still floats: ImageJ would paste it again, over the frame as it
   * is written anew, as soon as another frame is shown.
   */
  static void settle(GuidedRun run) {
    for (ImagePlus stack :
        new ImagePlus[] {run.stacks().stepStack(), run.stacks().latentsStack()}) {
      Roi floating = stack == null ? null : stack.getRoi();
      if (floating != null) {
        floating.endPaste();
      }
    }
  }
}
