package io.github.palimpsest.spark;

import io.github.palimpsest.inpaint.monitor.Monitor;
import java.io.Serializable;

/**
 * What executors do with a task. Sent to each of them; several threads of one executor use copies
 * at the same time.
 *
 * @param <T> the tasks, serializable
 * @param <R> their results, serializable
 */
@FunctionalInterface
public interface TaskWork<T, R> extends Serializable {
  /**
   * Does one task, in an executor. May be asked for the same task more than once, also at the same
   * time on two machines.
   *
   * @param monitor stops the work when Spark does not want it any more
   * @throws io.github.palimpsest.check.Cancelled when stopped
   */
  R run(T task, Monitor monitor);
}
