package io.github.palimpsest.ui.guided;

import ij.ImagePlus;
import io.github.palimpsest.inpaint.CancellableMonitor;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/** Between a session and the guide that runs it. */
final class PresenterMonitor extends CancellableMonitor {
  private final GuidedHost host;
  private final Consumer<String> status;
  private final Set<String> warned = new HashSet<>();

  PresenterMonitor(GuidedHost host, Consumer<String> status) {
    this.host = host;
    this.status = status;
  }

  @Override
  public void status(String words) {
    status.accept(words);
  }

  @Override
  public void stepped(int step, int steps, String left) {
    // the guide counts the steps itself
  }

  @Override
  public void progress(double fraction) {
    // as above
  }

  /** What was done is its user's. */
  @Override
  public boolean stopEnds() {
    return false;
  }

  @Override
  public void warn(String sentence) {
    // every change of a value checks all of them again
    if (warned.add(sentence)) {
      host.warn(sentence);
    }
  }

  @Override
  public void opened(ImagePlus stack) {
    host.opened(stack);
  }
}
