package io.github.palimpsest.job;

import com.google.gson.JsonObject;
import ij.ImagePlus;
import io.github.palimpsest.sample.StepHook;
import io.github.palimpsest.stack.StepLabel;
import java.util.List;
import java.util.function.Function;

/** Does the runs of a job one after the other, reporting, streaming and stopping them. */
final class Runs {
  private final Setup setup;
  private final Monitor monitor;
  private final List<StepHook> hooks;
  private final int count;
  private RunProgress progress;
  private Streams streams;
  private int done;

  /**
   * @param count how many runs there will be
   */
  Runs(Setup setup, Monitor monitor, List<StepHook> hooks, int count) {
    this.setup = setup;
    this.monitor = monitor;
    this.hooks = hooks;
    this.count = count;
  }

  /**
   * Paints one context under one seed.
   *
   * @param opener makes the streams of the job from its first painting
   * @param shown composites a model picture for the step stack
   * @return the finished picture in model units [channels][height · width]
   */
  float[][] paint(
      Context context,
      long seed,
      Function<Painting, Streams> opener,
      Function<float[][], float[][]> shown) {
    try (Painting painting = new Painting(setup, context, seed, hooks)) {
      if (progress == null) {
        progress = new RunProgress(monitor, count * painting.steps());
        streams = opener.apply(painting);
      }
      progress.running(painting::cancel);
      write(0, painting, seed, shown);
      while (painting.advance()) {
        int k = painting.step();
        write(k, painting, seed, shown);
        progress.step(words(k, painting.steps()));
      }
      float[][] result = painting.result();
      progress.running(() -> {});
      done++;
      return result;
    }
  }

  private void write(int k, Painting painting, long seed, Function<float[][], float[][]> shown) {
    StepLabel label =
        new StepLabel(k, painting.sigma(k), painting.timestep(k), setup.guidance.scale(), seed);
    streams.write(done, k, painting, label, shown);
  }

  private String words(int step, int steps) {
    String run = count == 1 ? "" : " of run " + (done + 1) + "/" + count;
    return "Diffusion: step " + step + "/" + steps + run;
  }

  /** Takes away what was shown, after a stop or a failure. */
  void discard() {
    if (streams != null) {
      streams.discard();
    }
  }

  Outcome outcome(List<ImagePlus> results, JsonObject record) {
    streams.record(record);
    return new Outcome(results, streams.steps(), streams.latents());
  }
}
