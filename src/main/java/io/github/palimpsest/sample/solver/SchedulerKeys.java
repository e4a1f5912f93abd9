package io.github.palimpsest.sample.solver;

/**
 * Keys of {@code scheduler_config.json} that several classes of diffusers (0.42.1) read, separated
 * by spaces and with one at the end, to be joined.
 */
public final class SchedulerKeys {
  /** The noise of training and what the network predicts. */
  public static final String TRAINED =
      "num_train_timesteps beta_start beta_end beta_schedule trained_betas prediction_type ";

  /** {@link #TRAINED}, and how timesteps are spaced. */
  public static final String COMMON = TRAINED + "timestep_spacing steps_offset ";

  /** Sigmas on a curve of their own. */
  public static final String CURVES = "use_karras_sigmas use_exponential_sigmas use_beta_sigmas ";

  /** Clipping of the clean estimate. */
  public static final String CLIP = "clip_sample clip_sample_range ";

  /** Dynamic thresholding of the clean estimate. */
  public static final String THRESHOLD =
      "thresholding dynamic_thresholding_ratio sample_max_value ";

  /** Betas rescaled to zero terminal signal-to-noise ratio. */
  public static final String ZERO_SNR = "rescale_betas_zero_snr ";

  /** Sigmas of flow matching. */
  public static final String FLOW =
      "use_flow_sigmas flow_shift use_dynamic_shifting time_shift_type ";

  /** The DPM-Solver family. */
  public static final String SOLVER = "solver_order algorithm_type solver_type lower_order_final ";

  /** LCM and TCD. */
  static final String CONSISTENCY =
      COMMON
          + CLIP
          + THRESHOLD
          + ZERO_SNR
          + "original_inference_steps set_alpha_to_one timestep_scaling ";

  /** Networks with EDM preconditioning. */
  static final String EDM =
      "sigma_min sigma_max sigma_data sigma_schedule num_train_timesteps prediction_type rho"
          + " final_sigmas_type ";

  private SchedulerKeys() {}
}
