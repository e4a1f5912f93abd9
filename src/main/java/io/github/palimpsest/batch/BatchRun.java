package io.github.palimpsest.batch;

import io.github.palimpsest.inpaint.monitor.Monitor;

/** Does a whole batch in this process. */
public final class BatchRun {
  /** As many workers as there are cores and memory for. */
  public static final int AUTO = 0;

  private BatchRun() {}

  /**
   * Makes every image of a batch that is not there yet, and the report.
   *
   * @param workers images that are worked on at the same time, each on one core; {@link #AUTO}
   * @throws io.github.palimpsest.check.BadInput before anything has begun
   * @throws io.github.palimpsest.check.Cancelled when stopped; finished images stay, and the report
   *     tells them
   */
  public static BatchSummary run(BatchRequest request, int workers, Monitor monitor) {
    long start = System.nanoTime();
    ItemWork work = new ItemWork(request);
    BatchPlan plan = BatchPlan.of(request);
    Report report = new Report(request.output());
    plan.decided().forEach(report::add);
    try (Outputs outputs = Outputs.open(request.output())) {
      for (BatchItem item : plan.items()) {
        report.add(outputs.commit(work.run(item, monitor)));
      }
      report.write();
    }
    return new BatchSummary(
        report.count(ItemReport.Status.DONE),
        report.count(ItemReport.Status.SKIPPED),
        report.count(ItemReport.Status.FAILED),
        (System.nanoTime() - start) / 1e9,
        request.output().resolve(Report.FILE));
  }
}
