package io.github.palimpsest.large;

import io.github.palimpsest.batch.BatchRequest;
import io.github.palimpsest.batch.BatchRun;
import io.github.palimpsest.batch.BatchSummary;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.check.FreeMemory;
import io.github.palimpsest.concurrent.Jobs;
import io.github.palimpsest.concurrent.SideBySide;
import io.github.palimpsest.inpaint.monitor.Monitor;
import java.util.List;

/** Does one large image in this process. */
public final class LargeRun {
  private LargeRun() {}

  /**
   * Looks at a request without opening an image.
   *
   * @throws BadInput for what {@link #run} would refuse before it begins
   */
  public static void check(BatchRequest request) {
    LargeChecks.require(request);
  }

  /**
   * Repaints what the mask marks of one large image, piece by piece, into a new one. Killed or
   * stopped, it goes on from the pieces that are there when it is run again.
   *
   * @param request its input is one image of a {@link LargeFormat}, its output the one to make, its
   *     masks a label image
   * @param workers pieces that are worked on at the same time, each on one core; {@link
   *     BatchRun#AUTO}: as many as there are cores and memory for
   * @return counts of planes
   * @throws BadInput before anything has begun
   * @throws io.github.palimpsest.check.Cancelled when stopped
   */
  public static BatchSummary run(BatchRequest request, int workers, Monitor monitor) {
    try (LargeJob job = LargeJob.begin(request, monitor)) {
      if (job.decided() != null) {
        return job.decided();
      }
      List<LargeTask> open = job.open();
      if (!open.isEmpty()) {
        run(job, open, workers, monitor);
      }
      return job.finish(monitor);
    }
  }

  private static void run(LargeJob job, List<LargeTask> open, int workers, Monitor monitor) {
    int cores = Math.min(monitor.cores(), Runtime.getRuntime().availableProcessors());
    int lanes = workers == BatchRun.AUTO ? fitting(open, cores) : workers;
    lanes = Math.min(open.size(), lanes);
    int each = workers == BatchRun.AUTO ? Math.max(1, cores / lanes) : 1;
    LargeProgress progress = new LargeProgress(monitor, open);
    try (LargeProgress.Task opening = progress.begin(open.get(0), each);
        LargeWork work = LargeWork.open(open.get(0).plan(), opening)) {
      new Jobs(open.size(), k -> run(job, work, open.get(k), progress, each), progress::stop)
          .run(new SideBySide(lanes), lanes);
    } catch (BadInput e) {
      if (!job.failing()) {
        throw e;
      }
    }
  }

  private static void run(
      LargeJob job, LargeWork work, LargeTask task, LargeProgress progress, int cores) {
    try (LargeProgress.Task now = progress.begin(task, cores)) {
      String refused = job.accept(task, work.run(task, now));
      if (refused != null) {
        throw new BadInput(refused);
      }
      now.finished();
    } catch (BadInput e) {
      job.failed(task, e.getMessage());
      throw e;
    } catch (OutOfMemoryError e) {
      job.failed(task, FreeMemory.exhausted());
      throw new BadInput(FreeMemory.exhausted(), e);
    }
  }

  /** As many at once as there are cores and heap for. */
  private static int fitting(List<LargeTask> tasks, int cores) {
    double most = tasks.stream().mapToDouble(LargeTask::memory).max().orElse(0);
    int lanes = cores;
    while (lanes > 1 && !FreeMemory.fits(lanes * most)) {
      lanes--;
    }
    return lanes;
  }
}
