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
  private static final int LONGEST = 1500;
  private static final int BEGINNING = 1000;
  private static final int END = 400;

  /** A problem described by {@code sentence}. */
  public BadInput(String sentence) {
    super(shown(sentence));
  }

  /** A problem described by {@code sentence}, found through {@code cause}. */
  public BadInput(String sentence, Throwable cause) {
    super(shown(sentence), cause);
  }

  /** Like {@link String#format}, in the root locale. */
  public static BadInput of(String format, Object... values) {
    return new BadInput(String.format(java.util.Locale.ROOT, format, values));
  }

  /** One line of bearable length, whatever names and values of others are in it. */
  private static String shown(String sentence) {
    if (sentence == null) {
      return null;
    }
    String line = sentence.replaceAll("\\p{Cntrl}+", " ");
    if (line.length() <= LONGEST) {
      return line;
    }
    // the beginning says what, the end the remedy
    return line.substring(0, BEGINNING) + " ... " + line.substring(line.length() - END);
  }
}
