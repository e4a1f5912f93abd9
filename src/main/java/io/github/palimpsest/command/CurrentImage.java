package io.github.palimpsest.command;

import ij.ImagePlus;
import ij.WindowManager;
import ij.macro.Interpreter;
import java.util.Map;
import org.scijava.thread.ThreadService;

/**
 * Which image a command acts on. ImageJ keeps the image of {@code IJ.run(imp, …)} by thread, and a
 * batch-mode macro's image apart from the windows; SciJava runs commands on threads of its own.
 */
final class CurrentImage {
  private CurrentImage() {}

  /** The image current on this thread, or null. */
  static ImagePlus get() {
    ImagePlus own = WindowManager.getTempCurrentImage();
    return own != null ? own : active();
  }

  /** The image current on this thread or on one that, directly or not, waits for it; or null. */
  static ImagePlus get(ThreadService threads) {
    Thread thread = Thread.currentThread();
    // a chain of parents is short; the bound only guards against a loop
    for (int depth = 0; thread != null && depth < 32; depth++) {
      ImagePlus own = temporary(thread);
      if (own != null) {
        return own;
      }
      thread = threads.getParent(thread);
    }
    return active();
  }

  private static ImagePlus active() {
    // with a window open, ImageJ itself would prefer the window to the batch image
    ImagePlus batch = Interpreter.isBatchMode() ? Interpreter.getLastBatchModeImage() : null;
    return batch != null ? batch : WindowManager.getCurrentImage();
  }

  private static ImagePlus temporary(Thread thread) {
    try {
      var table = WindowManager.class.getDeclaredField("tempImageTable");
      table.setAccessible(true);
      return (ImagePlus) ((Map<?, ?>) table.get(null)).get(thread);
    } catch (ReflectiveOperationException e) {
      // another ImageJ may name it differently: then the active image is the best answer
      return null;
    }
  }
}
