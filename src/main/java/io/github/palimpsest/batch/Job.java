package io.github.palimpsest.batch;

import io.github.palimpsest.inpaint.monitor.Monitor;
import java.nio.file.Path;
import java.util.List;

/**
 * A batch as whoever drives it sees it, of a folder ({@link FolderJob}) or of one large image. A
 * driver opens the {@link #plan}, in one process or in many, does the {@link #tasks} with it, lets
 * the job {@link #take} each result, and {@link #finish}es. Nobody but the job puts a file in its
 * place. {@link #take} and {@link #failed} may be called by any thread, several at once, the rest
 * by one. Close it.
 *
 * @param <T> the tasks
 */
public interface Job<T extends Task> extends AutoCloseable {
  /** What is asked for. */
  BatchRequest request();

  /** How many rows are decided without a task. */
  int decided();

  /** What is still to be done, in the order in which it is best begun; may be empty. */
  List<T> tasks();

  /** What whoever does the tasks needs. */
  TaskPlan<T> plan();

  /**
   * How many tasks one process best does at the same time, on so many cores.
   *
   * @return 1 to {@code cores}
   */
  default int atOnce(int cores) {
    return cores;
  }

  /** A file or folder that all tasks or the first of them read. */
  Path reads();

  /** The folder into which tasks write, or one that it lies in. */
  Path writes();

  /**
   * Takes the result of a task: looks whether it is what it says, and puts it in its place.
   *
   * @param elsewhere whether another process has made it; then it is also asked whether it is of
   *     this task as it is now
   * @return the row of the task
   * @throws RefusedPart if it is not; nothing of it is left, and the task may be done once more
   */
  ItemReport take(T task, TaskResult result, boolean elsewhere) throws RefusedPart;

  /**
   * Notes that a task has no result.
   *
   * @return its row
   */
  ItemReport failed(T task, String sentence);

  /** Whether nothing comes of the others if one task fails. */
  boolean needsAll();

  /**
   * When every task was taken or has failed: does what is left to do, and writes the report.
   *
   * @throws io.github.palimpsest.check.Cancelled when stopped
   */
  BatchSummary finish(Monitor monitor);

  /** When tasks are left undone: writes the report, which says so. */
  BatchSummary leave();

  /** Lets others write to the same place. */
  @Override
  void close();
}
