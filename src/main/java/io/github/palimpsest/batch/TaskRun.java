package io.github.palimpsest.batch;

import io.github.palimpsest.inpaint.MemoryEstimate;
import io.github.palimpsest.inpaint.monitor.Monitor;

/**
 * A task on its way, in three parts so that those of different tasks may overlap: {@link #read},
 * {@link #paint}, {@link #write}. Each is called once, in this order, by any thread.
 *
 * <p>What is wrong with a task is in its result. Each part throws {@link OutOfMemoryError} or
 * {@link io.github.palimpsest.check.TooLittleMemory} if there is no room for it beside others; then
 * the task may be begun anew, alone.
 */
public interface TaskRun {
  /** Bytes of heap that {@link #read} will take, about. */
  double unread();

  /** Reads what is repainted. */
  void read();

  /** Bytes of heap that what was read takes. */
  double held();

  /** What {@link #paint} will take beside that; null if nothing is painted. */
  MemoryEstimate need();

  /**
   * Repaints it.
   *
   * @throws io.github.palimpsest.check.BadInput for what holds for all tasks, such as a model that
   *     cannot be loaded
   * @throws io.github.palimpsest.check.Cancelled when stopped
   */
  void paint(Monitor monitor);

  /** Writes what was painted to where {@link Job#take} finds it, and waits until it is on disk. */
  TaskResult write();

  /** All three. */
  default TaskResult all(Monitor monitor) {
    read();
    paint(monitor);
    return write();
  }
}
