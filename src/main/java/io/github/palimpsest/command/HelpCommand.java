package io.github.palimpsest.command;

import ij.IJ;
import io.github.palimpsest.ui.help.Help;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Plugin;

/** Opens the help for a user; tells a macro or script, in the Log, which pages there are. */
@Plugin(
    type = Command.class,
    headless = true,
    menu = {
      @Menu(label = "Plugins"),
      @Menu(label = "Palimpsest"),
      @Menu(label = "Palimpsest Help", weight = 51)
    },
    attrs = @Attr(name = "no-record"))
public final class HelpCommand extends AbstractCommand {
  @Override
  public void perform() {
    request(); // for the Recorder
    if (byUser()) {
      Help.open(Help.START);
    } else {
      Help.titles().forEach(IJ::log);
    }
  }
}
