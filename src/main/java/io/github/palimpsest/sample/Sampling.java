package io.github.palimpsest.sample;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.check.Cancelled;
import io.github.palimpsest.concurrent.SideBySide;

/**
 * One run, pulled step by step: {@code while (sampling.advance()) …}.
 *
 * <p>Keeps the record of every step, so {@link #rewind} costs nothing, and going on again without
 * changes gives the same bits: noise is drawn from marks, never consumed by going back. A run may
 * change its scheduler on the way: its stretches are counted as one. Arrays are allocated in the
 * constructor and at the first step under a scheduler.
 *
 * <p>One thread at a time, except {@link #cancel} and {@link #uncancel}.
 */
public final class Sampling {
  private final TorchRandom random;
  private final StepLoop loop;
  private final Stretches stretches = new Stretches();

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
    this.random = random;
    loop = new StepLoop(shape, random);
    loop.guidance = guidance;
    loop.setPredictors(predictor, negative);
    Stretch first = new Stretch(scheduler, 0, shape[0] * shape[1] * shape[2]);
    stretches.add(first);
    random.normal(first.initialNoise());
    first.begin(source, sourceNoised);
  }

  private Sampling(Sampling from, Predictor predictor, Predictor negative) {
    from.last().start(from.random);
    random = new TorchRandom(0);
    loop = new StepLoop(from.loop, random);
    loop.setPredictors(predictor, negative);
    stretches.copy(from.stretches);
  }

  /**
   * The same run once more, where it stands now and with all it went through, under predictors of
   * its own; from here on both go their ways. It is not cancelled.
   */
  public Sampling fork(Predictor predictor, Predictor negative) {
    return new Sampling(this, predictor, negative);
  }

  /**
   * Keeps, of a run that will not go back, the present state and the one before only (under RePaint
   * those of a jump), with the same bits. To be called before the first step.
   */
  public Sampling forwardOnly() {
    last().forwardOnly();
    return this;
  }

  /** Lets both networks of a call run at the same time; they must not write to the same place. */
  public Sampling sideBySide(SideBySide share) {
    loop.share = share;
    return this;
  }

  private Stretch last() {
    return stretches.last();
  }

  /**
   * Runs what remains under another scheduler, from the present estimate and direction of the
   * noise; noise is drawn on. A second change at one step takes the place of the first.
   *
   * @throws BadInput if the run has ended
   */
  public void switchScheduler(Scheduler next) {
    if (step() == steps()) {
      throw new BadInput(
          "The run has ended, so no step remains for another scheduler: go back first.");
    }
    Stretch fresh = following(next);
    fresh.follow(last());
    fresh.start(random);
    stretches.add(fresh);
  }

  /**
   * Noises the present estimate anew to the first level of {@code next} and runs from there; edits
   * made before no longer act. A second change at one step takes the place of the first.
   */
  public void renoise(Scheduler next) {
    Stretch fresh = following(next);
    random.normal(fresh.initialNoise());
    next.addNoise(0, now().denoised, fresh.initialNoise(), fresh.now().x);
    fresh.start(random);
    stretches.add(fresh);
  }

  /** A stretch that begins with the present estimate; the generator stands where it did here. */
  private Stretch following(Scheduler next) {
    Stretch old = last();
    Stretch fresh = new Stretch(next, step(), old.size);
    old.draw(random);
    System.arraycopy(old.now().denoised, 0, fresh.now().denoised, 0, old.size);
    fresh.tag = old.tag;
    return fresh;
  }

  /** The number of stretches, each under a scheduler of its own. */
  public int stretches() {
    return stretches.size();
  }

  /** Attaches a value to the present stretch, and to those that follow it; see {@link #tag}. */
  public void setTag(Object tag) {
    last().tag = tag;
  }

  /** The value attached to the present stretch, or null. */
  public Object tag() {
    return last().tag;
  }

  /**
   * Sets what is known of the result, or null for nothing; acts in every later step.
   *
   * @throws BadInput if the sizes do not fit
   */
  public Sampling setKnownPixels(KnownPixels pixels) {
    if (pixels != null && pixels.x0().length != last().size) {
      throw BadInput.of(
          "The source latent (%d values) must have the size of the run's (%d values).",
          pixels.x0().length, last().size);
    }
    loop.known = pixels;
    return this;
  }

  /** Sets which cells the networks are not asked about, or null for none, from the next step on. */
  public void setSkipped(SkippedCells cells) {
    loop.skipped = cells;
  }

  /** Sets the networks from the next step on; {@code negative} is null to go without guidance. */
  public void setPredictors(Predictor predictor, Predictor negative) {
    loop.setPredictors(predictor, negative);
  }

  /** Sets guidance from the next step on; without a negative predictor it stays off. */
  public void setGuidance(Guidance guidance) {
    loop.guidance = guidance;
  }

  /** Adds a hook; hooks run in the order in which they were added. */
  public Sampling hook(StepHook hook) {
    loop.hooks.add(hook);
    return this;
  }

  /** Steps of the whole run as it is planned now. */
  public int steps() {
    return last().from + last().steps();
  }

  /** Steps that the whole run has once it has gone back to the state after step k. */
  public int steps(int k) {
    return stretches.at(k).from + stretches.at(k).steps();
  }

  /** Steps done. */
  public int step() {
    return last().from + last().step();
  }

  /**
   * The state after step k; 0 is the start. Owned by the run.
   *
   * @throws BadInput for a step that was not done, or is not kept
   */
  public StepRecord record(int k) {
    if (k < 0 || k > step()) {
      throw BadInput.of("step (%d) must lie between %d and %d, the steps kept.", k, 0, step());
    }
    return stretches.at(k).record(k - stretches.at(k).from);
  }

  /** The state now. */
  public StepRecord now() {
    return last().now();
  }

  /** Noise over signal after step k. */
  public double sigma(int k) {
    return stretches.at(k).sigma(k - stretches.at(k).from);
  }

  /** How much of the state after step k is noise, from 0 to 1; see {@link Scheduler#noiseShare}. */
  public double noiseShare(int k) {
    return stretches.at(k).noiseShare(k - stretches.at(k).from);
  }

  /** The model's time of the last call of step k; of the first call for the start of a stretch. */
  public double timestep(int k) {
    return stretches.at(k).timestep(k - stretches.at(k).from);
  }

  /**
   * Goes back to the state after step k; later changes of scheduler are forgotten.
   *
   * @throws BadInput for a step that was not done, or is not kept
   */
  public void rewind(int k) {
    record(k);
    stretches.forgetAfter(k);
    last().rewind(k - last().from);
  }

  /**
   * Stops the call that is running; {@link #advance} throws {@link Cancelled} then and from now,
   * until {@link #uncancel}. From any thread, also while another changes the scheduler.
   */
  public void cancel() {
    loop.cancel();
  }

  /** Takes {@link #cancel} back: the run goes on from the last whole step. From any thread. */
  public void uncancel() {
    loop.uncancel();
  }

  /**
   * Does one scheduler step; under RePaint, also the returns that end there.
   *
   * @return false if the run had ended before
   * @throws Cancelled after {@link #cancel}; the records stay as before
   * @throws BadInput when the network returns NaN or infinities; the records stay as before
   */
  public boolean advance() {
    if (step() == steps()) {
      return false;
    }
    loop.advance(last());
    return true;
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
    last().edit(difference, weight, horizon);
  }

  /** How far each value, {@code [D, h, w]}, is held to the end as edited; null without edits. */
  public float[] held() {
    return last().held();
  }

  /**
   * Takes in an edit of the latent itself: x ← x + weight · difference at the present step.
   *
   * @param difference edited minus written x, {@code [D, h, w]}, in the scheduler's own scale
   * @param weight 0 (bitwise as if unedited) … 1
   */
  public void editLatents(float[] difference, double weight) {
    Edits.addTo(now().x, difference, weight);
  }

  /** Frees what further steps would allocate again; going forward only, also earlier states. */
  public void release() {
    loop.release();
    last().release();
  }
}
