package io.github.palimpsest.model;

import io.github.palimpsest.check.BadInput;

/**
 * A network gave NaN or infinite values. Whoever knows at which step that was adds it by {@link
 * #during}; nothing has been written then.
 */
public final class NotFinite extends BadInput {
  private static final long serialVersionUID = 1L;

  private final String part;
  private final String model;
  private final boolean half;

  /**
   * Names the network.
   *
   * @param part its folder within the model's, such as {@code vae_decoder}
   * @param model the model's name
   * @param half whether it counts in half precision, whose largest number is 65504
   */
  public NotFinite(String part, String model, boolean half) {
    this(part, model, half, "", null);
  }

  private NotFinite(String part, String model, boolean half, String when, Throwable cause) {
    super(
        "The "
            + part
            + " of the model "
            + model
            + " gave values that are not finite (NaN or infinity)"
            + when
            + ": "
            + (half
                ? "its half precision may overflow; export it again in 32-bit."
                : "its files may be damaged, or the range does not suit it; check the model with"
                    + " Diffusion Models... and set range=."),
        cause);
    this.part = part;
    this.model = model;
    this.half = half;
  }

  /** The same, with the time at which it happened, such as {@code at step 3 of 20}. */
  public NotFinite during(String when) {
    return new NotFinite(part, model, half, " " + when, this);
  }

  /** Whether all values are finite: one pass without a branch for each value. */
  public static boolean areFinite(float[] values) {
    float sum = 0;
    for (float v : values) {
      sum += v * 0;
    }
    return sum == 0;
  }
}
