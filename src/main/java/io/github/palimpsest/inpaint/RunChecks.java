package io.github.palimpsest.inpaint;

import ij.ImagePlus;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.image.InPlaceEdit;
import io.github.palimpsest.image.Margins;
import io.github.palimpsest.image.RangeRule;
import io.github.palimpsest.image.SampleType;
import io.github.palimpsest.inpaint.input.ImageModels;
import io.github.palimpsest.inpaint.input.MaskedPlane;
import io.github.palimpsest.inpaint.input.WordCheck;
import io.github.palimpsest.inpaint.sampler.SchedulerChoice;
import io.github.palimpsest.model.Model;
import io.github.palimpsest.model.Models;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.roi.ContextRule;
import io.github.palimpsest.sample.hook.Hooks;
import java.util.List;

/**
 * What a run refuses before it loads a model, asked while a dialog is still open, so that nothing
 * that its user wrote is lost. The run itself checks the same things again, in its own order.
 */
public final class RunChecks {
  private RunChecks() {}

  /**
   * Of repainting an image.
   *
   * @throws BadInput as the run would
   */
  public static void inpaint(ImagePlus image, Request request) {
    Model model = Models.find(request.text(Param.MODEL));
    values(model, request, image);
    boolean replaces = request.text(Param.OUTPUT).equals("Replace");
    if (replaces && request.integer(Param.SAMPLES, 1) > 1) {
      throw BadInput.of(
          "samples (%d) must be 1 where the pixels are replaced: choose the output New for several"
              + " results.",
          request.integer(Param.SAMPLES, 1));
    }
    if (replaces) {
      InPlaceEdit.check(image);
    }
    RunForecast run = RunForecast.inpaint(image, request);
    List<MaskedPlane> all = MaskedPlane.all(run.image(), run.request(), sentence -> {});
    MemoryEstimate.inpaint(run.image(), all, run.request(), ImageModels.of(model, all), false)
        .check();
  }

  /**
   * Of making a new image.
   *
   * @param current the current image, or null
   * @throws BadInput as the run would
   */
  public static void generate(ImagePlus current, Request request) {
    Model model = Models.find(request.text(Param.MODEL));
    values(model, request, current);
    RunForecast run = RunForecast.generate(current, request);
    if (run.image() != null
        && SampleType.of(run.image()) == SampleType.FLOAT32
        && request.text(Param.RANGE).equalsIgnoreCase("Type")) {
      throw new BadInput(
          "range (Type) has no meaning for a 32-bit image: use Auto, Display, or min,max.");
    }
    new RunNotes(run).require();
  }

  /**
   * Of repainting images that are not known yet: what would be refused for each of them.
   *
   * @return the model
   * @throws BadInput as the runs would
   */
  public static Model inpaint(Request request) {
    Model model = Models.find(request.text(Param.MODEL));
    new SchedulerChoice(model, request).create();
    Hooks.check(request.text(Param.HOOK));
    RangeRule.parse(request.text(Param.RANGE));
    ContextRule.parse(request.text(Param.CONTEXT));
    Margins.parse(request.text(Param.EXPAND));
    return model;
  }

  /** Values that do not fit each other or the model. */
  private static void values(Model model, Request request, ImagePlus image) {
    new SchedulerChoice(model, request).create();
    Hooks.check(request.text(Param.HOOK));
    WordCheck words = WordCheck.of(request.text(Param.MODEL), image);
    // a trained model passes over words it does not know, one that copies has nothing to copy
    boolean strict = words.reads() && words.words().isEmpty() && words.names() != null;
    for (Param key : List.of(Param.PROMPT, Param.NEGATIVE)) {
      String sentence = words.sentence(request.text(key));
      if (strict && !sentence.isEmpty()) {
        throw BadInput.of(
            "%s (%s) must be words that the image shows examples of. %s",
            key.key(), request.text(key), sentence);
      }
    }
  }
}
