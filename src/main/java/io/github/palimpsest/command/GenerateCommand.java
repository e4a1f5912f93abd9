package io.github.palimpsest.command;

import ij.ImagePlus;
import io.github.palimpsest.inpaint.Outcome;
import io.github.palimpsest.inpaint.Runs;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.request.Request;
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

  @Override
  ImagePlus source() {
    return null;
  }

  @Override
  Outcome sample(Request request, Monitor monitor) {
    return Runs.generate(calling().image(), request, monitor);
  }
}
