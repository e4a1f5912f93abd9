package io.github.palimpsest.command;

import ij.IJ;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.check.Cancelled;
import io.github.palimpsest.check.ErrorSentence;
import io.github.palimpsest.check.FreeMemory;
import io.github.palimpsest.command.display.Recording;
import io.github.palimpsest.command.input.PalimpsestCommand;
import io.github.palimpsest.command.macro.Caller;
import io.github.palimpsest.command.macro.Calling;
import io.github.palimpsest.command.macro.MacroAbort;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.ParamKind;
import io.github.palimpsest.request.Request;
import java.awt.GraphicsEnvironment;
import java.lang.reflect.Field;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.util.ClassUtils;

/**
 * The manners of a command: {@link #run()} is {@link #perform()}, and what goes wrong is told to a
 * macro, a user or a script as each expects.
 *
 * <p>A subclass takes a key of {@link Param} by a field of its name, null until it is given: a text
 * or, of a switch, a Boolean. Label, help, default, range and choices are those of the table.
 * (SciJava's way to make inputs at run time is a command that is a module itself; of such a one
 * {@code CommandService.run} returns null.) The order of the fields, those of superclasses first,
 * is that of dialogs and of recorded lines.
 *
 * <p>Not a {@code ContextCommand}: that has an input named {@code context} of its own, which would
 * hide the key {@code context}.
 */
abstract class AbstractCommand implements PalimpsestCommand {
  private Caller caller;
  private Calling calling;
  private boolean cancelled;
  private String cancelReason;

  @Override
  public final void calledBy(Caller who, Calling from) {
    caller = who;
    calling = from;
    if (byUser() && asks()) {
      chosen();
    }
  }

  /** A user chose the command and is about to be asked for its inputs; to return at once. */
  void chosen() {
    // most commands have nothing to make ready
  }

  /** Who calls the command, to whom its result becomes the current image. */
  final Calling calling() {
    if (calling == null) {
      calling = Calling.ofPlugin(getClass());
    }
    return calling;
  }

  @Override
  public final void run() {
    try {
      perform();
    } catch (Cancelled e) {
      stopped(e);
    } catch (BadInput e) {
      refuse(e.getMessage(), e);
    } catch (OutOfMemoryError e) {
      refuse(FreeMemory.exhausted(), new BadInput("Out of memory.", e));
    } catch (RuntimeException | Error e) {
      unexpected(e);
    }
  }

  /**
   * The inputs as a checked request; also writes the line for the Recorder, if a user chose them.
   *
   * @throws BadInput for a value out of range
   */
  final Request request() {
    Request request = values();
    if (byUser()) {
      Map<String, Object> line = new LinkedHashMap<>();
      given().forEach((param, value) -> line.put(param.key(), value));
      Recording.save(label(), line);
    }
    return request;
  }

  /** The inputs as a checked request. */
  final Request values() {
    Request request = Request.defaults();
    for (var entry : given().entrySet()) {
      request = request.with(entry.getKey(), entry.getValue());
    }
    return request;
  }

  /** The inputs that differ from their documented defaults, in the order of the dialog. */
  private Map<Param, Object> given() {
    Map<Param, Object> values = new LinkedHashMap<>();
    List<Field> fields = ClassUtils.getAnnotatedFields(getClass(), Parameter.class);
    List<String> names = fields.stream().map(Field::getName).toList();
    for (Field field : fields) {
      Object value = ClassUtils.getValue(field, this);
      Param.of(field.getName(), names)
          .filter(param -> value != null && !value.toString().trim().equals(param.standard()))
          .ifPresent(
              param -> {
                Object checked = param.check(value);
                if (!ParamKind.plain(checked).equals(param.standard())) {
                  values.put(param, checked);
                }
              });
    }
    return values;
  }

  /** The command's label in the menu, which is its name in macros. */
  final String label() {
    var menu = getClass().getAnnotation(Plugin.class).menu();
    return menu[menu.length - 1].label();
  }

  private void stopped(Cancelled e) {
    cancel(null);
    IJ.showStatus("Cancelled.");
    switch (who()) {
      case MACRO -> MacroAbort.silently(calling());
      case SCRIPT -> throw e;
      case USER -> IJ.showProgress(1.0);
    }
  }

  @Override
  public final void refuse(String sentence, RuntimeException cause) {
    cancel(null);
    switch (who()) {
      case MACRO -> MacroAbort.say(calling(), sentence, null);
      case SCRIPT -> throw cause;
      case USER -> IJ.showMessage("Palimpsest", sentence);
    }
  }

  /** A fault of ours: never let a macro go on as if nothing had happened, and keep the trace. */
  private void unexpected(Throwable e) {
    if (who() == Caller.SCRIPT) {
      if (e instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) e;
    }
    if (screen()) {
      IJ.handleException(e);
    }
    cancel(null);
    String sentence = ErrorSentence.fault("The run", e);
    if (who() == Caller.MACRO) {
      MacroAbort.say(calling(), sentence, e);
    } else {
      IJ.showMessage("Palimpsest", sentence);
    }
  }

  /** Whether a user chose the command from a menu, so that it belongs in the Recorder. */
  final boolean byUser() {
    return who() == Caller.USER;
  }

  private Caller who() {
    Caller who = caller != null ? caller : Caller.SCRIPT;
    return who == Caller.USER && !screen() ? Caller.SCRIPT : who;
  }

  private static boolean screen() {
    return IJ.getInstance() != null && !GraphicsEnvironment.isHeadless();
  }

  @Override
  public boolean isCanceled() {
    return cancelled;
  }

  /** Without a reason nothing more is shown: whoever cancels has said it already. */
  @Override
  public void cancel(String reason) {
    cancelled = true;
    cancelReason = reason;
  }

  @Override
  public String getCancelReason() {
    return cancelReason;
  }
}
