package io.github.palimpsest.ui.dialog;

import ij.plugin.PlugIn;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.command.input.CommandInputs;
import io.github.palimpsest.command.input.PalimpsestCommand;
import io.github.palimpsest.command.macro.Caller;
import io.github.palimpsest.command.macro.Calling;
import io.github.palimpsest.ui.repaint.ContextEntries;
import org.scijava.Context;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandModule;
import org.scijava.command.CommandService;
import org.scijava.module.ModuleException;

/**
 * Runs a SciJava command in plain ImageJ, on ImageJ's plugin thread. {@code plugins.config} names
 * it for every command, under the command's own menu and label, with the command's class as
 * argument; Fiji replaces these entries by the commands themselves.
 */
public final class Bridge implements PlugIn {
  @Override
  public void run(String commandClass) {
    // nothing of ours runs earlier in plain ImageJ
    ContextEntries.install();
    Context context = PluginContext.get();
    CommandModule module = module(context, commandClass);
    PalimpsestCommand command = (PalimpsestCommand) module.getCommand();
    Calling calling = Calling.ofPlugin(Bridge.class);
    command.calledBy(calling.byRun() ? Caller.MACRO : Caller.USER, calling);
    try {
      CommandInputs.giveImage(module, calling);
      if (calling.byRun()) {
        CommandInputs.bind(module, calling);
      } else {
        command.check();
        if (command.asks() && !InputDialog.fill(module)) {
          return;
        }
      }
    } catch (BadInput e) {
      command.refuse(e.getMessage(), e);
      return;
    }
    command.run();
  }

  private static CommandModule module(Context context, String commandClass) {
    CommandInfo info = context.service(CommandService.class).getCommand(commandClass);
    if (info == null) {
      throw new IllegalStateException(
          "The command "
              + commandClass
              + " is not in the plugin's index; install Palimpsest anew.");
    }
    try {
      CommandModule module = new CommandModule(info);
      context.inject(module.getCommand());
      return module;
    } catch (ModuleException e) {
      throw new IllegalStateException("The command " + commandClass + " cannot be made.", e);
    }
  }
}
