package io.github.palimpsest.command;

import ij.ImagePlus;
import ij.plugin.frame.Recorder;
import io.github.palimpsest.command.display.PanelHost;
import io.github.palimpsest.inpaint.Outcome;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.session.Session;
import io.github.palimpsest.ui.swing.GuidedWindow;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Plugin;

/**
 * A session in the user's hands: from the menu its panel, which asks for everything itself. A macro
 * or script, which has no hands, gets the session run to its end, with its step stack.
 */
@Plugin(
    type = Command.class,
    headless = true,
    menu = {
      @Menu(label = "Plugins"),
      @Menu(label = "Palimpsest"),
      @Menu(label = "Guided Diffusion...", weight = 11)
    },
    attrs = @Attr(name = "no-record"))
public final class GuidedDiffusionCommand extends InpaintCommand {
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
    ImagePlus image = source();
    Request request = values();
    // the panel records what is done, not that it was opened
    Recorder.setCommand(null);
    chosen();
    GuidedWindow.open(image, request, new PanelHost());
  }

  @Override
  Outcome sample(Request request, Monitor monitor) {
    try (Session session = Session.start(source(), request, monitor)) {
      return session.finish();
    }
  }
}
