package io.github.palimpsest.command.macro;

import ij.ImagePlus;
import ij.Macro;
import ij.macro.ExtensionDescriptor;
import ij.macro.MacroExtension;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.check.Cancelled;
import io.github.palimpsest.check.ErrorSentence;
import io.github.palimpsest.check.FreeMemory;
import io.github.palimpsest.command.display.ActionMonitor;
import io.github.palimpsest.command.display.ResultDisplay;
import io.github.palimpsest.command.display.RunMonitor;
import io.github.palimpsest.inpaint.Outcome;
import io.github.palimpsest.record.SessionAction;
import io.github.palimpsest.record.SessionAction.Inject;
import io.github.palimpsest.record.SessionAction.SetValue;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.request.UnknownKey;
import io.github.palimpsest.session.Session;
import io.github.palimpsest.session.SessionState;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * {@code Ext.start(options)}, {@code Ext.step(n)}, {@code Ext.rewind(k)}, {@code Ext.set(key,
 * value)}, {@code Ext.inject(weight[, horizon[, paint]])}, {@code Ext.branch(k)}, {@code
 * Ext.finish()}, {@code Ext.cancel()}: one session and its branches at a time, see {@code
 * docs/sessions.md}. What goes wrong aborts the macro with one sentence.
 */
public final class SessionFunctions implements MacroExtension {
  /**
   * Of every macro that has sessions open, the latest last. Static, for ImageJ makes the functions
   * of each macro anew, and a macro may go on with the session that another one has left open.
   */
  private static final List<SessionFunctions> ALL = new CopyOnWriteArrayList<>();

  private final Calling calling;

  /** The keys that {@code Ext.start} takes. */
  private final List<Param> keys;

  /** Open ones, the one acted on last. */
  private final Deque<Session> open = new ArrayDeque<>();

  private ActionMonitor monitor;

  /**
   * The functions of one macro.
   *
   * @param macro the macro that runs on this or a waiting thread
   * @param startKeys the keys that {@code Ext.start} takes
   */
  public SessionFunctions(Calling macro, List<Param> startKeys) {
    calling = macro;
    keys = startKeys;
  }

  @Override
  public ExtensionDescriptor[] getExtensionFunctions() {
    return new ExtensionDescriptor[] {
      ExtensionDescriptor.newDescriptor("start", this, ARG_STRING + ARG_OPTIONAL),
      ExtensionDescriptor.newDescriptor("step", this, ARG_NUMBER),
      ExtensionDescriptor.newDescriptor("rewind", this, ARG_NUMBER),
      ExtensionDescriptor.newDescriptor("set", this, ARG_STRING, ARG_STRING),
      ExtensionDescriptor.newDescriptor(
          "inject", this, ARG_NUMBER, ARG_NUMBER + ARG_OPTIONAL, ARG_STRING + ARG_OPTIONAL),
      ExtensionDescriptor.newDescriptor("branch", this, ARG_NUMBER),
      ExtensionDescriptor.newDescriptor("finish", this),
      ExtensionDescriptor.newDescriptor("cancel", this)
    };
  }

  /** Does one function. */
  @Override
  public synchronized String handleExtension(String name, Object[] args) {
    try {
      if (name.equals("start")) {
        start(args.length == 0 || args[0] == null ? "" : (String) args[0]);
      } else if (name.equals("cancel")) {
        open("cancel");
        end();
      } else {
        Session now = open(name);
        monitored(image(now), () -> act(now, name, args));
      }
      // ImageJ would print what a function used as a statement returns
      return null;
    } catch (Cancelled e) {
      MacroAbort.silently(calling);
    } catch (BadInput e) {
      MacroAbort.say(calling, e.getMessage(), null);
    } catch (OutOfMemoryError e) {
      MacroAbort.say(calling, FreeMemory.exhausted(), null);
    } catch (RuntimeException | Error e) {
      MacroAbort.say(calling, ErrorSentence.fault("The session", e), e);
    }
    // the macro ends here, and nothing half done is left
    end();
    // a function, unlike a command, is left by the exception with which ImageJ ends macros
    throw new RuntimeException(Macro.MACRO_CANCELED);
  }

