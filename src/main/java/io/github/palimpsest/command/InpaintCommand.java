package io.github.palimpsest.command;

import ij.ImagePlus;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.command.display.Recording;
import io.github.palimpsest.command.input.DialogPreview;
import io.github.palimpsest.image.InPlaceEdit;
import io.github.palimpsest.image.PlanePositions;
import io.github.palimpsest.inpaint.Outcome;
import io.github.palimpsest.inpaint.RunChecks;
import io.github.palimpsest.inpaint.RunForecast;
import io.github.palimpsest.inpaint.RunOutlines;
import io.github.palimpsest.inpaint.Runs;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.record.Provenance;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import java.util.List;
import java.util.Map;
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
      @Menu(label = "Diffusion Inpaint...", weight = 2)
    },
    attrs = @Attr(name = "no-record"))
public class InpaintCommand extends SamplingCommand {
  @Parameter(
      persist = false,
      required = false,
      description = "The image to repaint; from menus and macros the current one")
  private ImagePlus image;

  @Parameter(persist = false, required = false)
  private String mask;

  @Parameter(persist = false, required = false)
  private String grow;

  @Parameter(persist = false, required = false)
  private String feather;

  @Parameter(persist = false, required = false)
  private String context;

  @Parameter(persist = false, required = false)
  private String method;

  @Parameter(persist = false, required = false)
  private String resample;

  @Parameter(persist = false, required = false)
  private String jump;

  @Parameter(persist = false, required = false)
  private String seam;

  @Parameter(persist = false, required = false)
  private String colours;

  @Parameter(persist = false, required = false)
  private String channels;

  @Parameter(persist = false, required = false)
  private String slices;

  @Parameter(persist = false, required = false)
  private String frames;

  @Parameter(persist = false, required = false)
  private String expand;

  @Parameter(persist = false, required = false)
  private String output;

  @Override
  public void check() {
    FirstChecks.image(image, "Open one, then draw a selection around what to repaint.");
    FirstChecks.idle(image);
    FirstChecks.intensities(image);
    Provenance.check(image);
    if (asks()) {
      FirstChecks.mask(image);
    }
  }

  /**
   * The mask that there is; and all channels where they are seen as one picture, for a hole that is
   * closed in one of them only is not closed. Where one channel is seen, as in a stack, the plane
   * shown stays the answer: nobody repaints what he does not see.
   */
  @Override
  public Map<Param, String> suggested() {
    String mask = FirstChecks.mask(image);
    return PlanePositions.channelsSeenTogether(image)
        ? Map.of(Param.MASK, mask, Param.CHANNELS, "all")
        : Map.of(Param.MASK, mask);
  }

  /** What the run would refuse, found before anything is loaded. */
  @Override
  public void check(Request values) {
    FirstChecks.mask(image, values);
    RunChecks.inpaint(image, values);
  }

  /** Mask, context and the ROIs that act, in the image. */
  @Override
  public DialogPreview preview() {
    return new OverlayPreview(image, this::shown);
  }

  private OverlayPreview.Shown shown(Request values) {
    try {
      RunForecast run = forecast(values);
      return new OverlayPreview.Shown(RunOutlines.of(run), RunOutlines.words(run));
    } catch (BadInput | OutOfMemoryError e) {
      return new OverlayPreview.Shown(List.of(), ""); // said by the advice
    }
  }

  @Override
  RunForecast forecast(Request request) {
    FirstChecks.mask(image, request);
    if (request.text(Param.OUTPUT).equals("Replace")) {
      InPlaceEdit.check(image);
    }
    return RunForecast.inpaint(image, request);
  }

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
