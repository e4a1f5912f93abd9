package io.github.palimpsest.stack;

import ij.ImagePlus;
import io.github.palimpsest.image.EventThread;

/** Closes stacks of ours. */
public final class StackCloser {
  private StackCloser() {}

  /**
   * Closes an image without a question, whether it is shown or not; from any thread. A window is
   * closed on the event thread: AWT drops the disposal that another thread waits for if the user
   * closes the same window meanwhile, and that thread would wait for ever.
   */
  public static void close(ImagePlus image) {
    image.changes = false;
    EventThread.run(image, image::close);
  }
}
