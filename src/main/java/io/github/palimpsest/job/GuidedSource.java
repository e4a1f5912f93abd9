package io.github.palimpsest.job;

import ij.ImagePlus;
import java.util.function.Function;

/**
 * What a {@link GuidedRun} paints.
 *
 * @param image that the result is a copy of
 * @param maker reads the target once the model is known
 * @param seed of the run
 * @param title what the stacks' titles begin with
 */
record GuidedSource(ImagePlus image, Function<Setup, Target> maker, long seed, String title) {
  Target target(Setup setup) {
    return maker.apply(setup);
  }
}
