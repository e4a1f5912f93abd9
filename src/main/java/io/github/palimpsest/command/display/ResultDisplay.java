package io.github.palimpsest.command.display;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.macro.Interpreter;
import io.github.palimpsest.inpaint.Outcome;
import io.github.palimpsest.ui.window.ImageWindows;

/** Shows what a run left, so that its result is the active image. */
public final class ResultDisplay {
  private ResultDisplay() {}

  /** Shows the stacks, then the results, the first result last. */
  public static void show(Outcome outcome) {
    Recording.pause(() -> showAll(outcome));
  }

  private static void showAll(Outcome outcome) {
    showOnce(outcome.sources());
    showOnce(outcome.latents());
    showOnce(outcome.steps());
    for (int i = outcome.results().size() - 1; i >= 0; i--) {
      showOnce(outcome.results().get(i));
    }
    activate(outcome.result());
  }

  /** Shows a new image and makes it the active one. */
  public static void show(ImagePlus image) {
    Recording.pause(
        () -> {
          open(image);
          activate(image);
        });
  }

  /** Shows an image without making it stay the active one. */
  static void open(ImagePlus image) {
    ImageWindows.open(image);
  }

  private static void showOnce(ImagePlus image) {
    if (image != null && WindowManager.getImage(image.getID()) == null) {
      open(image);
    }
  }

  /** A result shown before the stacks, or the source itself, is not in front yet. */
  private static void activate(ImagePlus image) {
    if (Interpreter.isBatchMode()) {
      Interpreter.activateImage(image);
    } else if (image.getWindow() != null && WindowManager.getCurrentImage() != image) {
      IJ.selectWindow(image.getID());
    }
  }
}
