package io.github.palimpsest.launch;

/** One line out of whatever went wrong. */
final class Sentence {
  private Sentence() {}

  /** A fault of ours, with the place it happened at. */
  static String of(Throwable fault) {
    StackTraceElement[] at = fault.getStackTrace();
    return oneLine(
        "Palimpsest failed unexpectedly ("
            + fault
            + (at.length > 0 ? " at " + at[0] : "")
            + "); please report this.");
  }

  /** {@code text} without line breaks and doubled blanks. */
  static String oneLine(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }
}
