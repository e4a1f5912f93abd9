package io.github.palimpsest.command;

import static ij.process.ImageProcessor.NO_THRESHOLD;

import ij.ImagePlus;
import io.github.palimpsest.check.WarnOnce;
import io.github.palimpsest.command.display.Notice;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.roi.MaskPlaces;
import io.github.palimpsest.roi.MaskRecipe;
import io.github.palimpsest.roi.RoiGroups;
import java.util.Map;
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
      @Menu(label = "Diffusion Mask...", weight = 21)
    },
    attrs = @Attr(name = "no-record"))
public final class MaskCommand extends MakingCommand {
  private static final int RGB_DEPTH = 24;

  @Parameter(persist = false, required = false)
  private String source;

  @Parameter(persist = false, required = false)
  private String threshold;

  @Parameter(persist = false, required = false)
  private String groups;

  @Parameter(persist = false, required = false)
  private String grow;

  @Parameter(persist = false, required = false)
  private Boolean invert;

  @Parameter(persist = false, required = false)
  private String feather;

  @Parameter(persist = false, required = false)
  private Boolean stack;

  /** What there is to make a mask of; of the image's own pixels where nothing is marked. */
  @Override
  public Map<Param, String> suggested() {
    String place = MaskPlaces.find(image());
    if (place != null && image().getProcessor().getMinThreshold() == NO_THRESHOLD) {
      return Map.of(Param.SOURCE, place);
    }
    return image().getBitDepth() == RGB_DEPTH
        ? Map.of()
        : image().getProcessor().getMinThreshold() == NO_THRESHOLD
            ? Map.of(Param.SOURCE, "Threshold", Param.THRESHOLD, "Otsu dark")
            : Map.of(Param.SOURCE, "Threshold");
  }

  @Override
  ImagePlus make(ImagePlus image, Request request) {
    return recipe(request).image(image, request.on(Param.STACK), new WarnOnce(Notice::say));
  }

  private static MaskRecipe recipe(Request request) {
    return new MaskRecipe(
        request.text(Param.SOURCE),
        request.text(Param.THRESHOLD),
        RoiGroups.parse(request.text(Param.GROUPS)),
        request.number(Param.GROW),
        request.on(Param.INVERT),
        request.number(Param.FEATHER));
  }

  @Override
  OverlayPreview.Shown shown(ImagePlus image, Request request) {
    return MakingPreviews.mask(image, recipe(request));
  }

  /** A threshold needs no groups, and other sources need no threshold. */
  @Override
  public boolean acts(Param key, Request values) {
    boolean limits = values == null || values.text(Param.SOURCE).equalsIgnoreCase("Threshold");
    return switch (key) {
      case THRESHOLD -> limits;
      case GROUPS -> values == null || !limits;
      default -> super.acts(key, values);
    };
  }
}
