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
 * @param seconds that it took; NaN where that is not told
 */
public record CandidateLabel(long seed, double seam, double seconds) {
  private static final Pattern FORM =
      Pattern.compile(
          "seed=(-?\\d+) seam=([-.\\w]+)(?: time=([-.\\w]+)s)?(?:\\s.*)?", Pattern.DOTALL);

  @Override
  public String toString() {
    String score = Double.isNaN(seam) ? "NaN" : String.format(Locale.ROOT, "%.2f", seam);
    String time = Double.isNaN(seconds) ? "" : String.format(Locale.ROOT, " time=%.2fs", seconds);
    return "seed=" + seed + " seam=" + score + time;
  }

  /** A slice label with its first line, if that is such a label, without the time. */
  public static String timeless(String label) {
    int end = label.indexOf('\n') < 0 ? label.length() : label.indexOf('\n');
    return parse(label)
        .map(l -> new CandidateLabel(l.seed, l.seam, Double.NaN) + label.substring(end))
        .orElse(label);
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
              m.group(3) == null ? Double.NaN : Double.parseDouble(m.group(3))));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
