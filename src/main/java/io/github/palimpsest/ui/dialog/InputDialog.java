package io.github.palimpsest.ui.dialog;

import ij.IJ;
import ij.ImagePlus;
import ij.plugin.frame.Recorder;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.command.input.CommandInputs;
import io.github.palimpsest.command.input.PalimpsestCommand;
import io.github.palimpsest.command.input.Remembered;
import io.github.palimpsest.inpaint.input.WordCheck;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.ui.dialog.DialogWindow.Answer;
import java.awt.EventQueue;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.scijava.module.Module;

/**
 * Asks a user for the inputs of a command: one dialog in every host, of which a command has one for
 * each image.
 */
final class InputDialog {
  /** A dialog that is open, for the event thread. */
  private record Open(String command, ImagePlus image, DialogWindow window) {}

  private static final List<Open> OPEN = new ArrayList<>();

  private InputDialog() {}

  /**
   * Asks the user. Blocks until the dialog is closed; not on the event dispatch thread.
   *
   * @return false if the user cancelled, or has this dialog open already
   * @throws BadInput if the image is closed meanwhile
   */
  static boolean fill(Module module) {
    List<Param> keys = CommandInputs.keys(module.getInfo());
    if (keys.isEmpty()) {
      return true;
    }
    PalimpsestCommand command = (PalimpsestCommand) module.getDelegateObject();
    String title = module.getInfo().getTitle().replace("...", "");
    boolean takesImage = module.getInfo().getInput(PalimpsestCommand.IMAGE) != null;
    ImagePlus image = takesImage ? (ImagePlus) module.getInput(PalimpsestCommand.IMAGE) : null;
    // reads small files and looks for a mask, which is not for the event thread
    Map<Param, String> values = begin(module, keys, command);
    WordCheck words = WordCheck.of(values.getOrDefault(Param.MODEL, ""), image);
    DialogWindow window =
        onEvents(
            () -> {
              for (Open open : OPEN) {
                if (open.command.equals(title) && open.image == image) {
                  open.window.toFront();
                  return null;
                }
              }
              FormModel model = new FormModel(keys, values);
              DialogWindow made = new DialogWindow(title, model, command, image);
              OPEN.add(new Open(title, image, made));
              made.words(words);
              made.open();
              return made;
            });
    boolean accepted = false;
    try {
      accepted = window != null && accepted(window, module, command, title, image);
    } finally {
      if (window != null) {
        onEvents(
            () -> {
              OPEN.removeIf(open -> open.window == window);
              window.close();
              return null;
            });
      }
      if (!accepted && IJ.recording()) {
        // nothing was done
        Recorder.setCommand(null);
      }
    }
    return accepted;
  }

  /** The values that the dialog begins with. */
  private static Map<Param, String> begin(
      Module module, List<Param> keys, PalimpsestCommand command) {
    Remembered.recall(module);
    Map<Param, String> values = new EnumMap<>(Param.class);
    keys.forEach(key -> values.put(key, CommandInputs.shown(module, key)));
    command
        .suggested()
        .forEach(
            (key, value) -> {
              if (keys.contains(key)) {
                values.put(key, value);
              }
            });
    return values;
  }

  private static boolean accepted(
      DialogWindow window,
      Module module,
      PalimpsestCommand command,
      String title,
      ImagePlus image) {
    while (true) {
      Answer answer;
      try {
        answer = window.answers.take();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
      switch (answer) {
        case CANCEL -> {
          return false;
        }
        case IMAGE_CLOSED ->
            throw BadInput.of(
                "The image (%s) was closed; open it and choose %s again.", image.getTitle(), title);
        default -> {
          try {
            Map<Param, String> texts = onEvents(window::texts);
            texts.forEach((key, text) -> CommandInputs.set(module, key.key(), text));
            command.check(onEvents(window::values));
            Remembered.keep(module);
            return true;
          } catch (BadInput e) {
            onEvents(
                () -> {
                  window.refuse(e.getMessage());
                  return null;
                });
          }
        }
      }
    }
  }

  /** Does something on the event thread and waits for it. */
  private static <T> T onEvents(Supplier<T> task) {
    List<T> result = new ArrayList<>();
    try {
      EventQueue.invokeAndWait(() -> result.add(task.get()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(e.getCause());
    }
    return result.isEmpty() ? null : result.get(0);
  }
}
