package io.github.palimpsest.sample;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.check.Cancelled;
import java.util.function.Consumer;

/**
 * One run, pulled step by step: {@code while (sampling.advance()) …}.
 *
 * <p>Keeps the record of every step, so {@link #rewind} costs nothing, and going on again without
 * changes gives the same bits: noise is drawn from marks, never consumed by going back. Everything
 * is allocated in the constructor. One thread at a time, except {@link #cancel}.
 */
public final class Sampling {
  private final CallRunner runner;
  private final Scheduler scheduler;
  private final TorchRandom random;
  private final History history;
  private final StepLoop loop;

  /**
   * Draws the initial noise and makes the first state: noise · init_noise_sigma for strength 1,
   * else the source, noised.
   *
   * @param shape latent channels, rows, columns
   * @param scheduler the solver on its timeline
   * @param predictor the network under the prompt
   * @param negative the network under the negative prompt, or null to go without guidance
   * @param guidance classifier-free guidance
   * @param random the run's generator in its present state; owned by the run from now on
   * @param source the clean source latent, or null when generating
   * @param sourceNoised whether to start from the noised source (strength below 1)
   */
  public Sampling(
      int[] shape,
      Scheduler scheduler,
      Predictor predictor,
      Predictor negative,
      Guidance guidance,
      TorchRandom random,
      float[] source,
      boolean sourceNoised) {
    this.scheduler = scheduler;
    this.random = random;
    runner = new CallRunner(shape, scheduler, predictor, negative, guidance, random);
    history = new History(random, scheduler.steps(), runner::newRecord);
    loop = new StepLoop(runner, history);
    random.normal(runner.initialNoise);
    start(source, sourceNoised);
  }

  /** A run beside {@code from}: same size, noise, hooks, guidance and known pixels. */
  private Sampling(Sampling from, Scheduler scheduler, Predictor predictor, Predictor negative) {
    this.scheduler = scheduler;
    random = new TorchRandom(0);
    runner =
        new CallRunner(
            from.runner.shape(), scheduler, predictor, negative, from.runner.guidance, random);
    history = new History(random, scheduler.steps(), runner::newRecord);
    loop = new StepLoop(runner, history);
    float[] noise = from.runner.initialNoise;
    System.arraycopy(noise, 0, runner.initialNoise, 0, noise.length);
    runner.hooks.addAll(from.runner.hooks);
    runner.known = from.runner.known;
  }

  /**
   * The same run once more, where it stands now and with all it went through, under predictors of
   * its own; from here on both go their ways.
   */
  public Sampling fork(Predictor predictor, Predictor negative) {
    Sampling twin = new Sampling(this, scheduler, predictor, negative);
    history.copyTo(twin.history);
    twin.runner.edits.copy(runner.edits);
    return twin;
  }

  /**
   * What remains of the run under another scheduler: a new run that starts where this one stands.
   * Its first state keeps the clean estimate and the direction of the noise, x' = α' · x0 + σ' · (x
   * − α · x0) / σ; edits that still act go on, counted from the new start; noise is drawn on.
   *
   * @throws BadInput if the run has ended
   */
  public Sampling follow(Scheduler next) {
    if (step() == steps()) {
      throw new BadInput(
          "The run has ended, so no step remains for another scheduler: go back first.");
    }
    Sampling run = beginning(next);
    int call = runner.callOf(step());
    double ratio = next.sigmaOf(0) / scheduler.sigmaOf(call);
    float kept = (float) ratio;
    float shift = (float) (next.alphaOf(0) - ratio * scheduler.alphaOf(call));
    StepRecord from = now();
    float[] x = run.now().x;
    for (int i = 0; i < x.length; i++) {
      x[i] = kept * from.x[i] + shift * from.denoised[i];
    }
    run.runner.edits.follow(runner.edits, step(), steps());
    return run;
  }

  /**
   * A new run that starts from the present clean estimate, noised by fresh noise of the run's
   * generator to the first level of {@code next}.
   */
  public Sampling again(Scheduler next) {
    Sampling run = beginning(next);
    run.random.normal(run.runner.initialNoise);
    next.addNoise(0, now().denoised, run.runner.initialNoise, run.now().x);
    run.history.markStart();
    return run;
  }

  private Sampling beginning(Scheduler next) {
    Sampling run = new Sampling(this, next, runner.predictor, runner.negative);
    history.startOf(run.history);
    return run;
  }

  private void start(float[] source, boolean sourceNoised) {
    StepRecord first = now();
    if (sourceNoised) {
      scheduler.addNoise(0, source, runner.initialNoise, first.x);
    } else {
      float s = (float) scheduler.initNoiseSigma();
      for (int i = 0; i < first.x.length; i++) {
        first.x[i] = s * runner.initialNoise[i];
      }
    }
    if (source != null) {
      System.arraycopy(source, 0, first.denoised, 0, source.length);
    }
  }

  /**
   * Sets what is known of the result; before the first step.
   *
   * @throws BadInput if the sizes do not fit
   */
  public Sampling keep(KnownPixels pixels) {
    if (pixels != null && pixels.x0().length != runner.initialNoise.length) {
      throw BadInput.of(
          "The source latent (%d values) must have the size of the run's (%d values).",
          pixels.x0().length, runner.initialNoise.length);
    }
    runner.known = pixels;
    return this;
  }

