package io.github.palimpsest.command;

import ij.macro.Functions;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.command.input.CommandInputs;
import io.github.palimpsest.command.macro.SessionFunctions;
import org.scijava.command.Command;
import org.scijava.command.CommandInfo;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Plugin;

/** Gives the running macro the functions of {@link SessionFunctions}. */
@Plugin(
    type = Command.class,
    headless = true,
    menu = {
      @Menu(label = "Plugins"),
      @Menu(label = "Palimpsest"),
      // apart from what users choose, and last: ImageJ sorts submenus by their names
      @Menu(label = "Scripting", weight = 52),
      @Menu(label = "Palimpsest Macro Extensions")
    },
    attrs = @Attr(name = "no-record"))
public final class MacroExtensionsCommand extends AbstractCommand {
  @Override
  public void perform() {
    if (calling().macro() == null) {
      throw new BadInput(
          "Palimpsest Macro Extensions must be run by a macro: write run(\"Palimpsest Macro"
              + " Extensions\"); at its beginning.");
    }
    CommandInfo inpaint = new CommandInfo(InpaintCommand.class);
    Functions.registerExtensions(new SessionFunctions(calling(), CommandInputs.keys(inpaint)));
  }
}
