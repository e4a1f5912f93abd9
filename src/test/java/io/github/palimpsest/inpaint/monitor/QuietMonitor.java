package io.github.palimpsest.inpaint.monitor;

import ij.ImagePlus;

/** A monitor to override. */
public class QuietMonitor implements Monitor {
  @Override
  public void status(String words) {
    // nothing to show
  }

  @Override
  public void progress(double fraction) {
    // nothing to show
  }

  @Override
  public void warn(String sentence) {
    // nothing to show
  }

  @Override
  public void opened(ImagePlus stack) {
    // nobody looks
  }

  @Override
  public void onCancel(Runnable stop) {
    // never stops
  }
}
