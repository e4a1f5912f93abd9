package io.github.palimpsest.sample;

import io.github.palimpsest.check.BadInput;
import java.util.Arrays;

/**
 * The part of a run under one scheduler: its states and, for each, where the generator stood. Going
 * back is choosing an earlier state, from which noise is drawn again. Allocates all that its steps
 * need before the first; a stretch that only goes forward uses the records of old states again.
 */
final class Stretch {
  final Scheduler scheduler;

  /** Step of the run at which it begins. */
  final int from;

  /** Values of one array. */
  final int size;

  final Edits edits = new Edits();

  /** The caller's; see {@link Sampling#setTag}. */
  Object tag;

  /** Written by the loop: the state that a step's hooks may change; null without any. */
  StepRecord entry;

  /** Written by the loop: states between the calls of a step; null where steps have one call. */
  final StepRecord[] between = new StepRecord[2];

  /** Written by the loop: states of steps that RePaint repeats; null where none are. */
  final StepRecord[] spare = new StepRecord[2];

  /** Null where a state was not reached or is no longer kept. */
  private final StepRecord[] records;

  private final TorchRandom.Mark[] marks;

  /** The noise that known pixels carry, {@code [D, h, w]}; null once nothing can ask for it. */
  private float[] initialNoise;

  /** How many states before the one now are kept. */
  private int behind = Integer.MAX_VALUE;

  private boolean forwardOnly;
  private int step;
  private boolean started;

  Stretch(Scheduler scheduler, int from, int size) {
    this.scheduler = scheduler;
    this.from = from;
    this.size = size;
    initialNoise = new float[size];
    records = new StepRecord[scheduler.steps() + 1];
    records[0] = newRecord();
    marks = new TorchRandom.Mark[records.length];
    for (int k = 0; k < records.length; k++) {
      marks[k] = new TorchRandom.Mark();
    }
  }

  /** See {@link Sampling#forwardOnly}. */
  void forwardOnly() {
    forwardOnly = true;
  }

  /**
   * Allocates what the next steps need and is not there yet.
   *
   * @param hooked whether something acts before the model
   * @param noised whether something may ask for the initial noise
   */
  void reserve(boolean hooked, boolean noised, Repaint repaint) {
    behind =
        forwardOnly ? Math.max(1, repaint.resample() > 1 ? repaint.jump() : 1) : records.length;
    for (int k = step + 1; k <= Math.min(behind, steps()); k++) {
      next(k);
    }
    entry = hooked && entry == null ? newRecord() : entry;
    reserve(between, HeldArrays.between(scheduler));
    reserve(spare, repaint.resample() > 1 ? repaint.jump() : 0);
    if (forwardOnly && !noised) {
      initialNoise = null;
    }
  }

  private void reserve(StepRecord[] pair, int wanted) {
    for (int i = 0; i < Math.min(wanted, pair.length); i++) {
      pair[i] = pair[i] == null ? newRecord() : pair[i];
    }
  }

  /** See {@link Sampling#release}. */
  void release() {
    for (int k = 0; forwardOnly && k < records.length; k++) {
      records[k] = k == step ? records[k] : null;
    }
    entry = null;
    Arrays.fill(between, null);
    Arrays.fill(spare, null);
  }

  /** All that was kept once more, in arrays of its own. */
  Stretch copy() {
    Stretch twin = new Stretch(scheduler, from, size);
    twin.initialNoise = initialNoise == null ? null : initialNoise.clone();
    twin.forwardOnly = forwardOnly;
    for (int k = 0; k <= step; k++) {
      twin.records[k] = records[k] == null ? null : newRecord();
      if (records[k] != null) {
        records[k].copyTo(twin.records[k]);
      }
      marks[k].copyTo(twin.marks[k]);
    }
    twin.step = step;
    twin.started = started;
    twin.edits.copy(edits);
    twin.tag = tag;
    return twin;
  }

  private StepRecord newRecord() {
    return new StepRecord(size, scheduler.memory());
  }

