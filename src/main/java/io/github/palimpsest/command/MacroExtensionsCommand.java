package io.github.palimpsest.command;

import ij.macro.Functions;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.command.macro.SessionFunctions;
import io.github.palimpsest.request.Param;
import java.util.TreeSet;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.util.ClassUtils;

/** Gives the running macro the functions of {@link SessionFunctions}. */
@Plugin(
    type = Command.class,
    headless = true,
    menu = {
      @Menu(label = "Plugins"),
      @Menu(label = "Palimpsest"),
      @Menu(label = "Palimpsest Macro Extensions", weight = 20)
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
    TreeSet<String> keys = new TreeSet<>();
    ClassUtils.getAnnotatedFields(InpaintCommand.class, Parameter.class)
        .forEach(field -> Param.of(field.getName()).ifPresent(p -> keys.add(p.key())));
    Functions.registerExtensions(new SessionFunctions(calling(), keys));
  }
}
