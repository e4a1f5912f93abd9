package io.github.palimpsest.check;

import java.util.Locale;

/** What was asked for does not fit into the memory that is free now; later, or alone, it may. */
public final class TooLittleMemory extends BadInput {
  private static final long serialVersionUID = 1L;

  /** A problem described by {@code sentence}. */
  public TooLittleMemory(String sentence) {
    super(sentence);
  }

  /** Like {@link String#format}, in the root locale. */
  public static TooLittleMemory of(String format, Object... values) {
    return new TooLittleMemory(String.format(Locale.ROOT, format, values));
  }
}
