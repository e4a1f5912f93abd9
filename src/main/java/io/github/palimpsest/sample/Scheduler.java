package io.github.palimpsest.sample;

import io.github.palimpsest.sample.schedule.TimestepSchedule;

/**
 * A solver on its timeline: pure functions from one {@link StepRecord} to the next, with the
 * numbers of diffusers' class of the same configuration. Immutable and thread-safe; all state is in
 * the records.
 *
 * <p>States are x = alpha · x0 + sigma · noise, with alpha 1 for the variance-exploding solvers.
 * Arrays are {@code [D, h, w]}. Calls are counted from 0 as executed, after the truncation by
 * strength; a step is one or more calls. A new solver extends one of the base classes of {@code
 * sample.solver} and gives {@link #step(int, StepRecord, float[], float[], float[], StepRecord)};
 * if it keeps memory or draws noise, also {@link #memory}, {@link #draws} and {@link #shift}.
 */
public abstract class Scheduler {
  /** Timesteps and sigmas of the whole timeline, of which the last are run. */
  protected final TimestepSchedule timeline;

  /** The kind of value that the network predicts. */
  protected final Prediction prediction;

  /** Limits of the clean estimate. */
  protected final Clip clip;

  /** First entry of the timeline that is run; above 0 for strength below 1. */
  protected final int begin;

  /**
   * @param timeline timesteps and sigmas
   * @param clip limits of the clean estimate, {@link Clip#NONE} for none
   * @param begin first entry of the timeline that is run
   */
  protected Scheduler(TimestepSchedule timeline, Prediction prediction, Clip clip, int begin) {
    this.timeline = timeline;
    this.prediction = prediction;
    this.clip = clip;
    this.begin = begin;
  }

  /** Model calls of the run. */
  public int calls() {
    return timeline.timesteps().length - begin;
  }

  /** Scheduler steps as the user counts them. */
  public int steps() {
    return step(calls() - 1) + 1;
  }

  /** The 0-based step a call belongs to. */
  public int step(int call) {
    return call;
  }

  /** The model's time at a call. */
  public double timestep(int call) {
    return timeline.timesteps()[begin + call];
  }

  /** Noise over signal before a call; {@code call = calls()} is the end. */
  public double sigma(int call) {
    return timeline.sigmas()[begin + call];
  }

  /** Share of the clean image in the state before a call. */
  public abstract double alphaOf(int call);

  /** Share of noise in the state before a call. */
  public abstract double sigmaOf(int call);

  /**
   * How much of the state before a call is noise, from 0 to 1: its standard deviation over that of
   * the state, for a picture of standard deviation 1.
   */
  public final double noiseShare(int call) {
    double s = sigmaOf(call);
    return s / Math.hypot(alphaOf(call), s);
  }

  /** Share of noise in the state that a call's network sees. */
  public double levelOf(int call) {
    return sigmaOf(call);
  }

  /** The estimate is {@code ofX} · x + {@code ofOutput} · output. */
  public double ofX(int call) {
    return prediction.ofX(alphaOf(call), levelOf(call));
  }

  /** See {@link #ofX}. */
  public double ofOutput(int call) {
    return prediction.ofOutput(alphaOf(call), levelOf(call));
  }

  /** The factor of the first noise when strength is 1. */
  public abstract double initNoiseSigma();

  /** Arrays as large as the latent that are kept of each state: x, the estimate, the memory. */
  public final int arrays() {
    return 2 + memory();
  }

  /** Arrays of solver memory in each record. */
  public int memory() {
    return 0;
  }

  /** True if a call draws noise. */
  public boolean draws(int call) {
    return false;
  }

  /** The network's input: x, scaled. */
  public void scaleInput(int call, float[] x, float[] input) {
    System.arraycopy(x, 0, input, 0, x.length);
  }

  /** The clean estimate an output stands for, clipped where the configuration says so. */
  public final void denoised(int call, float[] x, float[] output, float[] denoised) {
    estimate(call, x, output, denoised);
    clip.apply(denoised);
  }

  /** The estimate before clipping: a · x + b · output. */
  public void estimate(int call, float[] x, float[] output, float[] denoised) {
    float a = (float) ofX(call);
    float b = (float) ofOutput(call);
    if (Float.isInfinite(a)) {
      // noise was predicted where no signal is left: the sign is what remains for clipping
      float s = (float) sigmaOf(call);
      for (int i = 0; i < x.length; i++) {
        denoised[i] = (x[i] - s * output[i]) / (float) alphaOf(call);
      }
      return;
    }
    for (int i = 0; i < x.length; i++) {
      denoised[i] = a * x[i] + b * output[i];
    }
  }

  /** The output that stands for a clean estimate: the inverse of {@link #denoised}. */
  public final void output(int call, float[] x, float[] denoised, float[] output) {
    double a = ofX(call);
    double b = ofOutput(call);
    for (int i = 0; i < x.length; i++) {
      output[i] = (float) ((denoised[i] - a * x[i]) / b);
    }
  }

  /**
   * One call's update.
   *
   * @param call which
   * @param from state before; not changed
   * @param output the guided prediction
   * @param denoised the clean estimate it stands for
   * @param noise standard normal values if {@link #draws}, else unspecified
   * @param to receives x and memory; never the same object as {@code from}
   */
  public abstract void step(
      int call, StepRecord from, float[] output, float[] denoised, float[] noise, StepRecord to);

  /** The noised source before a call: alpha · x0 + sigma · noise. */
  public final void addNoise(int call, float[] x0, float[] noise, float[] out) {
    float a = (float) alphaOf(call);
    float s = (float) sigmaOf(call);
    for (int i = 0; i < out.length; i++) {
      out[i] = a * x0[i] + s * noise[i];
    }
  }

  /**
   * Moves a state before {@code call} as if the clean image had been {@code delta} brighter all
   * along: x by alpha · delta, the memory by its kind.
   */
  public void shift(int call, StepRecord record, float[] delta) {
    float a = (float) alphaOf(call);
    for (int i = 0; i < delta.length; i++) {
      record.x[i] += a * delta[i];
    }
  }

  /** Adds {@code delta} to an array: for memory that holds clean estimates. */
  public static void add(float[] a, float[] delta) {
    for (int i = 0; i < a.length; i++) {
      a[i] += delta[i];
    }
  }
}
