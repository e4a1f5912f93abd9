package io.github.palimpsest.cli;

import ij.ImagePlus;
import io.github.palimpsest.inpaint.monitor.Monitor;

/** Says only what a user must know; Ctrl-C stops the whole process. */
final class ConsoleMonitor implements Monitor {
  @Override
  public void status(String words) {}

  @Override
  public void progress(double fraction) {}

  @Override
  public void warn(String sentence) {
    System.err.println(sentence);
  }

  @Override
  public void opened(ImagePlus stack) {}

  @Override
  public void onCancel(Runnable stop) {}
}
