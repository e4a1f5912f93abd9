package io.github.palimpsest.command;

import ij.ImagePlus;
import io.github.palimpsest.command.input.CommandInputs;
import io.github.palimpsest.command.input.PalimpsestCommand;
import io.github.palimpsest.command.macro.MacroOptions;
import java.util.List;
import org.scijava.Context;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandModule;
import org.scijava.command.CommandService;

/** Our commands as SciJava finds them, in a context of their own; close it. */
public final class Commands implements AutoCloseable {
  private final Context context = new Context(CommandService.class);
  private final CommandService service = context.service(CommandService.class);

  /** All of ours. */
  public List<CommandInfo> infos() {
    return service.getCommands().stream()
        .filter(info -> info.getDelegateClassName().startsWith("io.github.palimpsest."))
        .toList();
  }

  /** By the first part of the name of its class. */
  public CommandInfo info(String name) {
    return service.getCommand("io.github.palimpsest.command." + name + "Command");
  }

  /**
   * A command with its inputs, as from a macro's line.
   *
   * @param image given to a command that takes one
   */
  PalimpsestCommand bound(String name, ImagePlus image, String options) throws Exception {
    CommandInfo info = info(name);
    CommandModule module = new CommandModule(info);
    context.inject(module.getCommand());
    if (info.getInput(PalimpsestCommand.IMAGE) != null) {
      module.setInput(PalimpsestCommand.IMAGE, image);
    }
    CommandInputs.bind(module, MacroOptions.parse(options, null));
    return (PalimpsestCommand) module.getCommand();
  }

  CommandService service() {
    return service;
  }

  @Override
  public void close() {
    context.close();
  }
}
