package io.github.palimpsest.job;

import ij.ImagePlus;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.request.Request;

/** The runs that commands, macros and scripts start. Call off the event dispatch thread. */
public final class Jobs {
  private Jobs() {}

  /**
   * Repaints the masked part of {@code image}.
   *
   * @throws BadInput before anything has changed
   * @throws io.github.palimpsest.check.Cancelled when stopped; the image is as before
   */
  public static Outcome inpaint(ImagePlus image, Request request, Monitor monitor) {
    throw new BadInput("Inpainting is not wired up yet.");
  }

  /** A new image from a prompt; see {@link #inpaint}. */
  public static Outcome generate(Request request, Monitor monitor) {
    throw new BadInput("Generating is not wired up yet.");
  }
}
