package io.github.palimpsest.large;

import io.github.palimpsest.batch.BatchRequest;
import io.github.palimpsest.batch.BatchSummary;
import io.github.palimpsest.batch.ItemReport;
import io.github.palimpsest.batch.Job;
import io.github.palimpsest.batch.RefusedPart;
import io.github.palimpsest.batch.Report;
import io.github.palimpsest.batch.Stamp;
import io.github.palimpsest.batch.TaskResult;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.check.FreeMemory;
import io.github.palimpsest.inpaint.monitor.Monitor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One large image from file to file: a task a piece, whose patches are kept beside the output and
 * put together at the end. Killed or stopped, it goes on from the patches that are there when it is
 * begun again.
 */
public final class LargeJob implements Job<LargeTask> {
  private final BatchRequest request;
  private final Monitor monitor;
  private final PatchFolder folder;
  private final Report report;
  private final long start = System.nanoTime();
  private final Map<Integer, String> failures = new ConcurrentHashMap<>();
  private LargePlan plan;
  private BatchSummary decided;

  private LargeJob(BatchRequest request, Monitor monitor) {
    this.request = request;
    this.monitor = monitor;
    report = LargeReport.of(request.output());
    folder = PatchFolder.open(request.output(), monitor::warn);
  }

  /**
   * Looks at a request without opening an image.
   *
   * @throws BadInput for what {@link #begin} would refuse
   */
  public static void check(BatchRequest request) {
    LargeChecks.require(request);
  }

  /**
   * Refuses what cannot be, finds out whether it was done before, and plans.
   *
   * @param request its input is one image of a {@link LargeFormat}, its output the one to make, its
   *     masks a label image
   * @throws BadInput before anything has begun
   * @throws io.github.palimpsest.check.Cancelled when stopped
   */
  public static LargeJob begin(BatchRequest request, Monitor monitor) {
    LargeMaskName name = LargeChecks.require(request);
    AtomicBoolean stopped = new AtomicBoolean();
    monitor.onCancel(() -> stopped.set(true));
    try (LargeImage image = LargeImages.open(request.input());
        LargeImage mask = name.open(image)) {
      LargeJob job = new LargeJob(request, monitor);
      try {
        String stamp = LargeStamp.of(request, name, image, mask);
        if (job.done(stamp, image.title())) {
          return job;
        }
        job.plan =
            new LargePlanner(request, name, image, mask, monitor)
                .plan(stamp, job.folder.path(), stopped::get);
        if (job.plan.planes().isEmpty()) {
          String sentence = "The mask marks nothing of the planes named.";
          job.decide(ItemReport.skipped(image.title(), sentence, job.seconds()));
        }
        return job;
      } catch (RuntimeException | Error e) {
        job.close();
        throw e;
      }
    }
  }

  /** Whether the output is there already, or is something that must stay. */
  private boolean done(String stamp, String title) {
    EarlierResult there = EarlierResult.at(request.output());
    Stamp own = there.stamp();
    if (own != null && own.sha256().equals(stamp)) {
      decide(
          new ItemReport(
              title,
              ItemReport.Status.SKIPPED,
              there.doneBefore(),
              seconds(),
              own.maskedPixels(),
              own.seam()));
      return true;
    }
    try {
      there.requireReplaceable();
      return false;
    } catch (BadInput e) {
      decide(ItemReport.failed(title, e.getMessage(), seconds()));
      return true;
    }
  }

  private void decide(ItemReport row) {
    report.add(row);
    folder.clear();
    decided = written();
  }

  private BatchSummary written() {
    report.write(monitor::warn);
    return BatchSummary.of(report, seconds());
  }

  private double seconds() {
    return (System.nanoTime() - start) / 1e9;
  }

  @Override
  public BatchRequest request() {
    return request;
  }

  @Override
  public int decided() {
    return 0;
  }

  /** The tasks without a whole patch. Removes patches of other plans. */
  @Override
  public List<LargeTask> tasks() {
    List<LargeTask> open = new ArrayList<>();
    if (decided == null) {
      Set<Path> whole = new LinkedHashSet<>();
      for (LargeTask task : plan.tasks()) {
        if (plan.patch(task) == null) {
          open.add(task);
        } else {
          whole.add(plan.file(task));
        }
      }
      folder.keepOnly(whole);
    }
    return open;
  }

  @Override
  public LargePlan plan() {
    return plan;
  }

  /** As many as there is heap for. */
  @Override
  public int atOnce(int cores) {
    double most =
        plan.planes().stream()
            .mapToDouble(plane -> plane.pieces().largest().bytes())
            .max()
            .orElse(0);
    int lanes = cores;
    while (lanes > 1 && !FreeMemory.fits(lanes * most)) {
      lanes--;
    }
    return lanes;
  }

  @Override
  public Path reads() {
    return request.input();
  }

  @Override
  public Path writes() {
    return folder.path();
  }

  @Override
  public ItemReport take(LargeTask task, TaskResult result, boolean elsewhere) throws RefusedPart {
    if (result.report().status() == ItemReport.Status.FAILED) {
      return failed(task, result.report().message());
    }
    TaskResult.Part part = result.part();
    boolean own = part != null && part.path().equals(plan.file(task).toString());
    if (!own || !PatchFile.is(part) || plan.patch(task) == null) {
      throw new RefusedPart("of " + task.name() + " is missing or damaged");
    }
    return result.report();
  }

  @Override
  public ItemReport failed(LargeTask task, String sentence) {
    failures.merge(task.plane(), sentence, (first, next) -> first);
    return ItemReport.failed(task.name(), sentence, 0);
  }

  @Override
  public boolean needsAll() {
    return true;
  }

  /**
   * Puts the patches into a copy of the image and the copy into its place, unless a task failed;
   * then the patches stay for the next run.
   */
  @Override
  public BatchSummary finish(Monitor now) {
    if (decided != null) {
      return decided;
    }
    if (failures.isEmpty()) {
      try {
        new LargeComposer(plan, now).compose().forEach(report::add);
        folder.clear();
        return written();
      } catch (BadInput e) {
        failures.put(0, e.getMessage());
      }
    }
    for (int plane = 0; plane < plan.planes().size(); plane++) {
      String sentence =
          failures.getOrDefault(plane, "Not written, for another plane failed; run again.");
      report.add(ItemReport.failed(plan.planes().get(plane).name(), sentence, seconds()));
    }
    return written();
  }

  @Override
  public BatchSummary leave() {
    String sentence = "The batch ended before this plane; its pieces are kept for the next run.";
    for (LargePlan.PlannedPlane plane : plan.planes()) {
      report.add(ItemReport.skipped(plane.name(), sentence, 0));
    }
    return written();
  }

  @Override
  public void close() {
    folder.close();
  }
}
