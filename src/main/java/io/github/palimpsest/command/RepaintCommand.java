package io.github.palimpsest.command;

import ij.ImagePlus;
import ij.plugin.frame.Recorder;
import io.github.palimpsest.command.display.PanelHost;
import io.github.palimpsest.command.input.Remembered;
import io.github.palimpsest.inpaint.Outcome;
import io.github.palimpsest.inpaint.Runs;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.ui.repaint.ContextEntries;
import io.github.palimpsest.ui.repaint.Repaints;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Plugin;

/**
 * Repaints the selection at once, with the values of the last dialog, as a picture over the image
 * that its user accepts or discards. A macro or script, which has nobody to ask, gets {@code
 * Diffusion Inpaint...} with {@code output=Replace}: what is not given has its documented default.
 */
@Plugin(
    type = Command.class,
    headless = true,
    menu = {
      @Menu(label = "Plugins"),
      @Menu(label = "Palimpsest"),
      @Menu(label = ContextEntries.LABEL, weight = 1, accelerator = "control G")
    },
    attrs = @Attr(name = "no-record"))
public final class RepaintCommand extends InpaintCommand {
  @Override
  public boolean asks() {
    return false;
  }

  @Override
  public void perform() {
    if (!byUser()) {
      super.perform();
      return;
    }
    // what is accepted is recorded, not that it was tried
    Recorder.setCommand(null);
    ImagePlus image = source();
    Repaints.check(image);
    Repaints.begin(image, () -> Remembered.values("InpaintCommand"), new PanelHost());
  }

  @Override
  Outcome sample(Request request, Monitor monitor) {
    return Runs.inpaint(source(), request.with(Param.OUTPUT, "Replace"), monitor);
  }
}