  /**
   * Makes the first state of a run: noise · init_noise_sigma, or the source, noised.
   *
   * @param source the clean source latent, or null
   */
  void begin(float[] source, boolean sourceNoised) {
    StepRecord first = now();
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

  /**
   * Makes the first state from where another stretch stands: the estimate and the direction of the
   * noise stay, x' = α' · x0 + σ' · (x − α · x0) / σ, and edits that still act go on.
   */
  void follow(Stretch old) {
    System.arraycopy(old.initialNoise(), 0, initialNoise, 0, size);
    int call = old.callOf(old.step);
    double ratio = scheduler.sigmaOf(0) / old.scheduler.sigmaOf(call);
    float kept = (float) ratio;
    float shift = (float) (scheduler.alphaOf(0) - ratio * old.scheduler.alphaOf(call));
    StepRecord at = old.now();
    float[] x = now().x;
    for (int i = 0; i < x.length; i++) {
      x[i] = kept * at.x[i] + shift * at.denoised[i];
    }
    edits.follow(old.edits, old.step, old.steps());
  }

  int steps() {
    return records.length - 1;
  }

  /** Steps done of this stretch. */
  int step() {
    return step;
  }

  /**
   * The state after step k of this stretch.
   *
   * @throws BadInput if it is no longer kept
   */
  StepRecord record(int k) {
    if (records[k] == null) {
      throw BadInput.of(
          "step (%d) is no longer kept by a run that only goes forward: run it again.", from + k);
    }
    return records[k];
  }

  /** Null once a run that only goes forward has begun and nothing can ask for it. */
  float[] initialNoise() {
    return initialNoise;
  }

  StepRecord now() {
    return records[step];
  }

  /** The record of the next state, to be written. */
  StepRecord next() {
    return next(step + 1);
  }

  /** The record of state k, which is that of a state that is no longer kept, or a new one. */
  private StepRecord next(int k) {
    int old = k - 1 - behind;
    if (records[k] == null && old >= 0) {
      records[k] = records[old];
      records[old] = null;
    }
    records[k] = records[k] == null ? newRecord() : records[k];
    return records[k];
  }

  /** Fixes where the first draw begins; the caller may have drawn since the initial noise. */
  void start(TorchRandom random) {
    if (!started) {
      random.save(marks[0]);
      started = true;
    }
  }

  /** Puts the generator where it stood at the present state. */
  void draw(TorchRandom random) {
    start(random);
    random.load(marks[step]);
  }

  /** Counts the next state as reached, with the generator where it stands. */
  void reach(TorchRandom random) {
    step++;
    random.save(marks[step]);
  }

  /** Back to the state after step k of this stretch. */
  void rewind(int k) {
    step = k;
    edits.forgetAfter(k);
  }

  /** See {@link Sampling#edit}. */
  void edit(float[] difference, double weight, int horizon) {
    int call = step == steps() ? -1 : callOf(step);
    edits.make(scheduler, call, now(), step, difference, weight, horizon);
  }

  /** See {@link Sampling#held}. */
  float[] held() {
    if (edits.isEmpty()) {
      return null;
    }
    float[] weights = new float[size];
    edits.held(steps(), weights);
    return weights;
  }

  /** First call of 0-based step k; the number of calls for k = steps. */
  int callOf(int k) {
    int call = 0;
    while (call < scheduler.calls() && scheduler.step(call) < k) {
      call++;
    }
    return call;
  }

  /** Noise over signal after step k. */
  double sigma(int k) {
    return scheduler.sigma(after(k));
  }

  /** See {@link Scheduler#noiseShare}, of the state after step k. */
  double noiseShare(int k) {
    return scheduler.noiseShare(after(k));
  }

  private int after(int k) {
    return k == steps() ? scheduler.calls() : callOf(k);
  }

  /** The model's time of the last call of step k; of the first call for the start. */
  double timestep(int k) {
    return scheduler.timestep(k == 0 ? 0 : callOf(k) - 1);
  }
}
