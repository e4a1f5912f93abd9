package io.github.palimpsest.spark;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.inpaint.monitor.Monitor;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Runs tasks on a cluster until each has given a result that the driver takes. A lost executor's
 * tasks and refused results are done again; of several attempts at a task the first that is
 * finished counts.
 */
public final class SparkTasks {
  /** How often a task may give a result that is refused. */
  private static final int ROUNDS = 4;

  /** Tasks of one job: the driver holds some kilobytes of each. */
  private static final int MOST = 20_000;

  /** So that machines that wait for the last tasks of a job count for little. */
  private static final int LEAST_A_CORE = 20;

  private SparkTasks() {}

  /**
   * Runs all tasks and returns when each has been taken or has failed.
   *
   * @param monitor stops them; nothing else is told to it
   * @throws io.github.palimpsest.check.Cancelled when stopped
   * @throws BadInput that a task has thrown, which ends all of them; and if the cluster gives up
   *     for a reason that is not that of one task
   */
  public static <T, R> void runAll(
      JavaSparkContext spark,
      List<T> tasks,
      TaskWork<T, R> work,
      TaskResults<T, R> results,
      Monitor monitor) {
    int most = Math.max(MOST, LEAST_A_CORE * spark.defaultParallelism());
    for (int from = 0; from < tasks.size(); from += most) {
      List<T> left = new ArrayList<>(tasks.subList(from, Math.min(from + most, tasks.size())));
      for (int round = 1; !left.isEmpty(); round++) {
        left = new TaskRound<>(left, results, round == ROUNDS).run(spark, work, monitor);
      }
    }
  }
}
