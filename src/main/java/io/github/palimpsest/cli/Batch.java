package io.github.palimpsest.cli;

import io.github.palimpsest.batch.BatchStopped;
import io.github.palimpsest.batch.BatchSummary;
import io.github.palimpsest.batch.ItemReport;
import io.github.palimpsest.check.Cancelled;
import io.github.palimpsest.command.BatchJob;

/** {@code scripts/palimpsest batch}: a folder repainted without ImageJ's windows or a macro. */
final class Batch {
  private Batch() {}

  /**
   * Repaints what is not there yet; how many became what is said on stdout, of some that failed on
   * stderr why.
   *
   * @param keys as in a line of a macro
   * @return exit status: 0, 2 if an image failed, or that of a stopped process
   * @throws io.github.palimpsest.check.BadInput for what is refused before it begins
   */
  static int run(String input, String output, String keys) {
    BatchJob job = BatchJob.of(input, output, keys);
    BatchConsole console = new BatchConsole();
    try {
      BatchSummary summary = job.run(console);
      say("Batch: ", summary);
      return summary.exitStatus();
    } catch (BatchStopped e) {
      say("Stopped: ", e.summary());
      return console.exitStatus();
    } catch (Cancelled e) {
      System.err.println("Stopped.");
      return console.exitStatus();
    }
  }

  private static void say(String what, BatchSummary summary) {
    for (ItemReport row : summary.failures()) {
      System.err.println(row.file() + ": " + row.message());
    }
    long more = summary.failed() - summary.failures().size();
    if (more > 0) {
      System.err.println("and " + more + " more that failed: see the report.");
    }
    System.out.println(what + summary.sentence());
  }
}
