package io.github.palimpsest.batch;

import java.nio.file.Path;

/**
 * What became of a batch.
 *
 * @param done images that were made
 * @param skipped images that had nothing to be made
 * @param failed images that could not be made
 * @param seconds that it took
 * @param report the table of all of them
 */
public record BatchSummary(long done, long skipped, long failed, double seconds, Path report) {
  /** The exit status of a script: 0, or 2 if any failed. */
  public int exitStatus() {
    return failed > 0 ? 2 : 0;
  }

  /** All of it in one sentence. */
  public String sentence() {
    return String.format("%d done, %d skipped, %d failed, see %s.", done, skipped, failed, report);
  }
}
