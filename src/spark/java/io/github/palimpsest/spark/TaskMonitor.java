package io.github.palimpsest.spark;

import ij.ImagePlus;
import io.github.palimpsest.inpaint.monitor.Monitor;
import org.apache.spark.TaskContext;

/** Stops the work of a task that Spark has given up, and tells how many cores it has. */
final class TaskMonitor extends Monitor.Cancellable {
  private final TaskContext context;

  TaskMonitor(TaskContext context) {
    this.context = context;
  }

  @Override
  public int cores() {
    return context.cpus();
  }

  @Override
  public void status(String words) {
    look();
  }

  @Override
  public void progress(double fraction) {
    look();
  }

  /** Spark sets a mark where an attempt is not wanted any more. */
  private void look() {
    if (context.isInterrupted()) {
      stop();
    }
  }

  @Override
  public void warn(String sentence) {
    // the rows of the report tell what is of interest
  }

  @Override
  public void opened(ImagePlus stack) {}
}
