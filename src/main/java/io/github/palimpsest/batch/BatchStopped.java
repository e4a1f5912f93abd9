package io.github.palimpsest.batch;

import io.github.palimpsest.check.Cancelled;

/** The user stopped a batch: what was finished by then is there, and the report tells it. */
public final class BatchStopped extends Cancelled {
  private static final long serialVersionUID = 1L;

  private final transient BatchSummary summary;

  /**
   * A stop.
   *
   * @param summary of what was finished
   */
  public BatchStopped(BatchSummary summary) {
    this.summary = summary;
  }

  /** What became of the images; those that had not begun are skipped. */
  public BatchSummary summary() {
    return summary;
  }
}
