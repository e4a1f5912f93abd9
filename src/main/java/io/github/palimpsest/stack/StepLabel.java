package io.github.palimpsest.stack;

import io.github.palimpsest.request.ParamKind;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The slice label of one state in a step or latents stack.
 *
 * @param step scheduler steps done, 0 for the start
 * @param sigma noise level of the state in the scheduler's own sigma scale
 * @param timestep the model's time at which the step's last call was made (of the next call for the
 *     start)
 * @param guidance guidance scale in force
 * @param seed seed of the run
 */
public record StepLabel(int step, double sigma, double timestep, double guidance, long seed) {
  private static final Pattern FORM =
      Pattern.compile(
          "step=(\\d+) sigma=(\\S+) timestep=(\\S+) guidance=(\\S+) seed=(-?\\d+).*",
          Pattern.DOTALL);

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "step=%d sigma=%.6g timestep=%s guidance=%s seed=%d",
        step,
        sigma,
        ParamKind.plain(timestep),
        ParamKind.plain(guidance),
        seed);
  }

  /** Reads a label back; empty for a label of another kind. */
  public static Optional<StepLabel> parse(String label) {
    Matcher m = FORM.matcher(label == null ? "" : label);
    if (!m.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new StepLabel(
              Integer.parseInt(m.group(1)),
              Double.parseDouble(m.group(2)),
              Double.parseDouble(m.group(3)),
              Double.parseDouble(m.group(4)),
              Long.parseLong(m.group(5))));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
