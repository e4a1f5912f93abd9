package io.github.palimpsest.sample.solver;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The keys each class of diffusers reads (0.42.1). Any other key of a configuration belongs to
 * another class and does not act, as with {@code from_config}.
 */
final class SchedulerKeys {
  private static final String TRAINED =
      "num_train_timesteps beta_start beta_end beta_schedule trained_betas prediction_type ";
  private static final String COMMON = TRAINED + "timestep_spacing steps_offset ";
  private static final String CURVES = "use_karras_sigmas use_exponential_sigmas use_beta_sigmas ";
  private static final String CLIP = "clip_sample clip_sample_range ";
  private static final String THRESHOLD =
      "thresholding dynamic_thresholding_ratio sample_max_value ";
  private static final String ZERO_SNR = "rescale_betas_zero_snr ";
  private static final String FLOW =
      "use_flow_sigmas flow_shift use_dynamic_shifting time_shift_type ";
  private static final String SOLVER = "solver_order algorithm_type solver_type lower_order_final ";
  private static final String CONSISTENCY =
      COMMON
          + CLIP
          + THRESHOLD
          + ZERO_SNR
          + "original_inference_steps set_alpha_to_one timestep_scaling";
  private static final String EDM =
      "sigma_min sigma_max sigma_data sigma_schedule num_train_timesteps prediction_type rho"
          + " final_sigmas_type ";

  private static final Map<String, Set<String>> KEYS = new HashMap<>();

  static {
    put("DDIMScheduler", COMMON + CLIP + THRESHOLD + ZERO_SNR + "set_alpha_to_one");
    put("DDPMScheduler", COMMON + CLIP + THRESHOLD + ZERO_SNR + "variance_type");
    put(
        "EulerDiscreteScheduler",
        COMMON
            + CURVES
            + ZERO_SNR
            + "interpolation_type sigma_min sigma_max timestep_type final_sigmas_type");
    put("EulerAncestralDiscreteScheduler", COMMON + ZERO_SNR);
    put("HeunDiscreteScheduler", COMMON + CURVES + CLIP);
    put("LMSDiscreteScheduler", COMMON + CURVES);
    put("PNDMScheduler", COMMON + "skip_prk_steps set_alpha_to_one");
    put(
        "DPMSolverMultistepScheduler",
        COMMON
            + CURVES
            + THRESHOLD
            + FLOW
            + SOLVER
            + ZERO_SNR
            + "euler_at_final use_lu_lambdas final_sigmas_type lambda_min_clipped variance_type");
    put(
        "DPMSolverSinglestepScheduler",
        TRAINED
            + CURVES
            + THRESHOLD
            + FLOW
            + SOLVER
            + "final_sigmas_type lambda_min_clipped variance_type");
    put("KDPM2DiscreteScheduler", COMMON + CURVES);
    put("KDPM2AncestralDiscreteScheduler", COMMON + CURVES);
    put("DEISMultistepScheduler", COMMON + CURVES + THRESHOLD + FLOW + SOLVER);
    put(
        "UniPCMultistepScheduler",
        COMMON
            + CURVES
            + THRESHOLD
            + FLOW
            + ZERO_SNR
            + "solver_order solver_type lower_order_final predict_x0 disable_corrector solver_p"
            + " final_sigmas_type sigma_min sigma_max shift_terminal");
    put("LCMScheduler", CONSISTENCY);
    put("TCDScheduler", CONSISTENCY);
    put("EDMEulerScheduler", EDM);
    put("EDMDPMSolverMultistepScheduler", EDM + THRESHOLD + SOLVER + "euler_at_final");
    put(
        "FlowMatchEulerDiscreteScheduler",
        CURVES
            + "num_train_timesteps shift use_dynamic_shifting invert_sigmas shift_terminal"
            + " stochastic_sampling");
  }

  private SchedulerKeys() {}

  private static void put(String className, String keys) {
    KEYS.put(className, new HashSet<>(Arrays.asList(keys.trim().split(" +"))));
  }

  static Set<String> of(String className) {
    return KEYS.get(className);
  }
}
