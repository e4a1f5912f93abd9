package io.github.palimpsest.batch;

import io.github.palimpsest.check.FreeMemory;
import io.github.palimpsest.check.TooLittleMemory;
import io.github.palimpsest.inpaint.monitor.Monitor;

/**
 * Does tasks of a job in this process: what they share, such as a model, stays open until it is
 * closed. Thread-safe.
 *
 * @param <T> the tasks
 */
public interface TaskWork<T extends Task> extends AutoCloseable {
  /** A task in parts, of which none has begun. */
  TaskRun begin(T task);

  /**
   * All parts of a task, beside no other: what does not fit now never will.
   *
   * @throws io.github.palimpsest.check.Cancelled when stopped; nothing is left then
   */
  default TaskResult run(T task, Monitor monitor) {
    long start = System.nanoTime();
    String sentence;
    try {
      return begin(task).all(monitor);
    } catch (TooLittleMemory e) {
      sentence = e.getMessage();
    } catch (OutOfMemoryError e) {
      sentence = FreeMemory.exhausted();
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    return TaskResult.only(ItemReport.failed(task.name(), sentence, seconds));
  }

  @Override
  void close();
}
