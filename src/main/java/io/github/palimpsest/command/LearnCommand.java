package io.github.palimpsest.command;

import ij.IJ;
import ij.ImagePlus;
import io.github.palimpsest.command.display.RunMonitor;
import io.github.palimpsest.learn.Learning;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import java.util.List;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Keeps a model of the user's own images; what was learnt goes to the Log. */
@Plugin(
    type = Command.class,
    headless = true,
    menu = {
      @Menu(label = "Plugins"),
      @Menu(label = "Palimpsest"),
      @Menu(label = "Diffusion Learn from Images...", weight = 42)
    },
    attrs = @Attr(name = "no-record"))
public final class LearnCommand extends AbstractCommand {
  @Parameter(
      persist = false,
      required = false,
      description = "The image to learn from; from menus and macros the current one")
  private ImagePlus image;

  @Parameter(persist = false, required = false)
  private String images;

  @Parameter(persist = false, required = false)
  private String name;

  @Parameter(persist = false, required = false)
  private String labels;

  @Override
  public void check(Request values) {
    Learning.requireFree(values.text(Param.NAME));
  }

  @Override
  public void perform() {
    Request request = request();
    List<String> lines;
    try (RunMonitor monitor = new RunMonitor(image, null)) {
      lines = Learning.run(image, request, monitor);
      monitor.done();
    }
    lines.forEach(IJ::log);
  }
}
