package io.github.palimpsest.sample;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.check.Cancelled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The inside of the loop: one model call with guidance, hooks, edits, solver and known pixels.
 * Allocates its arrays once.
 */
final class CallRunner {
  final Scheduler scheduler;
  final TorchRandom random;
  final float[] initialNoise;
  final float[] stepNoise;
  final List<StepHook> hooks = new ArrayList<>();
  final Edits edits = new Edits();
  Guidance guidance;
  KnownPixels known;
  final Predictor predictor;
  final Predictor negative;
  private final float[] input;
  private final float[] output;
  private final float[] uncond;
  private final float[] before;
  private final float[] estimate;
  private final StepView view;
  private final StepRecord[] between;
  private final StepRecord entry;
  private volatile boolean cancelled;

  CallRunner(
      int[] shape,
      Scheduler scheduler,
      Predictor predictor,
      Predictor negative,
      Guidance guidance,
      TorchRandom random) {
    int n = shape[0] * shape[1] * shape[2];
    this.scheduler = scheduler;
    this.predictor = predictor;
    this.negative = negative;
    this.guidance = guidance;
    this.random = random;
    initialNoise = new float[n];
    stepNoise = new float[n];
    input = new float[n];
    output = new float[n];
    uncond = new float[n];
    before = new float[n];
    estimate = new float[n];
    view = new StepView(shape[0], shape[1], shape[2]);
    between = new StepRecord[] {newRecord(), newRecord()};
    entry = newRecord();
  }

  /** Channels, rows, columns. */
  int[] shape() {
    return new int[] {view.channels, view.height, view.width};
  }

  StepRecord newRecord() {
    return new StepRecord(initialNoise.length, scheduler.memory());
  }

  void cancel() {
    cancelled = true;
    predictor.cancel();
    if (negative != null) {
      negative.cancel();
    }
  }

  void uncancel() {
    cancelled = false;
    predictor.uncancel();
    if (negative != null) {
      negative.uncancel();
    }
  }

  /** First call of 0-based step k; the number of calls for k = steps. */
  int callOf(int k) {
    int call = 0;
    while (call < scheduler.calls() && scheduler.step(call) < k) {
      call++;
    }
    return call;
  }

  /** All calls of 0-based step k. {@code from} is not changed. */
  void step(int k, StepRecord from, StepRecord to) {
    StepRecord state = from;
    if (!hooks.isEmpty()) {
      // a hook may change x before the model; the record must stay as it was
      from.copyTo(entry);
      state = entry;
    }
    int call = callOf(k);
    for (int i = 0; call < scheduler.calls() && scheduler.step(call) == k; call++, i++) {
      boolean last = call + 1 == scheduler.calls() || scheduler.step(call + 1) != k;
      StepRecord next = last ? to : between[i % 2];
      run(call, k, state, next);
      state = next;
    }
  }

  private void run(int call, int step, StepRecord from, StepRecord to) {
    stopIfCancelled();
    ModelCall at = new ModelCall(call, scheduler.calls(), step, scheduler.timestep(call));
    view.call = at;
    view.sigma = scheduler.sigma(call);
    view.x = from.x;
    view.denoised = from.denoised;
    for (int i = 0; i < hooks.size(); i++) {
      hooks.get(i).beforeModel(view);
    }
    scheduler.scaleInput(call, from.x, input);
    predictor.predict(at, input, output);
    if (negative != null && guidance.acts(at)) {
      negative.predict(at, input, uncond);
      guidance.apply(output, uncond);
    }
    stopIfCancelled();
    scheduler.denoised(call, from.x, output, estimate);
    requireFinite(estimate, step);
    steer(call, step, from);
    if (scheduler.draws(call)) {
      random.normal(stepNoise);
    }
    scheduler.step(call, from, output, estimate, stepNoise, to);
    System.arraycopy(estimate, 0, to.denoised, 0, estimate.length);
    freeze(call, to);
    view.x = to.x;
    view.denoised = to.denoised;
    for (int i = 0; i < hooks.size(); i++) {
      hooks.get(i).afterStep(view);
    }
  }

  private void stopIfCancelled() {
    if (cancelled) {
      throw new Cancelled();
    }
  }

  /** Hooks and edits act on the clean estimate; the output follows it if they changed anything. */
  private void steer(int call, int step, StepRecord from) {
    if (hooks.isEmpty() && edits.isEmpty()) {
      return;
    }
    System.arraycopy(estimate, 0, before, 0, before.length);
    view.denoised = estimate;
    for (int i = 0; i < hooks.size(); i++) {
      hooks.get(i).afterGuidance(view);
    }
    edits.inject(step, estimate);
    if (!Arrays.equals(before, estimate)) {
      requireFinite(estimate, step);
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
    float[] x0 = known.x0();
    for (int p = 0; p < plane; p++) {
      if (known.holds(p, call, scheduler.calls())) {
        for (int i = p; i < to.x.length; i += plane) {
          to.x[i] = end ? x0[i] : a * x0[i] + s * initialNoise[i];
        }
      }
    }
    if (end) {
      System.arraycopy(to.x, 0, to.denoised, 0, to.x.length);
    }
  }

  private static void requireFinite(float[] a, int step) {
    float sum = 0;
    for (float v : a) {
      sum += v * 0;
    }
    if (sum != 0 || Float.isNaN(sum)) {
      throw BadInput.of(
          "The values of step %d are not finite (NaN or infinity): the range may not suit the"
              + " model, or a hook made them so; set range= or leave the hook out.",
          step + 1);
    }
  }
}
