package io.github.palimpsest.large;

import io.github.palimpsest.batch.BatchRequest;
import io.github.palimpsest.batch.BatchSummary;
import io.github.palimpsest.batch.ItemReport;
import io.github.palimpsest.batch.Report;
import io.github.palimpsest.batch.Stamp;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.inpaint.monitor.Monitor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One large image from file to file, as whoever drives it sees it: {@link #begin} plans, {@link
 * #open} tells the tasks that are still to be done, wherever they are done ({@link LargeTask#run}),
 * {@link #accept} takes what they leave, {@link #finish} puts it together. {@link #accept} and
 * {@link #failed} may be called by any thread, the rest by one. Close it.
 */
public final class LargeJob implements AutoCloseable {
  private final BatchRequest request;
  private final PatchFolder folder;
  private final Report report;
  private final long start = System.nanoTime();
  private final Map<Integer, String> failures = new ConcurrentHashMap<>();
  private LargePlan plan;
  private BatchSummary decided;

  private LargeJob(BatchRequest request, Monitor monitor) {
    this.request = request;
    report = LargeReport.of(request.output());
    folder = PatchFolder.open(request.output(), monitor::warn);
  }

  /**
   * Refuses what cannot be, finds out whether it was done before, and plans.
   *
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

  /** Whether the output is there already, or is a file that no batch made. */
  private boolean done(String stamp, String title) {
    Path output = request.output();
    if (!Files.exists(output)) {
      return false;
    }
    Stamp own = stamp(output);
    if (own == null) {
      decide(
          ItemReport.failed(
              title,
              String.format(
                  "output (%s) is there and was not made by a batch: remove it, or name another.",
                  output.getFileName()),
              seconds()));
    } else if (own.sha256().equals(stamp)) {
      decide(
          new ItemReport(
              title,
              ItemReport.Status.SKIPPED,
              "Done before.",
              seconds(),
              own.maskedPixels(),
              own.seam()));
    }
    return decided != null;
  }

  private static Stamp stamp(Path output) {
    if (!LargeImages.isOne(output)) {
      return null;
    }
    try (LargeImage image = LargeImages.open(output)) {
      return Stamp.parse(image.property(Stamp.PROPERTY));
    } catch (BadInput e) {
      // nothing that a batch has made
      return null;
    }
  }

  private void decide(ItemReport row) {
    report.add(row);
    folder.clear();
    decided = written();
  }

  private BatchSummary written() {
    report.write();
    return BatchSummary.of(report, seconds());
  }

  private double seconds() {
    return (System.nanoTime() - start) / 1e9;
  }

  /** What became of it, if there is nothing to be done; else null. */
  public BatchSummary decided() {
    return decided;
  }

  /**
   * The tasks without a whole patch. Removes patches of other plans.
   *
   * @return in the order in which they are best begun
   */
  public List<LargeTask> open() {
    List<LargeTask> open = new ArrayList<>();
    Set<Path> whole = new LinkedHashSet<>();
    for (LargeTask task : plan.tasks()) {
      if (task.patch() == null) {
        open.add(task);
      } else {
        whole.add(task.file());
      }
    }
    folder.keepOnly(whole);
    return open;
  }

  /** All tasks of the job, done or not. */
  public List<LargeTask> tasks() {
    return plan.tasks();
  }

  /**
   * Takes what a task has left.
   *
   * @return why it cannot be taken, in a sentence, so that the task must be done again; null if it
   *     was taken
   */
  public String accept(LargeTask task, LargePatch patch) {
    boolean own = patch != null && patch.file().equals(task.file().toString());
    if (own && PatchFile.is(patch) && task.patch() != null) {
      return null;
    }
    return "The new pixels of " + task + " are missing or damaged in " + folder.path() + ".";
  }

  /** Notes that a task cannot be done; nothing is made of the image then. */
  public void failed(LargeTask task, String sentence) {
    failures.merge(task.plane(), sentence, (first, next) -> first);
  }

  /** Whether a task has failed. */
  boolean failing() {
    return !failures.isEmpty();
  }

  /**
   * Puts the patches into a copy of the image and the copy into its place, unless a task failed;
   * then the patches stay for the next run.
   *
   * @throws io.github.palimpsest.check.Cancelled when stopped; nothing is at the output's place
   */
  public BatchSummary finish(Monitor monitor) {
    if (!failing()) {
      try {
        new LargeComposer(plan, monitor).compose().forEach(report::add);
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
  public void close() {
    folder.close();
  }
}
