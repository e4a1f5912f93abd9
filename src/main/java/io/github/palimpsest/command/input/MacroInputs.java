package io.github.palimpsest.command.input;

import ij.ImagePlus;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.command.macro.Caller;
import io.github.palimpsest.command.macro.Calling;
import java.awt.GraphicsEnvironment;
import org.scijava.Priority;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.module.process.AbstractPreprocessorPlugin;
import org.scijava.module.process.PreprocessorPlugin;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.thread.ThreadService;

/**
 * Fills the inputs of {@link PalimpsestCommand}s before Fiji's own preprocessors can: those ignore
 * brackets, bare switches, unknown keys and ranges, and fall back on remembered values or a dialog.
 *
 * <p>Runs after services are injected (2 × VERY_HIGH) and after Fiji's macro reader, whose values
 * it overwrites, and before the active image is assigned (VERY_HIGH + 1).
 */
@Plugin(type = PreprocessorPlugin.class, priority = 1.5 * Priority.VERY_HIGH)
public final class MacroInputs extends AbstractPreprocessorPlugin {
  @Parameter private ThreadService threads;

  private boolean refused;

  @Override
  public void process(Module module) {
    if (!(module.getDelegateObject() instanceof PalimpsestCommand command)) {
      return;
    }
    Calling calling = Calling.ofModule(threads);
    boolean macro = calling.byRun();
    boolean script = !macro && (given(module) || GraphicsEnvironment.isHeadless());
    command.calledBy(macro ? Caller.MACRO : script ? Caller.SCRIPT : Caller.USER, calling);
    giveImage(module, calling);
    try {
      if (macro) {
        forget(module);
        CommandInputs.bind(module, calling);
      } else if (script) {
        CommandInputs.resolve(module);
      } else {
        command.check();
        if (!command.asks()) {
          CommandInputs.resolve(module);
        }
      }
    } catch (BadInput e) {
      refused = true;
      command.refuse(e.getMessage(), e);
    }
  }

  /** Whether the caller has set anything itself. */
  private static boolean given(Module module) {
    return module.isInputResolved(PalimpsestCommand.IMAGE)
        || CommandInputs.keys(module.getInfo()).stream()
            .anyMatch(param -> module.isInputResolved(param.key()));
  }

  /** Undoes what Fiji's macro reader, which does not know brackets, has read. */
  private static void forget(Module module) {
    CommandInputs.keys(module.getInfo()).forEach(param -> module.setInput(param.key(), null));
  }

  private static void giveImage(Module module, Calling calling) {
    ModuleItem<?> item = module.getInfo().getInput(PalimpsestCommand.IMAGE);
    if (item == null) {
      return;
    }
    ImagePlus given = (ImagePlus) module.getInput(item.getName());
    // ImageJ2 hands over an empty image when it has none
    boolean none = given == null || given.getWidth() == 0;
    boolean chosen = !none && !calling.byRun() && module.isInputResolved(item.getName());
    if (!chosen) {
      module.setInput(item.getName(), calling.image());
    }
    module.resolveInput(item.getName());
  }

  /** Cancelled without a reason: the user has been told. */
  @Override
  public boolean isCanceled() {
    return refused || super.isCanceled();
  }
}
