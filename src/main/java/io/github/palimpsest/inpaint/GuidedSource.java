package io.github.palimpsest.inpaint;

import com.google.gson.JsonArray;
import ij.ImagePlus;
import java.util.function.Function;

/**
 * What a {@link GuidedRun} paints.
 *
 * @param image that the result is a copy of
 * @param maker reads the target once the model's folder is known
 * @param seed of the run
 * @param title what the stacks' titles begin with
 * @param rois the outlines of the mask as recorded, or null when generating
 */
record GuidedSource(
    ImagePlus image,
    Function<PlaneReader, PlaneInput> maker,
    long seed,
    String title,
    JsonArray rois) {
  PlaneInput target(PlaneReader model) {
    return maker.apply(model);
  }
}
