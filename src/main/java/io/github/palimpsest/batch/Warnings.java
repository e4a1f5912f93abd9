package io.github.palimpsest.batch;

import ij.ImagePlus;
import io.github.palimpsest.inpaint.monitor.Monitor;
import java.util.LinkedHashSet;
import java.util.Set;

/** Keeps for the report what a run warns of, and passes on everything. */
final class Warnings implements Monitor {
  private final Monitor monitor;
  private final Set<String> sentences = new LinkedHashSet<>();

  Warnings(Monitor monitor) {
    this.monitor = monitor;
  }

  @Override
  public void status(String words) {
    monitor.status(words);
  }

  @Override
  public void progress(double fraction) {
    monitor.progress(fraction);
  }

  @Override
  public synchronized void warn(String sentence) {
    if (!sentence.isBlank()) {
      sentences.add(sentence.strip());
      monitor.warn(sentence);
    }
  }

  @Override
  public void opened(ImagePlus stack) {
    throw new IllegalStateException("a batch opens no stacks");
  }

  @Override
  public int cores() {
    return monitor.cores();
  }

  @Override
  public void onCancel(Runnable stop) {
    monitor.onCancel(stop);
  }

  /** What there is to say, as one line. */
  synchronized String text() {
    return String.join(" ", sentences);
  }
}
