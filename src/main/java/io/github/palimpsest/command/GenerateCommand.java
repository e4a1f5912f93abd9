package io.github.palimpsest.command;

import ij.ImagePlus;
import io.github.palimpsest.image.Plane;
import io.github.palimpsest.inpaint.Outcome;
import io.github.palimpsest.inpaint.RunChecks;
import io.github.palimpsest.inpaint.RunForecast;
import io.github.palimpsest.inpaint.Runs;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.model.Models;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import java.util.Map;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** A new image from a prompt, a control map or both. Records as {@link InpaintCommand} does. */
@Plugin(
    type = Command.class,
    headless = true,
    menu = {
      @Menu(label = "Plugins"),
      @Menu(label = "Palimpsest"),
      @Menu(label = "Diffusion Generate...", weight = 3)
    },
    attrs = @Attr(name = "no-record"))
public final class GenerateCommand extends SamplingCommand {
  @Parameter(persist = false, required = false)
  private String width;

  @Parameter(persist = false, required = false)
  private String height;

  @Parameter(persist = false, required = false)
  private String type;

  /** What an image shows is a better beginning than words alone. */
  @Override
  public Map<Param, String> suggested() {
    ImagePlus current = calling().image();
    return current == null || !Plane.readable(current)
        ? Map.of()
        : Map.of(Param.MODEL, Models.THIS_IMAGE);
  }

  @Override
  public void check(Request values) {
    RunChecks.generate(calling().image(), values);
  }

  @Override
  RunForecast forecast(Request request) {
    return RunForecast.generate(calling().image(), request);
  }

  @Override
  ImagePlus source() {
    return null;
  }

  @Override
  Outcome sample(Request request, Monitor monitor) {
    return Runs.generate(calling().image(), request, monitor);
  }
}
