package io.github.palimpsest.inpaint;

import ij.IJ;
import ij.ImagePlus;
import io.github.palimpsest.check.FreeMemory;
import io.github.palimpsest.image.IntensityRange;
import io.github.palimpsest.image.Plane;
import io.github.palimpsest.image.PlaneEdit;
import io.github.palimpsest.image.RangeRule;
import io.github.palimpsest.image.ResultImages;
import io.github.palimpsest.image.SampleType;
import io.github.palimpsest.inpaint.input.ImageModels;
import io.github.palimpsest.inpaint.input.PlaneInput;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.inpaint.sampler.ResolvedRequest;
import io.github.palimpsest.model.Model;
import io.github.palimpsest.record.ProvenanceEntry;
import io.github.palimpsest.record.RunRecord;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.sample.StepHook;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** Makes new images from a prompt. */
public final class GenerateRun {
  public static final String COMMAND = "Diffusion Generate...";
  static final String TITLE = "generated";

  private final Request request;
  private final Monitor monitor;
  private final List<StepHook> hooks;
  private final IntensityRange range;
  private final ImagePlus blank;

  GenerateRun(Request request, Monitor monitor, List<StepHook> hooks) {
    this.request = request;
    this.monitor = monitor;
    this.hooks = hooks;
    RangeRule rule = RangeRule.parse(request.text(Param.RANGE));
    String open = rule.isExplicit() ? "32-bit" : "8-bit";
    String word = request.value(Param.TYPE).map(Object::toString).orElse(open);
    blank = blank(word, request.integer(Param.WIDTH, 0), request.integer(Param.HEIGHT, 0));
    range = rule.resolve(SampleType.of(blank));
  }

  /** The empty image that is painted. */
  public static ImagePlus blank(String type, int width, int height) {
    int bytes = type.equals("8-bit") ? 1 : type.equals("16-bit") ? 2 : 4;
    FreeMemory.require((double) width * height * bytes, "The image", "lower width and height");
    return IJ.createImage(TITLE, type.equals("RGB") ? "RGB black" : type, width, height, 1);
  }

  /** Copies of it for the results, with their title and display range. */
  public static ResultImages results(ImagePlus blank, int samples, IntensityRange range) {
    ResultImages results = ResultImages.copyOf(blank, samples);
    ImagePlus image = results.images().get(0);
    image.setTitle(TITLE);
    SampleType type = SampleType.of(blank);
    if (type == SampleType.FLOAT32 || type == SampleType.UINT16) {
      image.setDisplayRange(range.min(), range.max());
    }
    return results;
  }

  Outcome run() {
    AtomicReference<PlaneInput> read = new AtomicReference<>();
    try (ResolvedRequest resolved =
        ResolvedRequest.open(
            request,
            monitor,
            folder -> {
              Model fit = ImageModels.of(folder, SampleType.of(blank).channels(), List.of());
              MemoryEstimate.generate(blank, request, fit).check();
              return fit;
            },
            model -> read.set(model.blank(Plane.of(blank, 1), range)))) {
      resolved.warnOfUnusedKeys();
      int samples = request.integer(Param.SAMPLES, 1);
      PlaneInput input = read.get();
      RunRecord record = RunRecords.generated(COMMAND, resolved, samples, input);
      ResultImages results = results(blank, samples, range);
      SampleRuns runs =
          new SampleRuns(
              resolved, monitor, hooks, List.of(input), word -> TITLE + "-" + word, blank);
      List<List<PlaneEdit>> edits = runs.run();
      ProvenanceEntry entry = ProvenanceEntry.of(record);
      List<ImagePlus> images = ResultWriter.write(blank, results, List.of(input), edits, entry);
      return runs.outcome(images, record, entry);
    }
  }
}
