package io.github.palimpsest.check;

/**
 * Something the user gave cannot be used.
 *
 * <p>The message is one sentence a scientist can act on: what (its value) must be what, and the
 * remedy. It is shown as it stands: in a dialog, as the abort line of a macro, on stderr, or as the
 * exception of a script. Nothing has been changed when it is thrown.
 */
public class BadInput extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A problem described by {@code sentence}. */
  public BadInput(String sentence) {
    super(sentence);
  }

  /** A problem described by {@code sentence}, found through {@code cause}. */
  public BadInput(String sentence, Throwable cause) {
    super(sentence, cause);
  }

  /** Like {@link String#format}, in the root locale. */
  public static BadInput of(String format, Object... values) {
    return new BadInput(String.format(java.util.Locale.ROOT, format, values));
  }
}
