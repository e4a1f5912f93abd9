package io.github.palimpsest.job;

import com.google.gson.JsonArray;
import ij.ImagePlus;
import java.util.function.Function;

/**
 * What a {@link GuidedRun} paints.
 *
 * @param image that the result is a copy of
 * @param maker reads the target once the model is known
 * @param seed of the run
 * @param title what the stacks' titles begin with
 * @param rois the outlines of the mask as recorded, or null to read them from the image
 */
record GuidedSource(
    ImagePlus image, Function<Setup, Target> maker, long seed, String title, JsonArray rois) {
  Target target(Setup setup) {
    return maker.apply(setup);
  }
}
