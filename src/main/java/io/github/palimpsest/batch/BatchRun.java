package io.github.palimpsest.batch;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.check.Cancelled;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.model.Models;
import io.github.palimpsest.model.onnx.OnnxModels;
import io.github.palimpsest.request.Param;
import java.util.List;

/**
 * Does a whole job in this process: several tasks at the same time, each on one core, so that two
 * workers on two cores take about half the time of one. What comes of a task does not depend on how
 * many there are, nor on the others.
 *
 * <p>Memory is bounded whatever the job: so many tasks are on the way as fit, and one that fits
 * alone only has its turn alone. What finds too little memory nevertheless is tried again alone.
 *
 * @param <T> the tasks
 */
public final class BatchRun<T extends Task> {
  /**
   * A worker for every core; with fewer tasks than cores one for every task, each on its part of
   * the cores.
   */
  public static final int AUTO = 0;

  /** Tasks at once on another device than the processor: one computes, one is prepared. */
  private static final int ON_DEVICE = 2;

  private final Job<T> job;
  private final List<T> tasks;
  private final int workers;
  private final int cores;
  private final Monitor monitor;
  private final BatchProgress progress;
  private Pipeline<T> pipeline;

  /** Whether a task has failed that the job cannot do without. */
  private boolean lost;

  private BatchRun(Job<T> job, int asked, Monitor monitor) {
    this.job = job;
    this.monitor = monitor;
    tasks = job.tasks();
    progress = new BatchProgress(job.decided(), tasks, monitor);
    int all = Math.min(monitor.cores(), Runtime.getRuntime().availableProcessors());
    boolean here = OnnxModels.inComputerMemory(job.request().values().text(Param.DEVICE));
    int most = asked == AUTO ? job.atOnce(here ? all : Math.min(all, ON_DEVICE)) : asked;
    workers = Math.max(1, Math.min(most, tasks.size()));
    cores = asked == AUTO ? Math.max(1, all / workers) : 1;
  }

  /**
   * Makes every image of a folder that is not there yet, and the report. Call off the event
   * dispatch thread.
   *
   * @param workers images that are painted at the same time, each on one core; {@link #AUTO}
   * @throws BadInput before anything has begun, or if the model cannot be loaded
   * @throws BatchStopped when stopped, within a model call; finished images stay, and the report
   *     tells them
   */
  public static BatchSummary run(BatchRequest request, int workers, Monitor monitor) {
    require(workers);
    try (FolderJob job = FolderJob.begin(request, monitor)) {
      return run(job, workers, monitor);
    }
  }

  /**
   * Does all tasks of a job that has begun, and finishes it. Call off the event dispatch thread.
   *
   * @param workers tasks that are done at the same time, each on one core; {@link #AUTO}
   * @throws BadInput for what holds for all tasks, such as a model that cannot be loaded
   * @throws Cancelled when stopped, within a model call; what is finished stays
   */
  public static <T extends Task> BatchSummary run(Job<T> job, int workers, Monitor monitor) {
    require(workers);
    return new BatchRun<>(job, workers, monitor).run();
  }

  private static void require(int workers) {
    if (workers < 0) {
      throw BadInput.of("workers (%d) must be 1 or more, or 0 for Auto.", workers);
    }
  }

  private BatchSummary run() {
    try {
      if (!tasks.isEmpty()) {
        work();
      }
    } catch (Cancelled e) {
      progress.stop();
    } catch (RuntimeException | Error e) {
      job.leave();
      throw e;
    } finally {
      monitor.onCancel(() -> {});
      progress.end();
    }
    if (progress.stopped() && !lost) {
      throw new BatchStopped(job.leave());
    }
    return job.finish(monitor);
  }

  private void work() {
    monitor.onCancel(progress::stop);
    try (TaskWork<T> work = open()) {
      String model = job.request().values().text(Param.MODEL);
      TaskMemory memory = new TaskMemory(Models.find(model).memory().weights());
      pipeline = new Pipeline<>(this::take, work, progress, memory, workers, cores);
      monitor.onCancel(pipeline::stop);
      for (T task : pipeline.run(tasks)) {
        if (!progress.stopped()) {
          alone(work, task);
        }
      }
    }
  }

  private TaskWork<T> open() {
    String name = String.valueOf(job.request().input().getFileName());
    try (BatchProgress.Item opening = progress.begin(name, cores)) {
      return job.plan().open(opening);
    }
  }

  private void alone(TaskWork<T> work, T task) {
    try (BatchProgress.Item now = progress.begin(task, cores)) {
      take(task, work.run(task, now));
    } catch (Cancelled e) {
      return; // those that remain are left, too
    }
  }

  private void take(T task, TaskResult result) {
    ItemReport row;
    try {
      row = job.take(task, result, false);
    } catch (RefusedPart e) {
      row = job.failed(task, e.getMessage());
    }
    progress.row(task, row);
    if (row.status() == ItemReport.Status.FAILED && job.needsAll()) {
      lost = true;
      pipeline.stop();
    }
  }
}
