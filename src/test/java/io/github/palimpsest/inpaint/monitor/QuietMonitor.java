package io.github.palimpsest.inpaint.monitor;

import ij.ImagePlus;

/** A monitor that shows nothing, to override; it stops a run when it is told to. */
public class QuietMonitor extends Monitor.Cancellable {
  @Override
  public void status(String words) {
    // nobody looks
  }

  @Override
  public void progress(double fraction) {
    // nobody looks
  }

  @Override
  public void warn(String sentence) {
    // nobody looks
  }

  @Override
  public void opened(ImagePlus stack) {
    // nobody looks
  }
}
