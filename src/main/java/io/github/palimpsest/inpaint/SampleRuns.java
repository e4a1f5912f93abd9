package io.github.palimpsest.inpaint;

import ij.ImagePlus;
import io.github.palimpsest.image.PlaneEdit;
import io.github.palimpsest.inpaint.input.PlaneInput;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.inpaint.monitor.RunProgress;
import io.github.palimpsest.inpaint.sampler.ImageSampler;
import io.github.palimpsest.inpaint.sampler.ModelInput;
import io.github.palimpsest.inpaint.sampler.ResolvedRequest;
import io.github.palimpsest.inpaint.sampler.StepCosts;
import io.github.palimpsest.record.ProvenanceEntry;
import io.github.palimpsest.record.RunRecord;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.sample.StepHook;
import io.github.palimpsest.stack.StepLabel;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The runs of one command, one after the other: every sample of every plane, reported, streamed
 * into stacks and stopped together. Sample k has the seed of the request + k.
 */
final class SampleRuns {
  private final ResolvedRequest resolved;
  private final Monitor monitor;
  private final List<StepHook> hooks;
  private final List<PlaneInput> planes;
  private final Function<String, String> title;
  private final ImagePlus image;
  private final int samples;
  private final Rectangle frame;
  private final List<Double> seconds = new ArrayList<>();
  private RunProgress progress;
  private StepStacks stacks;

  /** Null without {@code sources}. */
  private SourcesStack sources;

  private long work;
  private int done;

  /**
   * Prepares runs; nothing is sampled yet.
   *
   * @param title of a stack, from {@code steps} or {@code latents}
   * @param image the planes'
   */
  SampleRuns(
      ResolvedRequest resolved,
      Monitor monitor,
      List<StepHook> hooks,
      List<PlaneInput> planes,
      Function<String, String> title,
      ImagePlus image) {
    this.resolved = resolved;
    this.monitor = monitor;
    this.hooks = hooks;
    this.planes = planes;
    this.title = title;
    this.image = image;
    samples = resolved.request().integer(Param.SAMPLES, 1);
    frame = PlaneInput.frame(planes);
  }

  /**
   * Does all runs. What stops them closes their stacks.
   *
   * @return the finished planes of each sample, in the order of {@code planes}
   */
  List<List<PlaneEdit>> run() {
    try {
      List<List<PlaneEdit>> edits = new ArrayList<>();
      for (int k = 0; k < samples; k++) {
        long start = System.nanoTime();
        List<PlaneEdit> sample = new ArrayList<>();
        for (PlaneInput plane : planes) {
          sample.addAll(run(plane, resolved.request().seed() + k));
        }
        edits.add(sample);
        seconds.add((System.nanoTime() - start) / 1e9);
      }
      return edits;
    } catch (RuntimeException | Error e) {
      if (stacks != null) {
        stacks.discard();
      }
      throw e;
    }
  }

  private List<PlaneEdit> run(PlaneInput plane, long seed) {
    // a call of its own, so that what the sampler held is free before the picture is composed
    Finished finished = sample(plane, seed);
    return plane.edits(finished.picture, finished.seam);
  }

  /**
   * What a run leaves.
   *
   * @param picture in model units [channels][height · width] of the crop
   * @param seam see {@link ImageSampler#seamWeights}
   */
  private record Finished(float[][] picture, float[] seam) {}

  private Finished sample(PlaneInput plane, long seed) {
    ModelInput input = ModelInput.of(plane, resolved);
    try (ImageSampler sampler = resolved.sampler(input, seed, hooks).forwardOnly()) {
      if (progress == null) {
        begin(sampler);
      }
      progress.running(sampler::cancel);
      StepRenderer renderer = new StepRenderer(plane, frame);
      sampler.listen(s -> stacks.write(done, s.step(), s, label(s, seed), renderer));
      sampler.listen(s -> progress.reached(s.step()));
      float[][] result = sampler.run();
      if (sources != null) {
        sources.write(done, plane, sampler, seed);
      }
      progress.running(() -> {});
      done++;
      if (done == count()) {
        StepCosts.learn(resolved, work, progress.seconds());
      }
      return new Finished(result, sampler.seamWeights());
    }
  }

  private void begin(ImageSampler first) {
    PlaneInput plane = planes.get(0);
    progress = new RunProgress(monitor, count(), first.steps());
    work = count() * StepCosts.work(plane.crop(), plane.source().length, resolved);
    progress.starting(StepCosts.estimate(resolved, work));
    stacks = StepStacks.of(resolved.request(), title, first, frame, count(), plane, image);
    sources = SourcesStack.of(resolved, title.apply("sources"), image, planes.size(), samples);
    stacks.show(monitor);
  }

  private int count() {
    return samples * planes.size();
  }

  private StepLabel label(ImageSampler s, long seed) {
    int k = s.step();
    return new StepLabel(k, s.sigma(k), s.timestep(k), resolved.guidance().scale(), seed);
  }

  /** Seconds that each sample took, all planes together. */
  List<Double> seconds() {
    return seconds;
  }

  /**
   * The outcome of the command, with its record in the stacks.
   *
   * @param run what the runs tell of themselves
   * @param entry the same as the results carry it
   */
  Outcome outcome(List<ImagePlus> results, RunRecord run, ProvenanceEntry entry) {
    if (stacks.any()) {
      stacks.record(entry.withHooks(hooks.size()));
      stacks.resumable(
          RunRecords.resume(
              run, !hooks.isEmpty(), resolved, planes, samples, resolved.request().seed()));
    }
    ImagePlus copied = sources == null ? null : sources.image();
    return new Outcome(results, stacks.steps(), stacks.latents(), copied);
  }
}
