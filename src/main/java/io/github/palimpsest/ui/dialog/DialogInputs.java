package io.github.palimpsest.ui.dialog;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.command.input.CommandInputs;
import io.github.palimpsest.command.input.PalimpsestCommand;
import org.scijava.Priority;
import org.scijava.module.Module;
import org.scijava.module.process.AbstractPreprocessorPlugin;
import org.scijava.module.process.PreprocessorPlugin;
import org.scijava.plugin.Plugin;

/**
 * Asks a user of ImageJ2 for the inputs of our commands by the dialog that plain ImageJ shows, so
 * that there is one form: SciJava's own is wider than the screen, and its fields change under the
 * mouse wheel.
 *
 * <p>Runs after {@link io.github.palimpsest.command.input.MacroInputs}, which leaves nothing to ask
 * where a macro or script calls, and before the active image is assigned.
 */
@Plugin(type = PreprocessorPlugin.class, priority = 1.4 * Priority.VERY_HIGH)
public final class DialogInputs extends AbstractPreprocessorPlugin {
  private boolean closed;

  @Override
  public void process(Module module) {
    boolean open =
        CommandInputs.keys(module.getInfo()).stream()
            .anyMatch(param -> !module.isInputResolved(param.key()));
    if (!open || !(module.getDelegateObject() instanceof PalimpsestCommand command)) {
      return;
    }
    try {
      closed = !InputDialog.fill(module);
      CommandInputs.resolve(module);
    } catch (BadInput e) {
      closed = true;
      command.refuse(e.getMessage(), e);
    }
  }

  /** Cancelled without a reason: the user has chosen to, or has been told. */
  @Override
  public boolean isCanceled() {
    return closed || super.isCanceled();
  }
}
