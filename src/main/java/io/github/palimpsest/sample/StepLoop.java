package io.github.palimpsest.sample;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.check.Cancelled;
import io.github.palimpsest.concurrent.SideBySide;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * The loop: from one kept state to the next by model calls with guidance, hooks and solver; under
 * RePaint, with the returns that end there. Allocates its arrays before the first step.
 */
final class StepLoop {
  final List<StepHook> hooks = new ArrayList<>();
  Guidance guidance;
  KnownPixels known;
  SideBySide share = SideBySide.ALONE;

  /** Null where the networks are asked about everything. */
  SkippedCells skipped;

  private final int[] shape;
  private final TorchRandom random;
  private final StepView view;

  /** What the networks read; once they have answered, the estimate, which nobody else holds. */
  private float[] input;

  private float[] output;

  /**
   * One after the other of a call: the unconditional prediction, the estimate before hooks act, the
   * noise of the solver; between calls the noise of a return. Null until one of them is needed.
   */
  private float[] scratch;

  /** The hooks of the present step, in this order: known pixels, the caller's, edits. */
  private final List<StepHook> acting = new ArrayList<>();

  private Predictor predictor;
  private Predictor negative;
  private volatile boolean cancelled;

  /** The call that the networks answer now. */
  private ModelCall asked;

  /** The prompt's network, then the negative's; into arrays of their own. */
  private final IntConsumer half = this::predict;

  StepLoop(int[] shape, TorchRandom random) {
    this.shape = shape.clone();
    this.random = random;
    view = new StepView(shape[0], shape[1], shape[2]);
  }

  /** What acts in another run acts in this, but for the networks. */
  StepLoop(StepLoop from, TorchRandom random) {
    this(from.shape, random);
    guidance = from.guidance;
    known = from.known;
    skipped = from.skipped;
    share = from.share;
    hooks.addAll(from.hooks);
  }

  synchronized void setPredictors(Predictor next, Predictor nextNegative) {
    predictor = next;
    negative = nextNegative;
    if (cancelled) {
      cancel();
    }
  }

  synchronized void cancel() {
    cancelled = true;
    predictor.cancel();
    if (negative != null) {
      negative.cancel();
    }
  }

  synchronized void uncancel() {
    cancelled = false;
    predictor.uncancel();
    if (negative != null) {
      negative.uncancel();
    }
  }

  /** Does the next step of a stretch, of which steps remain. */
  void advance(Stretch stretch) {
    arrange(stretch);
    Repaint repaint = Repaint.of(known, stretch.steps());
    boolean noised = known != null || skipped != null || !hooks.isEmpty();
    stretch.reserve(!hooks.isEmpty(), noised, repaint);
    reserve(stretch, repaint);
    stretch.draw(random);
    int step = stretch.step();
    StepRecord to = stretch.next();
    step(stretch, step, stretch.now(), to);
    for (int r = repaint.returns(step + 1); r > 0; r--) {
      again(stretch, step + 1 - repaint.jump(), step, to);
    }
    stretch.reach(random);
  }

  private void arrange(Stretch stretch) {
    acting.clear();
    if (known != null) {
      acting.add(known);
    }
    acting.addAll(hooks);
    if (!stretch.edits.isEmpty()) {
      acting.add(stretch.edits);
    }
    view.initialNoise = stretch.initialNoise();
  }

  /** Frees its arrays; a further step would allocate them again. */
  void release() {
    input = null;
    output = null;
    scratch = null;
  }

  private void reserve(Stretch stretch, Repaint repaint) {
    if (output == null) {
      input = new float[stretch.size];
      output = new float[stretch.size];
    }
    boolean acts = negative != null || !acting.isEmpty() || repaint.resample() > 1;
    if (scratch == null && (acts || HeldArrays.draws(stretch.scheduler))) {
      scratch = new float[stretch.size];
    }
  }

  /** Returns from the state after {@code step} to that after step {@code low}, and comes again. */
  private void again(Stretch stretch, int low, int step, StepRecord to) {
    StepRecord state = stretch.spare[0];
    stretch.record(low).copyTo(state);
    Repaint.renoise(
        stretch.scheduler,
        stretch.callOf(low),
        stretch.callOf(step + 1),
        to.x,
        random,
        scratch,
        state.x);
    for (int k = low; k <= step; k++) {
      StepRecord next = k == step ? to : stretch.spare[(k - low + 1) % 2];
      step(stretch, k, state, next);
      state = next;
    }
  }

  /** All calls of 0-based step k. {@code from} is not changed. */
  private void step(Stretch stretch, int k, StepRecord from, StepRecord to) {
    Scheduler scheduler = stretch.scheduler;
    StepRecord state = from;
    if (!hooks.isEmpty()) {
      // a hook may change x before the model; the record must stay as it was
      from.copyTo(stretch.entry);
      state = stretch.entry;
    }
    int call = stretch.callOf(k);
    for (int i = 0; call < scheduler.calls() && scheduler.step(call) == k; call++, i++) {
      boolean last = call + 1 == scheduler.calls() || scheduler.step(call + 1) != k;
      StepRecord next = last ? to : stretch.between[i % 2];
      call(scheduler, call, k, state, next);
      state = next;
    }
  }

  private void call(Scheduler scheduler, int call, int step, StepRecord from, StepRecord to) {
    stopIfCancelled();
    ModelCall at = new ModelCall(call, scheduler.calls(), step, scheduler.timestep(call));
    view.at(at, scheduler, from);
    for (int i = 0; i < acting.size(); i++) {
      acting.get(i).beforeModel(view);
    }
    scheduler.scaleInput(call, from.x, input);
    boolean guided = negative != null && guidance.acts(at);
    asked = at;
    share.run(guided ? 2 : 1, half);
    if (guided) {
      guidance.apply(output, scratch);
    }
    stopIfCancelled();
    float[] estimate = input;
    scheduler.denoised(call, from.x, output, estimate);
    if (skipped != null) {
      skipped.predict(scheduler, call, from.x, output, estimate);
    }
    requireFinite(estimate, step);
    steer(scheduler, call, step, from, estimate);
    if (scheduler.draws(call)) {
      random.normal(scratch);
    }
    scheduler.step(call, from, output, estimate, scratch, to);
    System.arraycopy(estimate, 0, to.denoised, 0, estimate.length);
    view.x = to.x;
    view.denoised = to.denoised;
    if (skipped != null) {
      skipped.hold(view, to);
    }
    for (int i = 0; i < acting.size(); i++) {
      acting.get(i).afterStep(view);
    }
  }

  private void predict(int which) {
    if (which == 0) {
      predictor.predict(asked, input, output);
    } else {
      negative.predict(asked, input, scratch);
    }
  }

  private void stopIfCancelled() {
    if (cancelled) {
      throw new Cancelled();
    }
  }

  /** Hooks act on the clean estimate; the output follows it if they changed anything. */
  private void steer(Scheduler scheduler, int call, int step, StepRecord from, float[] estimate) {
    if (acting.isEmpty()) {
      return;
    }
    System.arraycopy(estimate, 0, scratch, 0, scratch.length);
    view.denoised = estimate;
    for (int i = 0; i < acting.size(); i++) {
      acting.get(i).afterGuidance(view);
    }
    if (!Arrays.equals(scratch, estimate)) {
      requireFinite(estimate, step);
      scheduler.output(call, from.x, estimate, output);
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
