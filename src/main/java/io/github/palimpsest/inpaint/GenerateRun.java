package io.github.palimpsest.inpaint;

import ij.IJ;
import ij.ImagePlus;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.check.Cancelled;
import io.github.palimpsest.check.FreeMemory;
import io.github.palimpsest.image.IntensityRange;
import io.github.palimpsest.image.Plane;
import io.github.palimpsest.image.PlaneEdit;
import io.github.palimpsest.image.RangeRule;
import io.github.palimpsest.image.ResultImages;
import io.github.palimpsest.image.SampleType;
import io.github.palimpsest.inpaint.input.ImageModels;
import io.github.palimpsest.inpaint.input.PlaneInput;
import io.github.palimpsest.inpaint.input.PlaneReader;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.inpaint.sampler.ResolvedRequest;
import io.github.palimpsest.model.Model;
import io.github.palimpsest.model.Models;
import io.github.palimpsest.record.ProvenanceEntry;
import io.github.palimpsest.record.RunRecord;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.roi.ExampleRois;
import io.github.palimpsest.sample.StepHook;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** Makes new images: from a prompt, or of what an image shows that the model learns from. */
public final class GenerateRun {
  public static final String COMMAND = "Diffusion Generate...";
  static final String TITLE = "generated";

  private final Request request;
  private final Monitor monitor;
  private final List<StepHook> hooks;
  private final RangeRule rule;
  private final ImagePlus shown;
  private final ImagePlus blank;

  /**
   * @param current image, for models that learn from it; may be null for others
   */
  GenerateRun(ImagePlus current, Request request, Monitor monitor, List<StepHook> hooks) {
    boolean learns = Models.find(request.text(Param.MODEL)).learnsFromImage();
    shown = learns ? shown(current, request) : null;
    this.request = request;
    this.monitor = monitor;
    this.hooks = hooks;
    rule = RangeRule.parse(request.text(Param.RANGE));
    String open = learns ? type(shown) : rule.isExplicit() ? "32-bit" : "8-bit";
    String word = request.value(Param.TYPE).map(Object::toString).orElse(open);
    blank = blank(word, request.integer(Param.WIDTH, 0), request.integer(Param.HEIGHT, 0));
  }

  private static String type(ImagePlus image) {
    return image.getBitDepth() == 24 ? "RGB" : image.getBitDepth() + "-bit";
  }

  static ImagePlus shown(ImagePlus current, Request request) {
    String model = request.text(Param.MODEL);
    if (current == null || !Plane.readable(current)) {
      throw BadInput.of(
          "model (%s) makes pictures of what the current image shows: open an image first.", model);
    }
    String type = request.value(Param.TYPE).map(Object::toString).orElse(type(current));
    if (type.equals("RGB") != (current.getBitDepth() == 24)) {
      throw BadInput.of(
          "type (%s) must be %s, as '%s' is, from which model (%s) learns: leave type open.",
          type, current.getBitDepth() == 24 ? "RGB" : "grey", current.getTitle(), model);
    }
    return current;
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

  private PlaneInput read(PlaneReader model) {
    Plane plane = Plane.of(blank, 1);
    return shown == null
        ? model.blank(plane, rule.resolve(plane.type()))
        : model.blank(plane, shown, rule);
  }

  Outcome run() {
    AtomicReference<PlaneInput> read = new AtomicReference<>();
    try (ResolvedRequest resolved =
        ResolvedRequest.open(
            request,
            monitor,
            folder -> {
              int channels = SampleType.of(blank).channels();
              List<String> words = shown == null ? List.of() : ExampleRois.words(shown);
              Model fit = ImageModels.of(folder, channels, words);
              MemoryEstimate.generate(
                      blank.getWidth(), blank.getHeight(), blank.getBitDepth(), request, fit)
                  .check(monitor);
              return fit;
            },
            model -> read.set(read(model)))) {
      resolved.warnOfUnusedKeys();
      int samples = request.integer(Param.SAMPLES, 1);
      PlaneInput input = read.get();
      RunRecord record = RunRecords.generated(COMMAND, resolved, samples, input);
      ResultImages results = results(blank, samples, input.ranges().get(0));
      SampleRuns runs =
          new SampleRuns(
              resolved, monitor, hooks, List.of(input), word -> TITLE + "-" + word, blank);
      List<Integer> finished = runs.run();
      if (finished.size() < samples) {
        throw new Cancelled();
      }
      List<List<PlaneEdit>> edits = finished.stream().map(runs::edits).toList();
      ProvenanceEntry entry = ProvenanceEntry.of(record);
      List<ImagePlus> images = ResultWriter.write(blank, results, List.of(input), edits, entry);
      return runs.outcome(images, record, entry);
    }
  }
}
