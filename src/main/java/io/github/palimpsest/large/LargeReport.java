package io.github.palimpsest.large;

import io.github.palimpsest.batch.Outputs;
import io.github.palimpsest.batch.Report;
import io.github.palimpsest.check.BadInput;
import java.io.IOException;
import java.nio.file.Path;

/** The table of one large image, {@code <output>.report.csv}: a row a plane that was repainted. */
final class LargeReport {
  private LargeReport() {}

  /** The place of an output's table. */
  static Path file(Path output) {
    return output.resolveSibling(Outputs.stem(output) + ".report.csv");
  }

  /**
   * The table of an output, empty.
   *
   * @throws BadInput if a file of its name is there that is no report
   */
  static Report of(Path output) {
    Report report = new Report(output.getParent(), file(output).getFileName().toString());
    try {
      report.check();
    } catch (IOException e) {
      throw new BadInput("The report (" + report.file() + ") cannot be read.", e);
    }
    return report;
  }
}
