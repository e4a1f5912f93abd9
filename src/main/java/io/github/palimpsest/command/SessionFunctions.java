package io.github.palimpsest.command;

import ij.IJ;
import ij.ImagePlus;
import ij.Macro;
import ij.macro.ExtensionDescriptor;
import ij.macro.MacroExtension;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.check.Cancelled;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.session.Session;
import io.github.palimpsest.session.SessionState;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.scijava.plugin.Parameter;
import org.scijava.util.ClassUtils;

/**
 * {@code Ext.start(options)}, {@code Ext.step(n)}, {@code Ext.rewind(k)}, {@code Ext.set(key,
 * value)}, {@code Ext.inject(weight[, horizon])}, {@code Ext.finish()}, {@code Ext.cancel()}: one
 * session at a time, see {@code docs/sessions.md}. What goes wrong aborts the macro with one
 * sentence.
 */
public final class SessionFunctions implements MacroExtension {
  private static Session session;
  private static ActionMonitor monitor;

  @Override
  public ExtensionDescriptor[] getExtensionFunctions() {
    return new ExtensionDescriptor[] {
      ExtensionDescriptor.newDescriptor("start", this, ARG_STRING + ARG_OPTIONAL),
      ExtensionDescriptor.newDescriptor("step", this, ARG_NUMBER),
      ExtensionDescriptor.newDescriptor("rewind", this, ARG_NUMBER),
      ExtensionDescriptor.newDescriptor("set", this, ARG_STRING, ARG_STRING),
      ExtensionDescriptor.newDescriptor("inject", this, ARG_NUMBER, ARG_NUMBER + ARG_OPTIONAL),
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
        open("cancel").cancel();
      } else {
        Session now = open(name);
        monitored(image(now), () -> act(now, name, args));
      }
      // ImageJ would print what a function used as a statement returns
      return null;
    } catch (Cancelled e) {
      MacroAbort.silently();
    } catch (BadInput e) {
      MacroAbort.say(e.getMessage());
    } catch (OutOfMemoryError e) {
      MacroAbort.say(
          "Memory ("
              + IJ.maxMemory() / (1 << 20)
              + " MB) does not suffice; raise it in Edit>Options>Memory & Threads or choose a"
              + " smaller context.");
    } catch (RuntimeException e) {
      MacroAbort.say(AbstractCommand.fault("session", e), e);
    }
    if (session != null) {
      // the macro ends here, and nothing half done is left
      session.cancel();
    }
    // a function, unlike a command, is left by the exception with which ImageJ ends macros
    throw new RuntimeException(Macro.MACRO_CANCELED);
  }

  private static void start(String options) {
    ImagePlus image = CurrentImage.get();
    if (image == null) {
      throw new BadInput("There is no image; open one and select the part to repaint.");
    }
    Request request = request(options);
    if (session != null) {
      // left open by a macro that was aborted
      session.cancel();
    }
    monitor = new ActionMonitor(true);
    session = null;
    session = monitored(image, () -> Session.start(image, request, monitor));
  }

  private static Session open(String function) {
    if (session == null || session.state() != SessionState.OPEN) {
      throw BadInput.of("Ext.%s needs a session: begin one with Ext.start(options).", function);
    }
    return session;
  }

  private static ImagePlus image(Session now) {
    return now.image();
  }

  private static <T> T monitored(ImagePlus image, Supplier<T> action) {
    try (RunMonitor command = new RunMonitor(image, null)) {
      monitor.during(command);
      return action.get();
    } finally {
      monitor.during(null);
    }
  }

  private static Void act(Session now, String name, Object[] args) {
    switch (name) {
      case "step" -> now.step(whole("n", args[0]));
      case "rewind" -> now.rewind(whole("k", args[0]));
      case "set" -> now.set(((String) args[0]).trim(), args[1]);
      case "inject" -> {
        boolean given = args.length > 1 && args[1] != null;
        int horizon = given ? whole("horizon", args[1]) : Integer.MAX_VALUE;
        now.inject((Double) args[0], horizon);
      }
      case "finish" -> Results.show(now.finish());
      default -> throw BadInput.of("Ext.%s is unknown.", name);
    }
    return null;
  }

  private static int whole(String what, Object value) {
    double d = (Double) value;
    if (d != Math.rint(d) || Math.abs(d) > Integer.MAX_VALUE) {
      throw BadInput.of("%s (%s) must be a whole number.", what, value);
    }
    return (int) d;
  }

  /** Options as of {@code run("Diffusion Inpaint...", options)}. */
  private static Request request(String options) {
    Request request = Request.defaults();
    TreeSet<String> keys = new TreeSet<>();
    ClassUtils.getAnnotatedFields(InpaintCommand.class, Parameter.class)
        .forEach(field -> Param.of(field.getName()).ifPresent(p -> keys.add(p.key())));
    Map<String, Optional<String>> given = MacroOptions.parse(options);
    for (var entry : given.entrySet()) {
      if (!keys.contains(entry.getKey())) {
        throw new BadInput(Inputs.unknown(entry.getKey(), keys));
      }
      request = Given.put(request, entry.getKey(), entry.getValue());
    }
    return request;
  }
}
