package io.github.palimpsest.command.input;

import static io.github.palimpsest.request.Param.*;

import ij.Prefs;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.model.Models;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.scijava.module.Module;

/**
 * The values that a dialog shows again the next time, decided here and nowhere else: the words, how
 * to sample and what to show, as a user last accepted it in the same dialog, and the model, of all
 * dialogs together. Never what decides over data (output, planes, mask, range, seed, canvas,
 * files), no image that was open and no model that is gone, and nothing that a macro or script
 * gave; and no macro or script ever sees any of it.
 *
 * <p>Kept in ImageJ's preferences, in every host.
 */
public final class Remembered {
  private static final Set<Param> KEYS =
      EnumSet.of(
          MODEL,
          PROMPT,
          NEGATIVE,
          SAMPLES,
          STRENGTH,
          CONTROL,
          CONTROLWEIGHT,
          CONTROLSTART,
          CONTROLEND,
          GUESS,
          FEATHER,
          CONTEXT,
          BANK,
          SEAM,
          COLOURS,
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
          WORKERS,
          KIND,
          SMOOTHING,
          LOW,
          HIGH,
          THICKNESS,
          WIDTH,
          HEIGHT,
          TYPE);

  /** The model that the dialogs of all commands begin with. */
  private static final String MODEL_PLACE = "palimpsest.model";

  private Remembered() {}

  /** Makes dialogs begin with a model. */
  public static void useModel(String name) {
    Prefs.set(MODEL_PLACE, name.equals(MODEL.standard()) ? null : name);
  }

  /** The model that dialogs begin with. */
  public static String usedModel() {
    return read("", MODEL).orElse(MODEL.standard());
  }

  /** Sets the inputs of a dialog that is about to open. */
  public static void recall(Module module) {
    kept(module)
        .forEach(
            param ->
                read(name(module), param)
                    .ifPresent(value -> CommandInputs.set(module, param.key(), value)));
  }

  /**
   * The values that a user last accepted in a dialog.
   *
   * @param command simple name of the command's class, such as {@code InpaintCommand}
   */
  public static Request values(String command) {
    Request request = Request.defaults();
    for (Param param : KEYS) {
      Optional<String> value = read(command, param).filter(text -> !param.isAuto(text));
      request = value.isPresent() ? request.with(param, value.get()) : request;
    }
    return request;
  }

  /** Keeps the inputs of a dialog that the user has accepted. */
  public static void keep(Module module) {
    for (Param param : kept(module)) {
      String value = CommandInputs.shown(module, param);
      boolean standard = value.equals(param.standard()) || !lasts(param, value);
      Prefs.set(place(name(module), param), standard ? null : value);
    }
  }

  /** A value that was kept and can still be used. */
  private static Optional<String> read(String command, Param param) {
    String value = Prefs.get(place(command, param), null);
    if (value == null) {
      return Optional.empty();
    }
    try {
      if (!param.isAuto(value)) {
        param.check(value);
      }
      boolean there = param != MODEL || Models.names().contains(value) || isFolder(value);
      return Optional.of(value).filter(v -> there);
    } catch (BadInput e) {
      // written by another version: the default is as good
      Prefs.set(place(command, param), null);
      return Optional.empty();
    }
  }

  /** Whether a value means something without the images that are open now. */
  private static boolean lasts(Param param, String value) {
    return param != CONTROL || KIND.choices().contains(value);
  }

  private static boolean isFolder(String path) {
    try {
      return Files.isDirectory(Path.of(path));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /** What Continue is given differs from the run it goes on with: nothing of another one. */
  private static List<Param> kept(Module module) {
    return name(module).equals("ContinueCommand")
        ? List.of()
        : CommandInputs.keys(module.getInfo()).stream().filter(KEYS::contains).toList();
  }

  private static String place(String command, Param param) {
    return param == MODEL ? MODEL_PLACE : "palimpsest." + command + "." + param.key();
  }

  private static String name(Module module) {
    String command = module.getInfo().getDelegateClassName();
    return command.substring(command.lastIndexOf('.') + 1);
  }
}
