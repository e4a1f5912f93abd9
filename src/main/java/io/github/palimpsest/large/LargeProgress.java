package io.github.palimpsest.large;

import ij.ImagePlus;
import io.github.palimpsest.check.WarnOnce;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.inpaint.monitor.TimeLeft;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Masked pixels done over those to be done, in words with the time left, and the one stop signal of
 * tasks that go on at the same time. Thread-safe; the monitor is told by one thread at a time.
 */
final class LargeProgress {
  private final Monitor monitor;
  private final WarnOnce warnings;
  private final int tasks;
  private final double whole;
  private final long began = System.nanoTime();
  private final List<Task> going = new CopyOnWriteArrayList<>();
  private volatile boolean stopped;
  private long pixels;
  private int done;

  LargeProgress(Monitor monitor, List<LargeTask> tasks) {
    this.monitor = monitor;
    this.tasks = tasks.size();
    warnings = new WarnOnce(monitor::warn);
    whole = tasks.stream().mapToLong(LargeTask::masked).sum();
    monitor.onCancel(this::stop);
  }

  /** Stops all tasks. */
  void stop() {
    stopped = true;
    going.forEach(Task::stop);
  }

  /**
   * A task begins; close it when it has ended.
   *
   * @param cores that it may use
   */
  Task begin(LargeTask task, int cores) {
    Task one = new Task(task.masked(), cores);
    going.add(one);
    if (stopped) {
      one.stop();
    }
    return one;
  }

  private synchronized void tell() {
    double share =
        (pixels + going.stream().mapToDouble(t -> t.share * t.masked).sum()) / Math.max(1, whole);
    double seconds = (System.nanoTime() - began) / 1e9;
    String left =
        done == 0 || done == tasks
            ? ""
            : " · " + TimeLeft.say(seconds * (1 - share) / share) + " left";
    monitor.status("Batch: piece " + done + "/" + tasks + left);
    monitor.progress(share);
  }

  /** The monitor of one task. */
  final class Task extends Monitor.Cancellable implements AutoCloseable {
    private final long masked;
    private final int cores;
    private volatile double share;

    private Task(long masked, int cores) {
      this.masked = masked;
      this.cores = cores;
    }

    @Override
    public int cores() {
      return cores;
    }

    /** The task is done. */
    void finished() {
      synchronized (LargeProgress.this) {
        share = 0;
        pixels += masked;
        done++;
        tell();
      }
    }

    @Override
    public void status(String words) {
      // pieces are counted instead
    }

    @Override
    public void progress(double fraction) {
      share = fraction;
      tell();
    }

    @Override
    public void warn(String sentence) {
      warnings.accept(sentence);
    }

    @Override
    public void opened(ImagePlus stack) {
      // a large image has no stacks
    }

    @Override
    public void close() {
      going.remove(this);
    }
  }
}
