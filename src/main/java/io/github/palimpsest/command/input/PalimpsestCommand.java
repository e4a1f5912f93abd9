package io.github.palimpsest.command.input;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.check.Cancelled;
import io.github.palimpsest.command.macro.Caller;
import io.github.palimpsest.command.macro.Calling;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import java.util.Map;
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
   * Says what a user has to do first, before the dialog and not after it: there is no image,
   * nothing is selected. Called for users only, once the command has its image; quick, reads no
   * pixels.
   *
   * @throws BadInput in a user's words, with the remedy
   */
  default void check() {
    // most commands need nothing
  }

  /**
   * Says what hinders a run with these values, when the user has accepted them and the dialog is
   * still open: nothing that takes long. A sentence that begins with a key is shown beside its
   * field. Called on the thread of the command.
   *
   * @param values those that differ from their documented defaults
   * @throws BadInput one sentence
   */
  default void check(Request values) {
    // most commands find out when they run
  }

  /**
   * Values as written that the dialog begins with instead of defaults or remembered ones, for what
   * the user has open now, such as {@code mask=Overlay} without a selection. Called after {@link
   * #check}.
   */
  default Map<Param, String> suggested() {
    return Map.of();
  }

  /**
   * What a dialog says beside its fields. Called on a thread of the dialog's, for the latest values
   * only; may read a mask, loads no model.
   *
   * @param values of the dialog, all valid
   */
  default Advice advice(Request values) {
    return Advice.NONE;
  }

  /**
   * Whether a key has an effect together with these values; a dialog greys out what has none. For
   * the event thread.
   */
  default boolean acts(Param key, Request values) {
    return true;
  }

  /**
   * What is shown of the values while the dialog is open, or null. Made before the dialog opens,
   * after the command was given its image.
   */
  default DialogPreview preview() {
    return null;
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
