package io.github.palimpsest.command;

import ij.ImagePlus;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.command.display.Recording;
import io.github.palimpsest.inpaint.Monitor;
import io.github.palimpsest.inpaint.Outcome;
import io.github.palimpsest.inpaint.Runs;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/**
 * Repaints the masked part of the current image.
 *
 * <p>Fiji's own recording is switched off: {@link Recording} writes the line plain ImageJ writes.
 */
@Plugin(
    type = Command.class,
    headless = true,
    menu = {
      @Menu(label = "Plugins"),
      @Menu(label = "Palimpsest"),
      @Menu(label = "Diffusion Inpaint...", weight = 1)
    },
    attrs = @Attr(name = "no-record"))
public class InpaintCommand extends SamplingCommand {
  @Parameter(
      persist = false,
      required = false,
      description = "The image to repaint; from menus and macros the current one")
  private ImagePlus image;

  @Parameter(
      label = "Mask",
      persist = false,
      required = false,
      description = "Selection, Overlay, ROI Manager, or the title or ID of a mask image")
  private String mask = "Selection";

  @Parameter(
      label = "Grow (pixels)",
      persist = false,
      required = false,
      description = "Pixels to grow the mask by; negative shrinks it",
      min = "-10000",
      max = "10000",
      stepSize = "0.1")
  private double grow = 0.0;

  @Parameter(
      label = "Feather (pixels)",
      persist = false,
      required = false,
      description = "Softness in pixels, spent inside the mask",
      min = "0",
      max = "10000",
      stepSize = "0.1")
  private double feather = 0.0;

  @Parameter(
      label = "Context (pixels)",
      persist = false,
      required = false,
      description = "What the model sees around the mask: Auto, Whole image, or pixels")
  private String context = "Auto";

  @Parameter(
      label = "Method",
      persist = false,
      required = false,
      description = "How known pixels act",
      choices = {"Auto", "Concat", "Blend", "RePaint"})
  private String method = "Auto";

  @Parameter(
      label = "Resample (RePaint)",
      persist = false,
      required = false,
      description = "RePaint: how often each stretch is resampled",
      min = "1",
      max = "100")
  private int resample = 10;

  @Parameter(
      label = "Jump (RePaint)",
      persist = false,
      required = false,
      description = "RePaint: steps of a stretch; Auto = a 25th of the run")
  private String jump = Param.AUTO;

  @Parameter(
      label = "Channels",
      persist = false,
      required = false,
      description = "Channels to repaint, for example 1-3 or all; empty = current")
  private String channels = "";

  @Parameter(
      label = "Slices",
      persist = false,
      required = false,
      description = "Slices to repaint, for example 1,4-6 or all; empty = current")
  private String slices = "";

  @Parameter(
      label = "Frames",
      persist = false,
      required = false,
      description = "Frames to repaint, for example 2- or all; empty = current")
  private String frames = "";

  @Parameter(
      label = "Expand canvas (pixels)",
      persist = false,
      required = false,
      description =
          "Pixels the canvas grows by, left,top,right,bottom or one number; the border is painted")
  private String expand = "";

  @Parameter(
      label = "Output",
      persist = false,
      required = false,
      description = "New image, or replace the pixels (undoable)",
      choices = {"New", "Replace"})
  private String output = "New";

  @Override
  ImagePlus source() {
    if (image == null) {
      throw new BadInput("There is no image; open one and select the part to repaint.");
    }
    return image;
  }

  @Override
  Outcome sample(Request request, Monitor monitor) {
    return Runs.inpaint(image, request, monitor);
  }
}
