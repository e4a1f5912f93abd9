package io.github.palimpsest.large;

import io.github.palimpsest.batch.BatchSummary;
import io.github.palimpsest.batch.ItemReport;
import io.github.palimpsest.batch.Report;
import java.nio.file.Path;

/** The table of one large image, {@code <output>.report.csv}: a row a plane that was repainted. */
final class LargeReport {
  private final Report report;
  private final Path file;

  LargeReport(Path output) {
    file = output.resolveSibling(output.getFileName() + ".report.csv");
    report = new Report(output.getParent());
  }

  void add(ItemReport row) {
    report.add(row);
  }

  BatchSummary write(double seconds) {
    report.write();
    return new BatchSummary(
        report.count(ItemReport.Status.DONE),
        report.count(ItemReport.Status.SKIPPED),
        report.count(ItemReport.Status.FAILED),
        report.failures(5),
        seconds,
        file);
  }
}
