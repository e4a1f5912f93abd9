package io.github.palimpsest.spark;

import io.github.palimpsest.batch.BatchProgress;
import io.github.palimpsest.batch.BatchStopped;
import io.github.palimpsest.batch.BatchSummary;
import io.github.palimpsest.batch.Job;
import io.github.palimpsest.batch.Task;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.check.Cancelled;
import io.github.palimpsest.inpaint.monitor.Monitor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Does a whole job on a cluster, as its driver: executors do the tasks, the job takes what they
 * made. A lost executor's tasks and refused results are done again; of several attempts at a task
 * the first that is finished counts.
 *
 * @param job what is to be done
 * @param monitor told how far it is; stops it
 */
record SparkRun<T extends Task>(Job<T> job, Monitor monitor) {
  /** How often a task may give a result that is refused. */
  private static final int ROUNDS = 4;

  /** Tasks of one job of Spark: the driver holds some kilobytes of each. */
  private static final int MOST = 20_000;

  /** So that machines that wait for the last tasks of a job count for little. */
  private static final int LEAST_A_CORE = 20;

  /**
   * Makes what is not there yet.
   *
   * @param cluster asked when there is something to be made
   * @throws BadInput for what holds for all tasks, and when the cluster gives up; what is finished
   *     stays
   * @throws Cancelled when stopped; what is finished stays
   */
  BatchSummary run(Supplier<Cluster> cluster) {
    List<T> tasks = job.tasks();
    BatchProgress progress = new BatchProgress(job.decided(), tasks, monitor);
    try {
      if (!tasks.isEmpty()) {
        work(cluster, tasks, progress);
      }
    } catch (Cancelled e) {
      throw new BatchStopped(job.leave());
    } catch (RuntimeException | Error e) {
      job.leave();
      throw e;
    } finally {
      progress.end();
    }
    return job.finish(monitor);
  }

  private void work(Supplier<Cluster> cluster, List<T> tasks, BatchProgress progress) {
    try (Cluster open = cluster.get()) {
      Sent sent = open.send(job.request().values(), job.reads(), job.writes());
      TaskBody<T> body = new TaskBody<>(job.plan(), sent, Counters.in(open.spark()));
      int most = Math.max(MOST, LEAST_A_CORE * open.spark().defaultParallelism());
      for (int from = 0; from < tasks.size(); from += most) {
        List<T> left = new ArrayList<>(tasks.subList(from, Math.min(from + most, tasks.size())));
        for (int round = 1; !left.isEmpty(); round++) {
          left =
              new TaskRound<>(job, left, progress, round == ROUNDS)
                  .run(open.spark(), body, monitor);
        }
      }
    }
  }
}
