package io.github.palimpsest.spark;

import io.github.palimpsest.batch.BatchRequest;
import io.github.palimpsest.batch.BatchSummary;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.large.LargeJob;
import io.github.palimpsest.large.LargePatch;
import io.github.palimpsest.large.LargeTask;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * One large image on a cluster, as its driver: executors repaint its pieces, the driver puts them
 * together.
 *
 * @param request what is asked for
 * @param monitor told how far it is; stops it
 */
record SparkLarge(BatchRequest request, Monitor monitor) {
  /**
   * A piece, or why there is none.
   *
   * @param patch null if there is none
   */
  private record Piece(LargePatch patch, String failure) implements Serializable {
    private static final long serialVersionUID = 1L;
  }

  /**
   * Repaints piece k of a list that is sent once: all of them share one plan.
   *
   * @param sent what executors need
   */
  private record Work(LargeTask[] tasks, Sent sent) implements TaskWork<Integer, Piece> {
    private static final long serialVersionUID = 1L;

    @Override
    public Piece run(Integer k, Monitor monitor) {
      sent.arrive();
      try {
        return new Piece(tasks[k].run(monitor), null);
      } catch (BadInput e) {
        return new Piece(null, e.getMessage());
      }
    }
  }

  /** Takes pieces. */
  private record Taker(
      LargeJob job, List<LargeTask> tasks, AtomicInteger taken, Monitor monitor)
      implements TaskResults<Integer, Piece> {
    @Override
    public String accept(Integer k, Piece piece) {
      if (piece.failure != null) {
        failed(k, piece.failure);
        return null;
      }
      String refusal = job.accept(tasks.get(k), piece.patch);
      if (refusal == null) {
        count();
      }
      return refusal;
    }

    @Override
    public void failed(Integer k, String sentence) {
      job.failed(tasks.get(k), sentence);
      count();
    }

    private void count() {
      int now = taken.incrementAndGet();
      monitor.status("Large image: " + now + "/" + tasks.size() + " pieces");
      monitor.progress((double) now / tasks.size());
    }
  }

  /**
   * Makes what is not there yet.
   *
   * @param cluster asked when there is something to be made
   * @throws BadInput before anything has begun, or when the cluster gives up; finished pieces stay
   * @throws io.github.palimpsest.check.Cancelled when stopped; finished pieces stay
   */
  BatchSummary run(Supplier<Cluster> cluster) {
    try (LargeJob job = LargeJob.begin(request, monitor)) {
      if (job.decided() != null) {
        return job.decided();
      }
      List<LargeTask> tasks = job.open();
      if (!tasks.isEmpty()) {
        work(cluster, job, tasks);
      }
      return job.finish(monitor);
    }
  }

  private void work(Supplier<Cluster> cluster, LargeJob job, List<LargeTask> tasks) {
    Path patches = tasks.get(0).file().getParent();
    try (Cluster open = cluster.get()) {
      Sent sent = open.send(request.values(), request.input(), patches);
      SparkTasks.runAll(
          open.spark(),
          IntStream.range(0, tasks.size()).boxed().toList(),
          new Work(tasks.toArray(LargeTask[]::new), sent),
          new Taker(job, tasks, new AtomicInteger(), monitor),
          monitor);
    }
  }
}
