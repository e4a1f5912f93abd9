package io.github.palimpsest.command;

import ij.ImagePlus;
import io.github.palimpsest.command.display.Notice;
import io.github.palimpsest.inpaint.WarnOnce;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.roi.MaskRecipe;
import io.github.palimpsest.roi.RoiGroups;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Makes a mask image of a selection, ROIs, labels or a threshold: 0 keep … 255 repaint. */
@Plugin(
    type = Command.class,
    headless = true,
    menu = {
      @Menu(label = "Plugins"),
      @Menu(label = "Palimpsest"),
      @Menu(label = "Diffusion Mask...", weight = 5)
    },
    attrs = @Attr(name = "no-record"))
public final class MaskCommand extends MakingCommand {
  @Parameter(
      label = "Source",
      persist = false,
      required = false,
      description = "Selection, Overlay, ROI Manager, Labels, Threshold, title or ID")
  private String source = "Selection";

  @Parameter(
      label = "Threshold",
      persist = false,
      required = false,
      description = "Intensities min,max, or a method such as Otsu dark; empty = as set")
  private String threshold = "";

  @Parameter(
      label = "Groups or labels",
      persist = false,
      required = false,
      description = "ROI groups or labels that count, for example 1,3-5; empty = all")
  private String groups = "";

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
      label = "Invert",
      persist = false,
      required = false,
      description = "Swap what is repainted and what is kept")
  private boolean invert = false;

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
      label = "Stack",
      persist = false,
      required = false,
      description = "Every plane of the stack instead of the current one")
  private boolean stack = false;

  @Override
  ImagePlus make(ImagePlus image, Request request) {
    MaskRecipe recipe =
        new MaskRecipe(
            request.text(Param.SOURCE),
            request.text(Param.THRESHOLD),
            RoiGroups.parse(request.text(Param.GROUPS)),
            request.number(Param.GROW),
            request.on(Param.INVERT),
            request.number(Param.FEATHER));
    return recipe.image(image, request.on(Param.STACK), new WarnOnce(Notice::say));
  }
}
