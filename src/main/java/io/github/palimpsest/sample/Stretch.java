package io.github.palimpsest.sample;

/**
 * The part of a run under one scheduler: its states and, for each, where the generator stood. Going
 * back is choosing an earlier state, from which noise is drawn again. Allocates all of it at once.
 */
final class Stretch {
  final Scheduler scheduler;

  /** Step of the run at which it begins. */
  final int from;

  /** The noise that known pixels carry, {@code [D, h, w]}. */
  final float[] initialNoise;

  final Edits edits = new Edits();

  /** The caller's; see {@link Sampling#setTag}. */
  Object tag;

  /** Written by the loop: the state that a step's hooks may change. */
  final StepRecord entry;

  /** Written by the loop: states between the calls of a step. */
  final StepRecord[] between;

  /** Written by the loop: states of steps that RePaint repeats. */
  final StepRecord[] spare;

  private final StepRecord[] records;
  private final TorchRandom.Mark[] marks;
  private int step;
  private boolean started;

  Stretch(Scheduler scheduler, int from, int size) {
    this.scheduler = scheduler;
    this.from = from;
    initialNoise = new float[size];
    entry = newRecord(size);
    between = new StepRecord[] {newRecord(size), newRecord(size)};
    spare = new StepRecord[] {newRecord(size), newRecord(size)};
    records = new StepRecord[scheduler.steps() + 1];
    marks = new TorchRandom.Mark[records.length];
    for (int k = 0; k < records.length; k++) {
      records[k] = newRecord(size);
      marks[k] = new TorchRandom.Mark();
    }
  }

  /** All that was kept once more, in arrays of its own. */
  Stretch copy() {
    Stretch twin = new Stretch(scheduler, from, initialNoise.length);
    System.arraycopy(initialNoise, 0, twin.initialNoise, 0, initialNoise.length);
    for (int k = 0; k <= step; k++) {
      records[k].copyTo(twin.records[k]);
      marks[k].copyTo(twin.marks[k]);
    }
    twin.step = step;
    twin.started = started;
    twin.edits.copy(edits);
    twin.tag = tag;
    return twin;
  }

  private StepRecord newRecord(int size) {
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
    System.arraycopy(old.initialNoise, 0, initialNoise, 0, old.initialNoise.length);
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

  StepRecord record(int k) {
    return records[k];
  }

  StepRecord now() {
    return records[step];
  }

  /** The record of the next state, to be written. */
  StepRecord next() {
    return records[step + 1];
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
    float[] weights = new float[initialNoise.length];
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
    return scheduler.sigma(k == steps() ? scheduler.calls() : callOf(k));
  }

  /** The model's time of the last call of step k; of the first call for the start. */
  double timestep(int k) {
    return scheduler.timestep(k == 0 ? 0 : callOf(k) - 1);
  }
}
