package io.github.palimpsest.command;

import ij.ImagePlus;
import io.github.palimpsest.command.display.Notice;
import io.github.palimpsest.control.MapImages;
import io.github.palimpsest.control.MapSettings;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Makes a control map of the current image, its ROIs or its labels: a new ordinary image. */
@Plugin(
    type = Command.class,
    headless = true,
    menu = {
      @Menu(label = "Plugins"),
      @Menu(label = "Palimpsest"),
      @Menu(label = "Diffusion Control Map...", weight = 6)
    },
    attrs = @Attr(name = "no-record"))
public final class ControlMapCommand extends MakingCommand {
  @Parameter(
      label = "Kind",
      persist = false,
      required = false,
      description = "What the control map shows",
      choices = {
        "edges",
        "softedges",
        "segmentation",
        "scribble",
        "lines",
        "distance",
        "boundary",
        "blur"
      })
  private String kind = "edges";

  @Parameter(
      label = "Smoothing (units)",
      persist = false,
      required = false,
      description = "Gaussian sigma in the image's units; Auto = by kind, in pixels")
  private String smoothing = Param.AUTO;

  @Parameter(
      label = "Low threshold",
      persist = false,
      required = false,
      description = "Edges: weakest step height, as a fraction of the intensity range",
      min = "0",
      max = "1",
      stepSize = "0.01",
      style = "slider")
  private double low = 0.1;

  @Parameter(
      label = "High threshold",
      persist = false,
      required = false,
      description = "Edges: height from which a step counts even alone",
      min = "0",
      max = "1",
      stepSize = "0.01",
      style = "slider")
  private double high = 0.2;

  @Parameter(
      label = "ROIs from",
      persist = false,
      required = false,
      description = "Where objects and strokes come from; Labels = the image itself",
      choices = {"Auto", "Selection", "Overlay", "ROI Manager", "Labels"})
  private String rois = "Auto";

  @Parameter(
      label = "Groups or labels",
      persist = false,
      required = false,
      description = "ROI groups or labels that count, for example 1,3-5; empty = all")
  private String groups = "";

  @Parameter(
      label = "Classes in colour",
      persist = false,
      required = false,
      description = "Segmentation: colours of groups or labels instead of white")
  private boolean classes = false;

  @Parameter(
      label = "Thickness (pixels)",
      persist = false,
      required = false,
      description = "Boundary: thickness in pixels",
      min = "1",
      max = "1000",
      stepSize = "0.1")
  private double thickness = 1.0;

  @Parameter(
      label = "Stack",
      persist = false,
      required = false,
      description = "Every plane of the stack instead of the current one")
  private boolean stack = false;

  @Override
  ImagePlus make(ImagePlus image, Request request) {
    MapImages.idle(request).forEach(Notice::say);
    return MapImages.of(
        image, request.text(Param.KIND), MapSettings.of(request), request.on(Param.STACK));
  }
}
