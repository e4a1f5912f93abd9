package io.github.palimpsest.image;

import ij.ImageListener;
import ij.ImagePlus;
import java.awt.EventQueue;
import java.util.function.Consumer;

/**
 * Tells which images are closed, on the event thread, shortly after; what it calls must return
 * quickly.
 *
 * @param closed told of every image
 */
public record ImageClosedListener(Consumer<ImagePlus> closed) implements ImageListener {
  /** Tells of the closing of one image only. */
  public static ImageClosedListener of(ImagePlus image, Runnable closed) {
    return new ImageClosedListener(
        which -> {
          if (which == image) {
            closed.run();
          }
        });
  }

  /** Begins to listen. */
  public void listen() {
    ImagePlus.addImageListener(this);
  }

  /** Ends. ImageJ walks along its listeners on the event thread, so they are taken away there. */
  public void rest() {
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
