package io.github.palimpsest.inpaint;

import ij.ImagePlus;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.sample.StepHook;
import java.util.List;

/** The runs that commands, macros and scripts start. Call off the event dispatch thread. */
public final class Runs {
  private Runs() {}

  /**
   * Repaints the masked part of {@code image}.
   *
   * @param hooks see and change every step, see {@link StepHook}
   * @throws BadInput before anything has changed
   * @throws io.github.palimpsest.check.Cancelled when stopped; the image is as before
   */
  public static Outcome inpaint(
      ImagePlus image, Request request, Monitor monitor, StepHook... hooks) {
    return new InpaintRun(image, request, monitor, List.of(hooks)).run();
  }

  /** A new image from a prompt; see {@link #inpaint}. */
  public static Outcome generate(Request request, Monitor monitor, StepHook... hooks) {
    return generate(null, request, monitor, hooks);
  }

  /**
   * The same with the current image.
   *
   * @param current read by models that learn from an image; null for none
   */
  public static Outcome generate(
      ImagePlus current, Request request, Monitor monitor, StepHook... hooks) {
    return new GenerateRun(current, request, monitor, List.of(hooks)).run();
  }
}
