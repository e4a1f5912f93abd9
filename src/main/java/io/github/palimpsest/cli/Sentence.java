package io.github.palimpsest.cli;

import io.github.palimpsest.check.ErrorSentence;

/** One line out of whatever went wrong. */
final class Sentence {
  private Sentence() {}

  /** A fault of ours, with the place it happened at. */
  static String of(Throwable fault) {
    return oneLine(ErrorSentence.fault("Palimpsest", fault));
  }

  /** {@code text} without line breaks and doubled blanks. */
  static String oneLine(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }
}
