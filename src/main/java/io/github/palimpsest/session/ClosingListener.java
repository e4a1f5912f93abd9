package io.github.palimpsest.session;

import ij.ImageListener;
import ij.ImagePlus;
import java.awt.EventQueue;

/**
 * Does something when one image is closed; beside the event thread if that closes it, which must
 * not wait for a model call.
 */
record ClosingListener(ImagePlus image, Runnable action) implements ImageListener {
  void listen() {
    ImagePlus.addImageListener(this);
  }

  /** ImageJ walks along its listeners on the event thread, so they are taken away there. */
  void rest() {
    EventQueue.invokeLater(() -> ImagePlus.removeImageListener(this));
  }

  @Override
  public void imageClosed(ImagePlus closed) {
    if (closed != image) {
      return;
    }
    if (EventQueue.isDispatchThread()) {
      new Thread(action, "Palimpsest-closing").start();
    } else {
      action.run();
    }
  }

  @Override
  public void imageOpened(ImagePlus opened) {
    // only closing matters
  }

  @Override
  public void imageUpdated(ImagePlus updated) {
    // only closing matters
  }
}
