package io.github.palimpsest.batch;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.control.MapNames;
import io.github.palimpsest.inpaint.RunChecks;
import io.github.palimpsest.model.Models;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.roi.MaskRecipe;

/**
 * The values that all images of a batch share, checked once.
 *
 * @param run for the runs, without values that say what is the default
 * @param model what records call the model: its place on this computer is nobody's business
 * @param stamp what all stamps have in common
 */
record BatchValues(Request run, String model, String stamp) {
  private static final Param[] NONE = {Param.STREAM, Param.LATENTS, Param.SOURCES};

  /**
   * The values of a request.
   *
   * @throws BadInput for values that no batch takes and for an unknown model
   */
  static BatchValues of(BatchRequest request) {
    Request values = request.values();
    for (Param param : NONE) {
      if (values.on(param)) {
        throw BadInput.of(
            "%s shows a stack beside the result, which a batch has no place for: leave it out.",
            param.key());
      }
    }
    MapNames.requireKinds(values.text(Param.CONTROL));
    requireThreshold(request.maskKind() == MaskKind.THRESHOLD, values.text(Param.THRESHOLD));
    Request run = values.without(Param.OUTPUT).withoutDefaults();
    String stamp = Stamp.common(request, RunChecks.inpaint(run));
    return new BatchValues(run, withoutPlace(run.text(Param.MODEL)), stamp);
  }

  /** The name of a model, also of one that is named by its folder. */
  private static String withoutPlace(String model) {
    String name = model.replaceAll("[/\\\\]+$", "");
    int slash = Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\'));
    return Models.names().contains(model) ? model : name.substring(slash + 1);
  }

  private static void requireThreshold(boolean asked, String threshold) {
    if (asked && threshold.isEmpty()) {
      throw new BadInput(
          "threshold must be given with masks=Threshold: min,max or a method such as Otsu dark.");
    }
    if (!asked && !threshold.isEmpty()) {
      throw BadInput.of(
          "threshold (%s) acts only with masks=Threshold: write that, or leave threshold empty.",
          threshold);
    }
    if (asked) {
      MaskRecipe.requireThreshold(threshold);
    }
  }

  /** The values of the run of one image. */
  Request asked(ItemMask mask) {
    return run.with(Param.MASK, mask.asked());
  }

  /**
   * The values as the record of one image has them: names of files, not their places.
   *
   * @param recorded as the run recorded them
   */
  Request named(Request recorded, ItemMask mask) {
    String word = mask.recorded();
    boolean standard = word.equals(Param.MASK.standard());
    Request named = standard ? recorded.without(Param.MASK) : recorded.with(Param.MASK, word);
    return named.has(Param.MODEL) ? named.with(Param.MODEL, model) : named;
  }
}
