package io.github.palimpsest.cli;

import io.github.palimpsest.batch.BatchSummary;
import io.github.palimpsest.check.Cancelled;
import io.github.palimpsest.command.BatchJob;

/** {@code scripts/palimpsest batch}: a folder repainted without ImageJ's windows or a macro. */
final class Batch {
  private Batch() {}

  /**
   * Repaints what is not there yet; how many became what is said on stdout.
   *
   * @param keys as in a line of a macro
   * @return exit status: 0, or 2 if an image failed
   * @throws io.github.palimpsest.check.BadInput for what is refused before it begins
   */
  static int run(String input, String output, String keys) {
    BatchJob job = BatchJob.of(input, output, keys);
    BatchConsole console = new BatchConsole();
    try {
      BatchSummary summary = job.run(console);
      System.out.println("Batch: " + summary.sentence());
      return summary.exitStatus();
    } catch (Cancelled e) {
      System.err.println("Stopped. Run it again to do the rest.");
      return console.exitStatus();
    }
  }
}
