package io.github.palimpsest.roi;

import io.github.palimpsest.check.BadInput;
import java.util.Locale;

/**
 * A plane has no pixel to repaint. Of several planes, such a one is left as it is; only where no
 * plane has any is the run refused.
 */
public final class EmptyMask extends BadInput {
  private static final long serialVersionUID = 1L;

  private EmptyMask(String sentence) {
    super(sentence);
  }

  /** Like {@link String#format}, in the root locale. */
  public static EmptyMask saying(String format, Object... values) {
    return new EmptyMask(String.format(Locale.ROOT, format, values));
  }
}
