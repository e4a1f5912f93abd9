package io.github.palimpsest.sample;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.check.Cancelled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One run, pulled step by step: {@code while (sampling.advance()) …}.
 *
 * <p>Keeps the record of every step, so {@link #rewind} costs nothing, and going on again without
 * changes gives the same bits: noise is drawn from marks, never consumed by going back. Everything
 * is allocated in the constructor. One thread at a time, except {@link #cancel}.
 */
public final class Sampling {
  private final Scheduler scheduler;
  private final TorchRandom random;
  private final StepRecord[] records;
  private final TorchRandom.Mark[] marks;
  private final StepRecord[] scratch;
  private final float[] initialNoise;
  private final float[] stepNoise;
  private final float[] input;
  private final float[] output;
  private final float[] uncond;
  private final float[] before;
  private final float[] estimate;
  private final StepView view;
  private final List<StepHook> hooks = new ArrayList<>();
  private final List<Edit> edits = new ArrayList<>();
  private final Predictor predictor;
  private final Predictor negative;
  private Guidance guidance;
  private KnownPixels known;
  private int step;
  private int firstCall;
  private boolean started;
  private volatile boolean cancelled;

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
    int n = shape[0] * shape[1] * shape[2];
    this.scheduler = scheduler;
    this.predictor = predictor;
    this.negative = negative;
    this.guidance = guidance;
    this.random = random;
    int steps = scheduler.steps();
    records = new StepRecord[steps + 1];
    marks = new TorchRandom.Mark[steps + 1];
    for (int k = 0; k <= steps; k++) {
      records[k] = new StepRecord(n, scheduler.memory());
      marks[k] = new TorchRandom.Mark();
    }
    scratch = new StepRecord[] {rec(n), rec(n), rec(n)};
    initialNoise = new float[n];
    stepNoise = new float[n];
    input = new float[n];
    output = new float[n];
    uncond = new float[n];
    before = new float[n];
    estimate = new float[n];
    view = new StepView(shape[0], shape[1], shape[2]);
    random.normal(initialNoise);
    start(source, sourceNoised);
  }

  private StepRecord rec(int n) {
    return new StepRecord(n, scheduler.memory());
  }

  private void start(float[] source, boolean sourceNoised) {
    StepRecord first = records[0];
    if (sourceNoised) {
      scheduler.addNoise(0, source, initialNoise, first.x);
    } else {
      float s = (float) scheduler.initNoiseSigma();
      for (int i = 0; i < first.x.length; i++) {
        first.x[i] = s * initialNoise[i];
      }
    }
    if (source != null) {
      System.arraycopy(source, 0, first.denoised, 0, source.length);
    }
  }

  /** Sets what is known of the result; before the first step. */
  public Sampling keep(KnownPixels pixels) {
    known = pixels;
    return this;
  }

  /** Adds a hook; hooks run in the order in which they were added. */
  public Sampling hook(StepHook hook) {
    hooks.add(hook);
    return this;
  }

  /** Steps of the run. */
  public int steps() {
    return records.length - 1;
  }

  /** Steps done. */
  public int step() {
    return step;
  }

  /** The state after step k; 0 is the start. Owned by the run. */
  public StepRecord record(int k) {
    if (k < 0 || k > step) {
      throw BadInput.of("step (%d) must lie between 0 and %d, the steps done.", k, step);
    }
    return records[k];
  }

  /** The state now. */
  public StepRecord now() {
    return records[step];
  }

  /** Noise over signal after step k. */
  public double sigma(int k) {
    return scheduler.sigma(k == steps() ? scheduler.calls() : callOf(k));
  }

  /** The model's time of the last call of step k; of the first call for the start. */
  public double timestep(int k) {
    return scheduler.timestep(k == 0 ? 0 : callOf(k) - 1);
  }

  /** First call of 0-based step k; the number of calls for k = steps. */
  private int callOf(int k) {
    int call = 0;
    while (call < scheduler.calls() && scheduler.step(call) < k) {
      call++;
    }
    return call;
  }

  /** Guidance in force. */
  public Guidance guidance() {
    return guidance;
  }

  /** Changes guidance from the next step on; without a negative predictor it stays off. */
  public void guidance(Guidance next) {
    guidance = next;
  }

  /** Goes back to the state after step k; what came later is forgotten when the run goes on. */
  public void rewind(int k) {
    record(k);
    edits.removeIf(e -> e.madeAt() > k);
    step = k;
  }

  /**
   * Stops the call that is running; {@link #advance} throws {@link Cancelled} then and from now.
   */
  public void cancel() {
    cancelled = true;
    predictor.cancel();
    if (negative != null) {
      negative.cancel();
    }
  }

  /**
   * Does one scheduler step.
   *
   * @return false if the run had ended before
   * @throws Cancelled after {@link #cancel}
   * @throws BadInput when the network returns NaN or infinities
   */
  public boolean advance() {
    if (step == steps()) {
      return false;
    }
    if (!started) {
      // the caller may have drawn from the generator since the initial noise
      random.save(marks[0]);
      started = true;
    }
    random.load(marks[step]);
    firstCall = callOf(step);
    int repeats = known == null ? 1 : Math.max(1, known.resample());
    StepRecord from = records[step];
    for (int r = 1; r <= repeats; r++) {
      runStep(from, records[step + 1]);
      if (r == repeats || step + 1 == steps()) {
        break;
      }
      renoise(records[step + 1], scratch[2]);
      from = scratch[2];
    }
    step++;
    random.save(marks[step]);
    return true;
  }

  private void runStep(StepRecord from, StepRecord to) {
    StepRecord state = from;
    int call = firstCall;
    for (int i = 0; call < scheduler.calls() && scheduler.step(call) == step; call++, i++) {
      boolean last = call + 1 == scheduler.calls() || scheduler.step(call + 1) != step;
      StepRecord next = last ? to : scratch[i % 2];
      runCall(call, state, next);
      state = next;
    }
  }

  private void runCall(int call, StepRecord from, StepRecord to) {
    if (cancelled) {
      throw new Cancelled();
    }
    ModelCall at = new ModelCall(call, scheduler.calls(), step, scheduler.timestep(call));
    view.call = at;
    view.sigma = scheduler.sigma(call);
    view.x = from.x;
    view.denoised = from.denoised;
    for (StepHook hook : hooks) {
      hook.beforeModel(view);
    }
    scheduler.scaleInput(call, from.x, input);
    predictor.predict(at, input, output);
    if (negative != null && guidance.acts(at)) {
      negative.predict(at, input, uncond);
      guidance.apply(output, uncond);
    }
    if (cancelled) {
      throw new Cancelled();
    }
    scheduler.denoised(call, from.x, output, estimate);
    requireFinite(estimate);
    steer(call, from);
    if (scheduler.draws(call)) {
      random.normal(stepNoise);
    }
    scheduler.step(call, from, output, estimate, stepNoise, to);
    System.arraycopy(estimate, 0, to.denoised, 0, estimate.length);
    freeze(call, to);
    view.x = to.x;
    view.denoised = to.denoised;
    for (StepHook hook : hooks) {
      hook.afterStep(view);
    }
  }

  /** Hooks and edits act on the clean estimate; the output follows it if they changed anything. */
  private void steer(int call, StepRecord from) {
    if (hooks.isEmpty() && edits.isEmpty()) {
      return;
    }
    System.arraycopy(estimate, 0, before, 0, before.length);
    view.denoised = estimate;
    for (StepHook hook : hooks) {
      hook.afterGuidance(view);
    }
    for (Edit edit : edits) {
      edit.inject(step, estimate);
    }
    if (!Arrays.equals(before, estimate)) {
      scheduler.output(call, from.x, estimate, output);
    }
  }

  /** Known pixels take the source, noised to the level of the next call; the source at the end. */
  private void freeze(int call, StepRecord to) {
    if (known == null) {
      return;
    }
    boolean end = call + 1 == scheduler.calls();
    float a = end ? 1 : (float) scheduler.alphaOf(call + 1);
    float s = end ? 0 : (float) scheduler.sigmaOf(call + 1);
    int plane = known.mask().length;
    for (int i = 0; i < to.x.length; i++) {
      if (known.holds(i % plane, call, scheduler.calls())) {
        float x0 = known.x0()[i];
        to.x[i] = end ? x0 : a * x0 + s * initialNoise[i];
      }
    }
    if (end) {
      System.arraycopy(to.x, 0, to.denoised, 0, to.x.length);
    }
  }

  /** RePaint (Lugmayr et al. 2022, algorithm 1, line 10): one level back up with fresh noise. */
  private void renoise(StepRecord at, StepRecord back) {
    records[step].copyTo(back);
    int call = callOf(step + 1);
    double a = scheduler.alphaOf(firstCall) / scheduler.alphaOf(call);
    double s = scheduler.sigmaOf(firstCall);
    double kept = a * scheduler.sigmaOf(call);
    float keep = (float) a;
    float fresh = (float) Math.sqrt(Math.max(0, s * s - kept * kept));
    random.normal(stepNoise);
    for (int i = 0; i < back.x.length; i++) {
      back.x[i] = keep * at.x[i] + fresh * stepNoise[i];
    }
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
    if (!(weight >= 0 && weight <= 1)) {
      throw BadInput.of("edit weight (%s) must lie between 0 and 1.", weight);
    }
    if (weight == 0) {
      return;
    }
    StepRecord record = records[step];
    float[] target = record.denoised.clone();
    Scheduler.add(target, difference);
    float[] delta = difference.clone();
    for (int i = 0; i < delta.length; i++) {
      delta[i] *= (float) weight;
    }
    if (step == steps()) {
      Scheduler.add(record.x, delta);
    } else {
      scheduler.shift(callOf(step), record, delta);
    }
    Scheduler.add(record.denoised, delta);
    edits.add(new Edit(step, horizon, target, difference.clone(), (float) weight));
  }

  private static void requireFinite(float[] a) {
    float sum = 0;
    for (float v : a) {
      sum += v * 0;
    }
    if (sum != 0 || Float.isNaN(sum)) {
      throw new BadInput(
          "The model returned values that are not numbers (NaN): its files may be damaged, or the"
              + " range does not suit it; check the model with Diffusion Models... and set range=.");
    }
  }
}
