package io.github.palimpsest.session;

import ij.ImageListener;
import ij.ImagePlus;

/** Does something when one image is closed. */
record ClosingListener(ImagePlus image, Runnable action) implements ImageListener {
  @Override
  public void imageClosed(ImagePlus closed) {
    if (closed == image) {
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
