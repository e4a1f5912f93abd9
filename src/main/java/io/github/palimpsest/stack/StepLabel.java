package io.github.palimpsest.stack;

import io.github.palimpsest.request.ParamKind;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The slice label of one state in a step or latents stack. Its first line is for the user, and is
 * what ImageJ shows above the image; the second has all numbers:
 *
 * <pre>
 * step 9 of 20 · noise 37 %
 * step=9 sigma=0.398107 timestep=441 guidance=4 seed=7 #1a2b3c4d
 * </pre>
 *
 * <p>Older labels have the second line only.
 *
 * @param step scheduler steps done, 0 for the start
 * @param steps steps of the whole run as planned; 0 = not known, as in old labels
 * @param noise how much of the state is noise, from 0 to 1; NaN = not known, as in old labels
 * @param sigma noise level of the state in the scheduler's own sigma scale
 * @param timestep the model's time at which the step's last call was made (of the next call for the
 *     start)
 * @param guidance guidance scale in force
 * @param seed seed of the run
 */
public record StepLabel(
    int step, int steps, double noise, double sigma, double timestep, double guidance, long seed) {
  private static final Pattern FORM =
      Pattern.compile(
          "(?:(?:start|step \\d+) of (\\d+)(?: steps)? · noise (\\d+) %\n)?"
              + "step=(\\d+) sigma=(\\S+) timestep=(\\S+) guidance=(\\S+) seed=(-?\\d+).*",
          Pattern.DOTALL);

  private static final Pattern LENGTH = Pattern.compile("^((?:start|step \\d+) of )\\d+");
  private static final int PERCENT = 100;

  @Override
  public String toString() {
    String numbers =
        String.format(
            Locale.ROOT,
            "step=%d sigma=%.6g timestep=%s guidance=%s seed=%d",
            step,
            sigma,
            ParamKind.plain(timestep),
            ParamKind.plain(guidance),
            seed);
    return steps == 0 ? numbers : words() + "\n" + numbers;
  }

  /** The line for the user: {@code step 9 of 20 · noise 37 %}; without what is not known. */
  public String words() {
    if (steps == 0) {
      return "step " + step;
    }
    String where = step == 0 ? "start of " + steps + " steps" : "step " + step + " of " + steps;
    return where + " · noise " + Math.round(PERCENT * noise) + " %";
  }

  /** A label of a run that is {@code steps} long now; one of another kind as it is. */
  static String of(String label, int steps) {
    Matcher m = LENGTH.matcher(label == null ? "" : label);
    return m.find() ? m.replaceFirst("$1" + steps) : label;
  }

  /** Reads a label back; empty for a label of another kind. */
  public static Optional<StepLabel> parse(String label) {
    Matcher m = FORM.matcher(label == null ? "" : label);
    if (!m.matches()) {
      return Optional.empty();
    }
    try {
      boolean old = m.group(1) == null;
      return Optional.of(
          new StepLabel(
              Integer.parseInt(m.group(3)),
              old ? 0 : Integer.parseInt(m.group(1)),
              old ? Double.NaN : Integer.parseInt(m.group(2)) / (double) PERCENT,
              Double.parseDouble(m.group(4)),
              Double.parseDouble(m.group(5)),
              Double.parseDouble(m.group(6)),
              Long.parseLong(m.group(7))));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