  private void start(String options) {
    ImagePlus image = calling.image();
    if (image == null) {
      throw new BadInput("There is no image; open one and select the part to repaint.");
    }
    Request request = request(options);
    // left open by a macro that was aborted
    adopt();
    end();
    monitor = new ActionMonitor(true);
    open.push(monitored(image, () -> Session.start(image, request, monitor)));
    ALL.add(this);
  }

  private Session open(String function) {
    if (open.isEmpty()) {
      adopt();
    }
    open.removeIf(session -> session.state() != SessionState.OPEN);
    if (open.isEmpty()) {
      throw BadInput.of("Ext.%s needs a session: begin one with Ext.start(options).", function);
    }
    return open.peek();
  }

  private void end() {
    open.forEach(Session::cancel);
    open.clear();
    ALL.remove(this);
  }

  /** Takes over what the latest of the macros that have ended left open; ends what others left. */
  private void adopt() {
    for (SessionFunctions other : ALL) {
      boolean same = other.calling.macro() == calling.macro();
      if (other != this && (same || other.calling.ended())) {
        end();
        open.addAll(other.open);
        monitor = other.monitor;
        ALL.remove(other);
        ALL.add(this);
      }
    }
  }

  private static ImagePlus image(Session now) {
    return now.image();
  }

  private <T> T monitored(ImagePlus image, Supplier<T> action) {
    try (RunMonitor command = new RunMonitor(image, null)) {
      monitor.during(command);
      return action.get();
    } finally {
      monitor.during(null);
    }
  }

  private Void act(Session now, String name, Object[] args) {
    switch (name) {
      case "step" -> now.step(whole("n", args[0]));
      case "rewind" -> now.rewind(whole("k", args[0]));
      case "set" -> set(now, ((String) args[0]).trim(), (String) args[1]);
      case "inject" -> {
        int horizon = given(args, 1) ? whole("horizon", args[1]) : Integer.MAX_VALUE;
        if (given(args, 2)) {
          redo(now, "paint", Inject.of((Double) args[0], horizon, (String) args[2]));
        } else {
          now.inject((Double) args[0], horizon);
        }
      }
      case "branch" -> open.push(given(args, 0) ? now.branch(whole("k", args[0])) : now.branch());
      case "finish" -> {
        Outcome outcome = now.finish();
        ResultDisplay.show(outcome);
        calling.makeCurrent(outcome.result());
      }
      default -> throw BadInput.of("Ext.%s is unknown.", name);
    }
    return null;
  }

  private static boolean given(Object[] args, int i) {
    return args.length > i && args[i] != null;
  }

  /** A value, or what the panel recorded of a mask or control map. */
  private static void set(Session now, String key, String value) {
    if (!value.startsWith("{")) {
      now.set(key, value);
      return;
    }
    redo(now, key, SetValue.of(key, value));
  }

  /** Text edited by hand may lack anything. */
  private static void redo(Session now, String what, SessionAction action) {
    try {
      now.redo(action);
    } catch (BadInput | Cancelled e) {
      throw e;
    } catch (RuntimeException e) {
      throw SessionAction.unreadable(what, e);
    }
  }

  private static int whole(String what, Object value) {
    double d = (Double) value;
    if (d != Math.rint(d) || Math.abs(d) > Integer.MAX_VALUE) {
      throw BadInput.of("%s (%s) must be a whole number.", what, value);
    }
    return (int) d;
  }

  /** Options as of {@code run("Diffusion Inpaint...", options)}. */
  private Request request(String options) {
    Request request = Request.defaults();
    Map<String, Optional<String>> given = MacroOptions.parse(options, calling.macro());
    for (var entry : given.entrySet()) {
      if (keys.stream().noneMatch(param -> param.key().equals(entry.getKey()))) {
        throw UnknownKey.of(entry.getKey(), keys);
      }
      request = MacroValue.put(request, entry.getKey(), entry.getValue());
    }
    return request;
  }
}
