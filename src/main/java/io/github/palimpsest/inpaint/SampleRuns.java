package io.github.palimpsest.inpaint;

import ij.ImagePlus;
import io.github.palimpsest.check.Cancelled;
import io.github.palimpsest.check.FreeMemory;
import io.github.palimpsest.concurrent.Jobs;
import io.github.palimpsest.image.IntervalImage;
import io.github.palimpsest.image.PlaneEdit;
import io.github.palimpsest.inpaint.input.PlaneInput;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.inpaint.monitor.RunProgress;
import io.github.palimpsest.inpaint.sampler.CallsAtOnce;
import io.github.palimpsest.inpaint.sampler.ImageSampler;
import io.github.palimpsest.inpaint.sampler.ModelInput;
import io.github.palimpsest.inpaint.sampler.ResolvedRequest;
import io.github.palimpsest.inpaint.sampler.StepCosts;
import io.github.palimpsest.model.Model;
import io.github.palimpsest.record.ProvenanceEntry;
import io.github.palimpsest.record.RunRecord;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.sample.StepHook;
import io.github.palimpsest.stack.StepLabel;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * The runs of one command: every sample of every plane, reported, streamed into stacks and stopped
 * together. Sample k has the seed of the request + k. Runs go side by side where there are cores
 * and memory for them and no hooks, which need not be made for threads; their order, and the pixels
 * of each, do not depend on it.
 */
final class SampleRuns {
  /** Bytes of heap that runs besides the first may hold: large runs go one after the other. */
  private static final double MOST_FOR_OTHERS = 256 << 20;

  private final ResolvedRequest resolved;
  private final Monitor monitor;
  private final List<StepHook> hooks;
  private final List<PlaneInput> planes;
  private final Function<String, String> title;
  private final ImagePlus image;
  private final int samples;
  private final Rectangle frame;
  private final int runsAtOnce;
  private final CallsAtOnce calls;
  private final List<List<PlaneEdit>> edits = new ArrayList<>();

  /** Of each run, its own; those of runs side by side overlap. */
  private final double[] seconds;

  private final AtomicReference<ImageSampler> first = new AtomicReference<>();
  private double allSeconds;
  private RunProgress progress;
  private StepStacks stacks;

