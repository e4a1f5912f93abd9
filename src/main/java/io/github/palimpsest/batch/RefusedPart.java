package io.github.palimpsest.batch;

/** The result of a task is not the one that its maker tells of. */
public final class RefusedPart extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * A refusal.
   *
   * @param how what is wrong, after "The result "
   */
  public RefusedPart(String how) {
    super("The result " + how + ": run again.");
  }
}
