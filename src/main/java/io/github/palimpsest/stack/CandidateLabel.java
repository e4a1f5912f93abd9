package io.github.palimpsest.stack;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The slice label of one of several results.
 *
 * @param seed of the sample
 * @param seam its seam score, 1 = as rough as around it; NaN for none
 * @param seconds that it took
 */
public record CandidateLabel(long seed, double seam, double seconds) {
  private static final Pattern FORM =
      Pattern.compile("seed=(-?\\d+) seam=(\\S+) time=(\\S+)s.*", Pattern.DOTALL);

  @Override
  public String toString() {
    String score = Double.isNaN(seam) ? "NaN" : String.format(Locale.ROOT, "%.2f", seam);
    return String.format(Locale.ROOT, "seed=%d seam=%s time=%.2fs", seed, score, seconds);
  }

  /** Reads a label back; empty for a label of another kind. */
  public static Optional<CandidateLabel> parse(String label) {
    Matcher m = FORM.matcher(label == null ? "" : label);
    if (!m.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new CandidateLabel(
              Long.parseLong(m.group(1)),
              Double.parseDouble(m.group(2)),
              Double.parseDouble(m.group(3))));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