  /** Adds a hook; hooks run in the order in which they were added. */
  public Sampling hook(StepHook hook) {
    runner.hooks.add(hook);
    return this;
  }

  /** Adds a hook that acts before the network is called; for scripts. */
  public Sampling beforeModel(Consumer<StepView> action) {
    return hook(ScriptHook.beforeModel(action));
  }

  /**
   * Adds a hook that acts on the clean estimate; for scripts. In Groovy: {@code
   * sampling.afterGuidance { v -> if (v.step() == 5) v.map { it * 0.9f } }}.
   */
  public Sampling afterGuidance(Consumer<StepView> action) {
    return hook(ScriptHook.afterGuidance(action));
  }

  /** Adds a hook that acts on the next state; for scripts. */
  public Sampling afterStep(Consumer<StepView> action) {
    return hook(ScriptHook.afterStep(action));
  }

  /** Steps of the run. */
  public int steps() {
    return history.steps();
  }

  /** Steps done. */
  public int step() {
    return history.step();
  }

  /**
   * The state after step k; 0 is the start. Owned by the run.
   *
   * @throws BadInput for a step that was not done, or lies before what was restored
   */
  public StepRecord record(int k) {
    return history.record(k);
  }

  /** The state now. */
  public StepRecord now() {
    return history.now();
  }

  /** Noise over signal after step k. */
  public double sigma(int k) {
    return scheduler.sigma(k == steps() ? scheduler.calls() : runner.callOf(k));
  }

  /** The model's time of the last call of step k; of the first call for the start. */
  public double timestep(int k) {
    return scheduler.timestep(k == 0 ? 0 : runner.callOf(k) - 1);
  }

  /** Guidance in force. */
  public Guidance guidance() {
    return runner.guidance;
  }

  /** Changes guidance from the next step on; without a negative predictor it stays off. */
  public void guidance(Guidance next) {
    runner.guidance = next;
  }

  /** Goes back to the state after step k; what came later is forgotten when the run goes on. */
  public void rewind(int k) {
    history.rewind(k);
    runner.edits.forgetAfter(k);
  }

  /**
   * Stops the call that is running; {@link #advance} throws {@link Cancelled} then and from now,
   * until {@link #uncancel}.
   */
  public void cancel() {
    runner.cancel();
  }

  /**
   * Takes {@link #cancel} back, once {@link #advance} has thrown: the run goes on from the last
   * whole step, to the same bits.
   */
  public void uncancel() {
    runner.uncancel();
  }

  /**
   * Does one scheduler step; under RePaint, also the returns that end there.
   *
   * @return false if the run had ended before
   * @throws Cancelled after {@link #cancel}; the records stay as before
   * @throws BadInput when the network returns NaN or infinities; the records stay as before
   */
  public boolean advance() {
    return loop.advance();
  }

  /** A copy of the state after step k, to be saved. */
  public SamplingState state(int k) {
    record(k);
    return history.state(k, loop.stretch(k));
  }

  /**
   * Puts the run where {@code state} was taken: a run built with the same arguments goes on from
   * there to the same bits. Steps before it can no longer be gone back to, unless they were
   * restored too, in ascending order.
   *
   * @throws BadInput if the state is of another run
   */
  public void restore(SamplingState state) {
    history.restore(state, runner.stepNoise);
    runner.edits.forgetAfter(step());
  }

  /**
   * Puts the run after step k from the latents of its frames alone: the solver's memory and the
   * estimate are made again by calling the network for the steps just before k (all of them for
   * UniPC and RePaint, one for solvers without memory), which gives the same bits as the first
   * time. Hooks act in these calls as in any. To go back further, resume again.
   *
   * @param frames x after 0 … k steps, model units, {@code frames[j]} of {@code [D, h, w]}; later
   *     ones are not read
   * @param k steps done
   */
  public void resume(float[][] frames, int k) {
    if (k < 0 || k > steps() || frames.length <= k) {
      throw BadInput.of(
          "step (%d) must lie between 0 and %d, and the latents stack must have a frame for it.",
          k, Math.min(steps(), frames.length - 1));
    }
    runner.edits.clear();
    loop.resume(frames, k);
  }

  /**
   * Takes in an edit of the clean estimate at the present step: the state moves as if the clean
   * image had been different by weight · difference, and for {@code horizon} further steps the
   * estimate is pulled to the edited one where it was edited.
   *
   * @param difference edited minus written estimate, {@code [D, h, w]}; 0 = not edited
   * @param weight 0 (model; bitwise as if unedited) … 1 (user)
   * @param horizon number of following steps in which the edit is injected again
   */
  public void edit(float[] difference, double weight, int horizon) {
    int call = step() == steps() ? -1 : runner.callOf(step());
    runner.edits.make(scheduler, call, now(), step(), difference, weight, horizon);
  }

  /**
   * Takes in an edit of the latent itself: x ← x + weight · difference at the present step.
   *
   * @param difference edited minus written x, {@code [D, h, w]}, in the scheduler's own scale
   * @param weight 0 (bitwise as if unedited) … 1
   */
  public void shift(float[] difference, double weight) {
    Edits.shift(now().x, difference, weight);
  }
}
