package io.github.palimpsest.image;

import ij.ImagePlus;
import java.awt.EventQueue;
import java.lang.reflect.InvocationTargetException;

/** The event dispatch thread, on which the windows and overlays of shown images may change. */
public final class EventThread {
  private EventThread() {}

  /**
   * Does something to an image and waits for it: on the event thread if the image is shown, else
   * here. From any thread.
   */
  public static void run(ImagePlus image, Runnable action) {
    if (image.getWindow() == null || EventQueue.isDispatchThread()) {
      action.run();
      return;
    }
    try {
      EventQueue.invokeAndWait(action);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(e.getCause());
    }
  }
}
