package io.github.palimpsest.panel;

import ij.ImageListener;
import ij.ImagePlus;
import java.awt.EventQueue;
import java.util.function.Consumer;

/** Tells which images are closed. */
record Closings(Consumer<ImagePlus> closed) implements ImageListener {
  void listen() {
    ImagePlus.addImageListener(this);
  }

  /** ImageJ walks along its listeners on the event thread, so they are taken away there. */
  void rest() {
    EventQueue.invokeLater(() -> ImagePlus.removeImageListener(this));
  }

  @Override
  public void imageClosed(ImagePlus image) {
    closed.accept(image);
  }

  @Override
  public void imageOpened(ImagePlus image) {
    // only closing matters
  }

  @Override
  public void imageUpdated(ImagePlus image) {
    // only closing matters
  }
}
