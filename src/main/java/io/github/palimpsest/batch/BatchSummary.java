package io.github.palimpsest.batch;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * What became of a batch.
 *
 * @param done images that were made
 * @param skipped images that had nothing to be made
 * @param failed images that could not be made
 * @param failures the first rows of these, {@value #MOST_FAILURES} at most
 * @param seconds that all took
 * @param report the table of all images
 */
public record BatchSummary(
    long done, long skipped, long failed, List<ItemReport> failures, double seconds, Path report) {
  private static final int MOST_FAILURES = 5;

  /**
   * The summary of a report.
   *
   * @param seconds that it took
   */
  public static BatchSummary of(Report report, double seconds) {
    return new BatchSummary(
        report.count(ItemReport.Status.DONE),
        report.count(ItemReport.Status.SKIPPED),
        report.count(ItemReport.Status.FAILED),
        report.failures(MOST_FAILURES),
        seconds,
        report.file());
  }

  /** The exit status of a script: 0, or 2 if any failed. */
  public int exitStatus() {
    return failed > 0 ? 2 : 0;
  }

  /** All of it in a line. */
  public String sentence() {
    return String.format(
        Locale.ROOT, "%d done, %d skipped, %d failed: %s", done, skipped, failed, report);
  }
}
