package io.github.palimpsest.ui.dialog;

import ij.ImageListener;
import ij.ImagePlus;
import ij.gui.Roi;
import ij.gui.RoiListener;
import java.awt.EventQueue;

/**
 * Hears what a user does with an image while its dialog is open, and says it on the event thread.
 */
final class ImageWatch implements ImageListener, RoiListener, AutoCloseable {
  private final ImagePlus image;
  private final Runnable changed;
  private final Runnable closed;

  /**
   * Begins.
   *
   * @param image may be null: then nothing is heard
   * @param changed its selection, its pixels or the plane shown
   * @param closed the image
   */
  ImageWatch(ImagePlus image, Runnable changed, Runnable closed) {
    this.image = image;
    this.changed = changed;
    this.closed = closed;
    ImagePlus.addImageListener(this);
    Roi.addRoiListener(this);
  }

  @Override
  public void imageOpened(ImagePlus opened) {
    // another one
  }

  @Override
  public void imageClosed(ImagePlus which) {
    say(which, closed);
  }

  @Override
  public void imageUpdated(ImagePlus which) {
    say(which, changed);
  }

  @Override
  public void roiModified(ImagePlus which, int id) {
    say(which, changed);
  }

  private void say(ImagePlus which, Runnable told) {
    if (which != null && which == image) {
      EventQueue.invokeLater(told);
    }
  }

  @Override
  public void close() {
    ImagePlus.removeImageListener(this);
    Roi.removeRoiListener(this);
  }
}
