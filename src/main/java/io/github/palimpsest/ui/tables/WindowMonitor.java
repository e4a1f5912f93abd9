package io.github.palimpsest.ui.tables;

import ij.ImagePlus;
import io.github.palimpsest.inpaint.monitor.Monitor;
import java.awt.EventQueue;
import java.util.function.Consumer;
import javax.swing.JProgressBar;

/** Shows work in the progress bar of a window, whose user can stop it. */
final class WindowMonitor extends Monitor.Cancellable {
  private static final int PARTS = 1000;

  private final JProgressBar bar;
  private final Consumer<String> warnings;

  /**
   * @param warnings told, on the event thread, what the user should know
   */
  WindowMonitor(JProgressBar bar, Consumer<String> warnings) {
    this.bar = bar;
    this.warnings = warnings;
  }

  @Override
  public void status(String words) {
    EventQueue.invokeLater(() -> bar.setString(words));
  }

  @Override
  public void progress(double fraction) {
    EventQueue.invokeLater(
        () -> {
          bar.setIndeterminate(false);
          bar.setMaximum(PARTS);
          bar.setValue((int) Math.round(fraction * PARTS));
        });
  }

  @Override
  public void warn(String sentence) {
    EventQueue.invokeLater(() -> warnings.accept(sentence));
  }

  @Override
  public void opened(ImagePlus stack) {
    // a check shows no stacks
  }
}
