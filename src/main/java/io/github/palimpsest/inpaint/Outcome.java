package io.github.palimpsest.inpaint;

import ij.ImagePlus;
import io.github.palimpsest.inpaint.monitor.Monitor;
import java.util.List;

/**
 * The images that a run leaves. None of the images is shown yet, except stacks that the {@link
 * Monitor} has shown.
 *
 * @param results the result images, the first to be made the active one; for {@code output=Replace}
 *     the source itself, already written
 * @param steps the step stack, or null without {@code stream}
 * @param latents the latents stack, or null without {@code latents}
 * @param sources where each pixel was copied from, or null without {@code sources}; see {@link
 *     SourcesStack}
 */
public record Outcome(
    List<ImagePlus> results, ImagePlus steps, ImagePlus latents, ImagePlus sources) {
  /** The same without step and latents stacks. */
  public Outcome withoutStacks() {
    return new Outcome(results, null, null, sources);
  }

  /** The image to make active. */
  public ImagePlus result() {
    return results.get(0);
  }
}
