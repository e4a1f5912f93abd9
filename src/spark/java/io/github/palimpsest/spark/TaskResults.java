package io.github.palimpsest.spark;

/**
 * Takes the results of tasks, in the driver. Called by several threads at the same time, but once
 * only for each task that it takes.
 *
 * @param <T> the tasks
 * @param <R> their results
 */
public interface TaskResults<T, R> {
  /**
   * Takes a result.
   *
   * @return null if it is taken, else a sentence why it is not what the task should have made; then
   *     the task is done again
   */
  String accept(T task, R result);

  /** A task that was refused, or took its executor along, too often: there will be no result. */
  void failed(T task, String sentence);
}
