package io.github.palimpsest.command.input;

import static io.github.palimpsest.request.Param.*;

import ij.Prefs;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.ParamKind;
import java.util.EnumSet;
import java.util.Set;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;

/**
 * What a dialog shows again the next time, decided here and nowhere else: how to sample and what to
 * show, as a user last accepted it in the same dialog. Never what decides over data or which
 * picture comes out (output, planes, mask, range, prompt, seed, model, files), and nothing that a
 * macro or script gave; and no macro or script ever sees any of it.
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
    for (ModuleItem<?> item : CommandInputs.settable(module.getInfo())) {
      String value = kept(module, item) ? Prefs.get(place(module, item), null) : null;
      if (value != null) {
        try {
          CommandInputs.set(module, item.getName(), value);
        } catch (BadInput e) {
          // written by another version: the default is as good
          Prefs.set(place(module, item), null);
        }
      }
    }
  }

  /** Keeps the inputs of a dialog that the user has accepted. */
  public static void keep(Module module) {
    for (ModuleItem<?> item : CommandInputs.settable(module.getInfo())) {
      if (kept(module, item)) {
        String value = ParamKind.plain(module.getInput(item.getName()));
        boolean standard = value.equals(ParamKind.plain(item.getDefaultValue()));
        Prefs.set(place(module, item), standard ? null : value);
      }
    }
  }

  /** What Continue is given differs from the run it goes on with: nothing of another one. */
  private static boolean kept(Module module, ModuleItem<?> item) {
    boolean other = module.getInfo().getDelegateClassName().endsWith(".ContinueCommand");
    return !other && Param.of(item.getName()).filter(KEYS::contains).isPresent();
  }

  private static String place(Module module, ModuleItem<?> item) {
    String command = module.getInfo().getDelegateClassName();
    return "palimpsest." + command.substring(command.lastIndexOf('.') + 1) + "." + item.getName();
  }
}