  /** Null without {@code sources}. */
  private SourcesStack sources;

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
    runsAtOnce = runsAtOnce();
    calls = CallsAtOnce.of(resolved, largest(planes), hooks, runsAtOnce);
    seconds = new double[count()];
    edits.addAll(Collections.nCopies(count(), null));
  }

  private static PlaneInput largest(List<PlaneInput> planes) {
    return Collections.max(
        planes, Comparator.comparingLong(p -> (long) p.crop().width() * p.crop().height()));
  }

  /**
   * Does all runs. What stops one of them stops all and closes their stacks.
   *
   * @return the numbers of the finished samples: all, or those that were finished when the user
   *     stopped the runs, if the monitor keeps them and there are any
   */
  List<Integer> run() {
    long start = System.nanoTime();
    try {
      begin();
      new Jobs(count(), this::timed, progress::stop).run(calls.share(), runsAtOnce);
    } catch (RuntimeException | Error e) {
      if (stacks != null) {
        stacks.discard();
      }
      if (!(e instanceof Cancelled) || !keepsSome()) {
        throw e;
      }
    } finally {
      close(first.getAndSet(null));
    }
    allSeconds = (System.nanoTime() - start) / 1e9;
    List<Integer> finished = finished();
    if (finished.size() == samples) {
      StepCosts.learn(resolved, planes.get(0).crop(), work(), progress.seconds());
    }
    return finished;
  }

  private List<Integer> finished() {
    synchronized (edits) {
      return IntStream.range(0, samples).filter(this::isFinished).boxed().toList();
    }
  }

  /** A view of an interval cannot lose frames. */
  private boolean keepsSome() {
    return monitor.keepsFinished() && !(image instanceof IntervalImage) && !finished().isEmpty();
  }

  private boolean isFinished(int sample) {
    return own(sample).stream().allMatch(Objects::nonNull);
  }

  private List<List<PlaneEdit>> own(int sample) {
    return edits.subList(sample * planes.size(), (sample + 1) * planes.size());
  }

  /** The planes of a finished sample, in the order of {@code planes}. */
  List<PlaneEdit> edits(int sample) {
    synchronized (edits) {
      return own(sample).stream().flatMap(List::stream).toList();
    }
  }

  private static void close(ImageSampler sampler) {
    if (sampler != null) {
      sampler.close();
    }
  }

  /**
   * Makes the first sampler, which says how large everything is, and opens the stacks; on the
   * thread of the command, as ImageJ's windows ask.
   */
  private void begin() {
    PlaneInput plane = planes.get(0);
    ImageSampler sampler = sampler(0, monitor);
    first.set(sampler);
    progress = new RunProgress(monitor, count(), sampler.steps());
    long work = work();
    progress.starting(work, StepCosts.estimate(resolved, plane.crop(), work));
    stacks = StepStacks.of(resolved.request(), title, sampler, frame, count(), plane, image);
    sources = SourcesStack.of(resolved, title.apply("sources"), image, planes.size(), samples);
    stacks.show(monitor);
  }

  /**
   * As many as there is heap for; one where a run itself uses every core, or hooks see it, which
   * need not be made for threads.
   */
  private int runsAtOnce() {
    Model model = resolved.model();
    if (CallsAtOnce.hooked(resolved, hooks) || model.learnsFromImage()) {
      return 1;
    }
    PlaneInput plane = largest(planes);
    double pixels = (double) plane.crop().width() * plane.crop().height();
    double cells = pixels / model.scale() / model.scale();
    int passes = CallsAtOnce.passes(resolved, plane.source().length);
    // picture, mask, what is finished of it; states of the solver and arrays of the loop
    double one = pixels * (2 * plane.source().length + 3) + 8 * cells * passes * model.channels();
    int runs = (int) Math.min(count(), 1 + MOST_FOR_OTHERS / (one * Float.BYTES));
    while (runs > 1 && !FreeMemory.fits((runs - 1) * one * Float.BYTES)) {
      runs--;
    }
    return runs;
  }

  private long work() {
    return count() * StepCosts.work(planes.get(0), resolved);
  }

  private void timed(int run) {
    long start = System.nanoTime();
    List<PlaneEdit> own = run(run);
    synchronized (edits) {
      edits.set(run, own);
      seconds[run] = (System.nanoTime() - start) / 1e9;
      int sample = run / planes.size();
      if (samples > 1 && isFinished(sample)) {
        List<PlaneEdit> all = edits(sample);
        monitor.sampled(sample, seed(run), all, () -> ResultWriter.seam(planes, all));
      }
    }
  }

  private List<PlaneEdit> run(int run) {
    // a call of its own, so that what the sampler held is free before the picture is composed
    Finished finished = sample(run);
    return plane(run).edits(finished.picture, finished.seam);
  }

  /**
   * What a run leaves.
   *
   * @param picture in model units [channels][height · width] of the crop
   * @param seam see {@link ImageSampler#seamWeights}
   */
  private record Finished(float[][] picture, float[] seam) {}

  private Finished sample(int run) {
    PlaneInput plane = plane(run);
    try (RunProgress.Run now = progress.run();
        ImageSampler sampler = run == 0 ? first.getAndSet(null) : sampler(run, now)) {
      now.onCancel(sampler::cancel);
      stacks.outline(run, plane);
      StepRenderer renderer = new StepRenderer(plane, frame);
      sampler.listen(s -> stacks.write(run, s.step(), s, label(s, seed(run)), renderer));
      sampler.listen(s -> now.reached(s.step()));
      sampler.onWork(now::worked);
      float[][] result = sampler.run();
      if (sources != null) {
        sources.write(run, plane, sampler, seed(run));
      }
      now.onCancel(() -> {});
      return new Finished(result, sampler.seamWeights());
    }
  }

  private ImageSampler sampler(int run, Monitor own) {
    ModelInput input = ModelInput.of(plane(run), resolved);
    return resolved.sampler(input, seed(run), hooks, own, calls).forwardOnly();
  }

  private PlaneInput plane(int run) {
    return planes.get(run % planes.size());
  }

  private long seed(int run) {
    return resolved.request().seed() + run / planes.size();
  }

  private int count() {
    return samples * planes.size();
  }

  private StepLabel label(ImageSampler s, long seed) {
    return StepStacks.label(s, s.step(), resolved.guidance().scale(), seed);
  }

  /** Seconds of each sample, all planes together: its part of the time that all took. */
  List<Double> seconds() {
    double all = Math.max(Double.MIN_NORMAL, DoubleStream.of(seconds).sum());
    List<Double> parts = new ArrayList<>();
    for (int k = 0; k < samples; k++) {
      double own = 0;
      for (int p = 0; p < planes.size(); p++) {
        own += seconds[k * planes.size() + p];
      }
      parts.add(own / all * allSeconds);
    }
    return parts;
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
