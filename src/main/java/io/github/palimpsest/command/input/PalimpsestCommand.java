package io.github.palimpsest.command.input;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.check.Cancelled;
import io.github.palimpsest.command.macro.Caller;
import io.github.palimpsest.command.macro.Calling;
import org.scijava.Cancelable;
import org.scijava.command.Command;

/**
 * Marks the commands whose macro options Palimpsest reads itself ({@link MacroInputs}), and says
 * how each host drives them.
 *
 * <p>{@link #run()} is {@link #perform()} with the manners of the caller: a macro is aborted, a
 * user gets a dialog, a script an exception.
 */
public interface PalimpsestCommand extends Command, Cancelable {
  /** Name of the input that takes the current image, where a command has one. */
  String IMAGE = "image";

  /**
   * Does the work and shows its result, on the calling thread.
   *
   * @throws BadInput one sentence; nothing has changed
   * @throws Cancelled the user stopped it; everything is as before
   */
  void perform();

  /** Whether a user who chooses the command from the menu is asked for its inputs in a dialog. */
  default boolean asks() {
    return true;
  }

  /**
   * Says who runs the command; without it, a script on this thread is assumed.
   *
   * @param who how it speaks
   * @param from the thread that waits for it
   */
  void calledBy(Caller who, Calling from);

  /** Tells the caller why the command does not run, as {@link #run()} would. */
  void refuse(String sentence, RuntimeException cause);
}
