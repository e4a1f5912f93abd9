package io.github.palimpsest.preview;

import ij.ImageListener;
import ij.ImagePlus;
import java.awt.EventQueue;

/** Tells when an image is closed. */
record Closing(ImagePlus image, Runnable closed) implements ImageListener {
  void listen() {
    ImagePlus.addImageListener(this);
  }

  /** ImageJ walks along its listeners on the event thread, so they are taken away there. */
  void rest() {
    EventQueue.invokeLater(() -> ImagePlus.removeImageListener(this));
  }

  @Override
  public void imageClosed(ImagePlus which) {
    if (which == image) {
      closed.run();
    }
  }

  @Override
  public void imageOpened(ImagePlus which) {
    // only closing matters
  }

  @Override
  public void imageUpdated(ImagePlus which) {
    // changes are found by value
  }
}
