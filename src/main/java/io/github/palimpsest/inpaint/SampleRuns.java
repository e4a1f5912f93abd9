package io.github.palimpsest.inpaint;

import com.google.gson.JsonObject;
import ij.ImagePlus;
import io.github.palimpsest.sample.StepHook;
import io.github.palimpsest.stack.StepLabel;
import java.util.List;
import java.util.function.Function;

/** Does the runs of a job one after the other, reporting, streaming and stopping them. */
final class SampleRuns {
  private final ResolvedRequest setup;
  private final Monitor monitor;
  private final List<StepHook> hooks;
  private final List<PlaneInput> targets;
  private final int count;
  private RunProgress progress;
  private StepStacks streams;
  private long work;
  private int done;

  /**
   * @param samples of each target
   */
  SampleRuns(
      ResolvedRequest setup,
      Monitor monitor,
      List<StepHook> hooks,
      int samples,
      List<PlaneInput> targets) {
    this.setup = setup;
    this.monitor = monitor;
    this.hooks = hooks;
    this.targets = targets;
    this.count = samples * targets.size();
  }

  /**
   * Paints one context under one seed.
   *
   * @param opener makes the streams of the job from its first painting
   * @param canvas what the step stack shows
   * @return the finished picture in model units [channels][height · width]
   */
  float[][] paint(
      ModelInput context,
      long seed,
      Function<ImageSampler, StepStacks> opener,
      StepRenderer canvas) {
    try (ImageSampler painting = ImageSampler.open(monitor, setup, context, seed, hooks)) {
      if (progress == null) {
        progress = new RunProgress(monitor, count, painting.steps());
        work = count * StepCosts.work(targets.get(0).crop(), targets.get(0).source().length, setup);
        progress.starting(StepCosts.estimate(setup, work));
        streams = opener.apply(painting);
        streams.show(monitor);
      }
      progress.running(painting::cancel);
      write(0, painting, seed, canvas);
      while (painting.advance()) {
        int k = painting.step();
        write(k, painting, seed, canvas);
        progress.step();
      }
      float[][] result = painting.result();
      progress.running(() -> {});
      done++;
      if (done == count) {
        StepCosts.learn(setup, work, progress.seconds());
      }
      return result;
    }
  }

  private void write(int k, ImageSampler painting, long seed, StepRenderer canvas) {
    StepLabel label =
        new StepLabel(k, painting.sigma(k), painting.timestep(k), setup.guidance.scale(), seed);
    streams.write(done, k, painting, label, canvas);
  }

  /** Takes away what was shown, after a stop or a failure. */
  void discard() {
    if (streams != null) {
      streams.discard();
    }
  }

  Outcome outcome(List<ImagePlus> results, JsonObject record) {
    if (!hooks.isEmpty()) {
      record.addProperty("hooks", hooks.size());
    }
    streams.record(record);
    streams.resumable(ResumeRecord.of(record, setup, targets, count / targets.size()));
    return new Outcome(results, streams.steps(), streams.latents());
  }
}
