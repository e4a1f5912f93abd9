package io.github.palimpsest.batch;

/** A finished file is not the one that its maker tells of. */
public final class RefusedPart extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * @param how what is wrong, after "The result "
   */
  RefusedPart(String how) {
    super("The result " + how + ": run again.");
  }
}
