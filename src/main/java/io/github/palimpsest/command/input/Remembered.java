package io.github.palimpsest.command.input;

import static io.github.palimpsest.request.Param.*;

import ij.Prefs;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.request.Param;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.scijava.module.Module;

/**
 * The values that a dialog shows again the next time, decided here and nowhere else: how to sample
 * and what to show, as a user last accepted it in the same dialog. Never what decides over data or
 * which picture comes out (output, planes, mask, range, prompt, seed, model, files), and nothing
 * that a macro or script gave; and no macro or script ever sees any of it.
 *
 * <p>Kept in ImageJ's preferences, in every host.
 */
public final class Remembered {
  private static final Set<Param> KEYS =
      EnumSet.of(
          STEPS,
          GUIDANCE,
          RESCALE,
          SCHEDULER,
          ETA,
          GUIDANCESTART,
          GUIDANCEEND,
          METHOD,
          RESAMPLE,
          JUMP,
          STREAM,
          LATENTS,
          SOURCES,
          DEVICE,
          KIND,
          SMOOTHING,
          LOW,
          HIGH,
          THICKNESS,
          WIDTH,
          HEIGHT,
          TYPE);

  private Remembered() {}

  /** Sets the inputs of a dialog that is about to open. */
  public static void recall(Module module) {
    for (Param param : kept(module)) {
      String value = Prefs.get(place(module, param), null);
      if (value != null) {
        try {
          CommandInputs.set(module, param.key(), value);
        } catch (BadInput e) {
          // written by another version: the default is as good
          Prefs.set(place(module, param), null);
        }
      }
    }
  }

  /** Keeps the inputs of a dialog that the user has accepted. */
  public static void keep(Module module) {
    for (Param param : kept(module)) {
      String value = CommandInputs.shown(module, param);
      Prefs.set(place(module, param), value.equals(param.standard()) ? null : value);
    }
  }

  /** What Continue is given differs from the run it goes on with: nothing of another one. */
  private static List<Param> kept(Module module) {
    return name(module).equals("ContinueCommand")
        ? List.of()
        : CommandInputs.keys(module.getInfo()).stream().filter(KEYS::contains).toList();
  }

  private static String place(Module module, Param param) {
    return "palimpsest." + name(module) + "." + param.key();
  }

  private static String name(Module module) {
    String command = module.getInfo().getDelegateClassName();
    return command.substring(command.lastIndexOf('.') + 1);
  }
}
