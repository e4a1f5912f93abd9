package io.github.palimpsest.batch;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.check.Cancelled;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.model.onnx.OnnxModels;
import io.github.palimpsest.request.Param;
import java.util.List;

/**
 * Does a whole batch in this process: several images at the same time, each on one core, so that
 * two workers on two cores take about half the time of one. What a file becomes does not depend on
 * how many there are, nor on the others.
 *
 * <p>Memory is bounded whatever the folder: so many images are on the way as fit, and one that fits
 * alone only has its turn alone. What finds too little memory nevertheless is tried again alone.
 */
public final class BatchRun {
  /**
   * A worker for every core; with fewer images than cores one for every image, each on its part of
   * the cores.
   */
  public static final int AUTO = 0;

  /** Workers on another device than the processor: one computes, one prepares. */
  private static final int ON_DEVICE = 2;

  private final BatchRequest request;
  private final int asked;
  private final Monitor monitor;
  private final long start = System.nanoTime();

  private BatchRun(BatchRequest request, int workers, Monitor monitor) {
    this.request = request;
    this.asked = workers;
    this.monitor = monitor;
  }

  /**
   * Makes every image of a batch that is not there yet, and the report. Call off the event dispatch
   * thread.
   *
   * @param workers images that are painted at the same time, each on one core; {@link #AUTO}
   * @throws BadInput before anything has begun, or if the model cannot be loaded
   * @throws BatchStopped when stopped, within a model call; finished images stay, and the report
   *     tells them
   */
  public static BatchSummary run(BatchRequest request, int workers, Monitor monitor) {
    if (workers < 0) {
      throw BadInput.of("workers (%d) must be 1 or more, or 0 for Auto.", workers);
    }
    return new BatchRun(request, workers, monitor).run();
  }

  private BatchSummary run() {
    monitor.status("Batch: looking for images");
    ItemWork work = new ItemWork(request);
    BatchPlan plan = BatchPlan.of(request);
    List<BatchItem> items = plan.items();
    Report report = new Report(request.output());
    int total = items.size() + plan.decided().size();
    try (Outputs outputs = Outputs.open(request.output(), monitor::warn)) {
      BatchProgress progress = new BatchProgress(report, total, monitor);
      plan.decided().forEach(progress::row);
      try {
        work(work, items, outputs, progress);
      } finally {
        if (progress.stopped()) {
          items.stream().filter(item -> !report.has(item.name())).forEach(i -> leave(i, report));
        }
        monitor.onCancel(() -> {});
        progress.end();
      }
      BatchSummary summary = BatchSummary.of(report, (System.nanoTime() - start) / 1e9);
      if (progress.stopped()) {
        throw new BatchStopped(summary);
      }
      return summary;
    }
  }

  private static void leave(BatchItem item, Report report) {
    report.add(ItemReport.skipped(item.name(), "The batch was stopped before this image.", 0));
  }

  private void work(ItemWork work, List<BatchItem> items, Outputs outputs, BatchProgress progress) {
    int workers = workers(items.size());
    try (BatchModel model = new BatchModel(request.values(), cores(workers))) {
      ItemMemory memory = new ItemMemory(model.weights());
      Pipeline pipeline = new Pipeline(work, outputs, progress, model, memory, workers);
      monitor.onCancel(pipeline::stop);
      for (BatchItem item : pipeline.run(items)) {
        alone(work, item, outputs, progress, model.cores());
      }
    }
  }

  private static void alone(
      ItemWork work, BatchItem item, Outputs outputs, BatchProgress progress, int cores) {
    if (progress.stopped()) {
      return;
    }
    try (BatchProgress.Item now = progress.begin(item.name(), cores)) {
      progress.row(outputs.commit(work.run(item, now)));
    } catch (Cancelled e) {
      return; // those that remain are left, too
    }
  }

  private int workers(int items) {
    if (asked > 0) {
      return Math.max(1, Math.min(asked, items));
    }
    boolean here = OnnxModels.inComputerMemory(request.values().text(Param.DEVICE));
    int most = here ? Runtime.getRuntime().availableProcessors() : ON_DEVICE;
    return Math.max(1, Math.min(most, items));
  }

  private int cores(int workers) {
    return asked > 0 ? 1 : Math.max(1, Runtime.getRuntime().availableProcessors() / workers);
  }
}
