package io.github.palimpsest.spark;

import io.github.palimpsest.batch.BatchItem;
import io.github.palimpsest.batch.BatchPlan;
import io.github.palimpsest.batch.BatchProgress;
import io.github.palimpsest.batch.BatchRequest;
import io.github.palimpsest.batch.BatchSummary;
import io.github.palimpsest.batch.ItemReport;
import io.github.palimpsest.batch.ItemWork;
import io.github.palimpsest.batch.Outputs;
import io.github.palimpsest.batch.Report;
import io.github.palimpsest.inpaint.monitor.Monitor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/**
 * A batch on a cluster, as its driver: finds the images, lets executors work on them, puts what
 * they made in its place, and writes the report. Nobody else renames a file.
 *
 * @param request what is asked for
 * @param monitor told how far it is; stops it
 */
record SparkBatch(BatchRequest request, Monitor monitor) {
  private static final String LEFT = "The batch ended before this image.";

  /**
   * Makes what is not there yet.
   *
   * @param cluster asked when there is something to be made
   * @throws io.github.palimpsest.check.BadInput before anything has begun, or when the cluster
   *     gives up; what is finished stays
   * @throws io.github.palimpsest.check.Cancelled when stopped; what is finished stays
   */
  BatchSummary run(Supplier<Cluster> cluster) {
    long start = System.nanoTime();
    // refuses what no batch takes
    ItemWork own = new ItemWork(request);
    BatchPlan plan = BatchPlan.of(request);
    Report report = new Report(request.output());
    try (Outputs outputs = Outputs.open(request.output(), monitor::warn)) {
      int total = plan.items().size() + plan.decided().size();
      BatchProgress progress = new BatchProgress(report, total, monitor);
      plan.decided().forEach(progress::row);
      try {
        if (!plan.items().isEmpty()) {
          work(cluster, plan.items(), new ItemTaker(outputs, own, progress));
        }
      } finally {
        sweep(outputs);
        plan.items().stream()
            .filter(item -> !report.has(item.name()))
            .forEach(item -> report.add(ItemReport.skipped(item.name(), LEFT, 0)));
        progress.end();
      }
    }
    return BatchSummary.of(report, (System.nanoTime() - start) / 1e9);
  }

  private void work(Supplier<Cluster> cluster, List<BatchItem> items, ItemTaker taker) {
    Path first = Path.of(items.get(0).source());
    try (Cluster open = cluster.get()) {
      Sent sent = open.send(request.values(), first, request.output());
      ItemTask work = new ItemTask(request.toJson(), sent, Counters.in(open.spark()));
      SparkTasks.runAll(open.spark(), items, work, taker, monitor);
    }
  }

  /** Attempts that were not needed, and killed executors, leave unfinished files. */
  private static void sweep(Outputs outputs) {
    try {
      outputs.sweep();
    } catch (IOException e) {
      // the next batch removes them
      return;
    }
  }
}
