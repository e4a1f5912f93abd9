package io.github.palimpsest.command.display;

import ij.ImagePlus;
import io.github.palimpsest.inpaint.monitor.Monitor;

/** The monitor of a session that lasts over several commands: shows and stops one at a time. */
public final class ActionMonitor implements Monitor {
  private final boolean shows;
  private volatile RunMonitor now;

  /**
   * A monitor without a command.
   *
   * @param shows whether stacks are shown
   */
  public ActionMonitor(boolean shows) {
    this.shows = shows;
  }

  /** The command that runs from now on, or null when it has ended. */
  public void during(RunMonitor command) {
    now = command;
  }

  @Override
  public void status(String words) {
    if (now != null) {
      now.status(words);
    }
  }

  @Override
  public void progress(double fraction) {
    if (now != null) {
      now.progress(fraction);
    }
  }

  @Override
  public void warn(String sentence) {
    if (now != null) {
      now.warn(sentence);
    }
  }

  @Override
  public void opened(ImagePlus stack) {
    if (shows) {
      Recording.pause(() -> ResultDisplay.open(stack));
    }
  }

  @Override
  public void onCancel(Runnable stop) {
    if (now != null) {
      now.onCancel(stop);
    }
  }
}
