package io.github.palimpsest.job;

import ij.IJ;
import ij.ImagePlus;
import io.github.palimpsest.control.ControlInput;
import io.github.palimpsest.image.IntensityRange;
import io.github.palimpsest.image.PlaneEdit;
import io.github.palimpsest.image.RangeRule;
import io.github.palimpsest.image.Results;
import io.github.palimpsest.image.SampleType;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.roi.ContextRule;
import io.github.palimpsest.roi.Crop;
import io.github.palimpsest.sample.StepHook;
import io.github.palimpsest.stack.PixelSet;
import io.github.palimpsest.stack.Provenance;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Makes new images from a prompt. */
final class GenerateJob {
  private static final String TITLE = "generated";

  private final Request request;
  private final Monitor monitor;
  private final List<StepHook> hooks;
  private final RangeRule rule;
  private final ImagePlus blank;
  private final SampleType type;
  private final IntensityRange range;
  private final Rectangle frame;
  private List<ControlInput> inputs = List.of();

  GenerateJob(Request request, Monitor monitor, List<StepHook> hooks) {
    this.request = request;
    this.monitor = monitor;
    this.hooks = hooks;
    rule = RangeRule.parse(request.text(Param.RANGE));
    int width = request.integer(Param.WIDTH, 0);
    int height = request.integer(Param.HEIGHT, 0);
    String open = rule.isExplicit() ? "32-bit" : "8-bit";
    String word = request.value(Param.TYPE).map(Object::toString).orElse(open);
    blank = IJ.createImage(TITLE, word.equals("RGB") ? "RGB black" : word, width, height, 1);
    type = SampleType.of(blank);
    range = rule.resolve(type);
    frame = new Rectangle(width, height);
  }

  Outcome run() {
    try (Setup setup = Setup.open(request, monitor)) {
      inputs = setup.controls(null, frame.width, frame.height);
      int samples = request.integer(Param.SAMPLES, 1);
      RunRecord record = new RunRecord("Diffusion Generate...", setup, samples);
      // beyond the right and lower border the model paints what nobody sees
      Crop crop =
          Crop.plan(frame.width, frame.height, frame, ContextRule.WHOLE, setup.folder.multiple());
      Results results = Results.copyOf(blank, samples);
      ImagePlus image = results.images().get(0);
      image.setTitle(TITLE);
      Runs runs = new Runs(setup, monitor, hooks, samples);
      float[] all = new float[frame.width * frame.height];
      Arrays.fill(all, 1);
      List<PixelSet> pixels = new ArrayList<>();
      try {
        for (int k = 0; k < samples; k++) {
          float[][] visible = visible(runs, crop, samples, k);
          results.write(k, List.of(new PlaneEdit(1, frame, visible, all)));
          pixels.add(PixelSet.of(k + 1, frame, all));
        }
      } catch (RuntimeException | Error e) {
        runs.discard();
        throw e;
      }
      show(image);
      var entry = record.json();
      Provenance.add(image, entry, pixels);
      return runs.outcome(results.images(), entry);
    }
  }

  private float[][] visible(Runs runs, Crop crop, int samples, int k) {
    var controls = Setup.controls(inputs, 1, crop);
    Context context = Context.empty(crop.width(), crop.height(), type.channels(), controls);
    return inFrame(
        crop,
        runs.paint(
            context,
            request.seed() + k,
            first ->
                Streams.open(
                    request,
                    monitor,
                    word -> TITLE + "-" + word,
                    first,
                    frame,
                    type.channels(),
                    samples,
                    range,
                    blank.getCalibration()),
            canvas(crop)));
  }

  private Canvas canvas(Crop crop) {
    return new Canvas() {
      @Override
      public float[][] source() {
        return null;
      }

      @Override
      public float[][] show(float[][] model) {
        return inFrame(crop, model);
      }
    };
  }

  /** Raw values of the part that is kept. */
  private float[][] inFrame(Crop crop, float[][] model) {
    float[][] raw = range.toSource(model);
    for (int c = 0; c < raw.length; c++) {
      raw[c] = crop.part(raw[c], frame);
    }
    return raw;
  }

  private void show(ImagePlus image) {
    if (type == SampleType.FLOAT32 || type == SampleType.UINT16) {
      image.setDisplayRange(range.min(), range.max());
    }
  }
}
