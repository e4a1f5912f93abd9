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
      @Menu(label = "Diffusion Control Map...", weight = 22)
    },
    attrs = @Attr(name = "no-record"))
public final class ControlMapCommand extends MakingCommand {
  @Parameter(persist = false, required = false)
  private String kind;

  @Parameter(persist = false, required = false)
  private String smoothing;

  @Parameter(persist = false, required = false)
  private String low;

  @Parameter(persist = false, required = false)
  private String high;

  @Parameter(persist = false, required = false)
  private String rois;

  @Parameter(persist = false, required = false)
  private String groups;

  @Parameter(persist = false, required = false)
  private Boolean classes;

  @Parameter(persist = false, required = false)
  private String thickness;

  @Parameter(persist = false, required = false)
  private Boolean stack;

  @Override
  ImagePlus make(ImagePlus image, Request request) {
    MapImages.idle(request).forEach(Notice::say);
    return MapImages.of(
        image, request.text(Param.KIND), MapSettings.of(request), request.on(Param.STACK));
  }

  @Override
  OverlayPreview.Shown shown(ImagePlus image, Request request) {
    return MakingPreviews.map(image, request);
  }

  /** Of the settings, those that maps of the kind heed. */
  @Override
  public boolean acts(Param key, Request values) {
    return (values == null || MapImages.heeds(values.text(Param.KIND), key))
        && super.acts(key, values);
  }
}
