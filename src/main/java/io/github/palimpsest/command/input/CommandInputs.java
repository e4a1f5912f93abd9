package io.github.palimpsest.command.input;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.command.macro.Calling;
import io.github.palimpsest.command.macro.MacroOptions;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.ParamKind;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.request.UnknownKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.scijava.module.Module;
import org.scijava.module.ModuleInfo;

/**
 * Binds keys and values to a command's inputs: the one way from a macro line, a dialog or a script
 * to a command, in every host.
 */
public final class CommandInputs {
  private CommandInputs() {}

  /** The keys that a command takes, in the order of dialog and record. */
  public static List<Param> keys(ModuleInfo info) {
    List<String> names = new ArrayList<>();
    info.inputs().forEach(item -> names.add(item.getName()));
    return names.stream().flatMap(name -> Param.of(name, names).stream()).toList();
  }

  /** The value of an input as its user writes it; the documented default where it has none. */
  public static String shown(Module module, Param param) {
    Object value = module.getInput(param.key());
    return value == null ? param.standard() : ParamKind.plain(value);
  }

  /** Leaves nothing to ask: every input that was not set keeps its default. */
  public static void resolve(Module module) {
    keys(module.getInfo()).forEach(param -> module.resolveInput(param.key()));
  }

  /** Gives {@code module} the image that its caller sees as current, if it takes one. */
  public static void giveImage(Module module, Calling calling) {
    if (module.getInfo().getInput(PalimpsestCommand.IMAGE) != null) {
      module.setInput(PalimpsestCommand.IMAGE, calling.image());
      module.resolveInput(PalimpsestCommand.IMAGE);
    }
  }

  /**
   * Sets {@code module}'s inputs from the options that {@code IJ.run} was called with; what is not
   * named keeps its documented default.
   *
   * @throws BadInput for an unknown or repeated key, a wrong value or an unbalanced bracket
   */
  public static void bind(Module module, Calling calling) {
    bind(module, MacroOptions.parse(calling.options(), calling.macro()));
  }

  /** Sets {@code module}'s inputs, as a macro line gives them. */
  public static void bind(Module module, Map<String, Optional<String>> given) {
    given.forEach((key, value) -> set(module, key, value.orElse(null)));
    resolve(module);
  }

  /**
   * Checks and sets one input.
   *
   * @param value as written, or null for a bare word
   * @throws BadInput naming key, value and remedy
   */
  public static void set(Module module, String key, String value) {
    Param param = find(keys(module.getInfo()), key);
    Object checked = checked(param, value);
    boolean toggle = param.kind() == ParamKind.SWITCH;
    module.setInput(key, toggle ? checked : ParamKind.plain(checked));
    module.resolveInput(key);
  }

  /**
   * The request of a macro line, for who runs a command's work without the command: what differs
   * from its documented default, as the command itself would have it.
   *
   * @throws BadInput as {@link #bind}
   */
  public static Request request(ModuleInfo info, Map<String, Optional<String>> given) {
    List<Param> keys = keys(info);
    Request request = Request.defaults();
    for (var entry : given.entrySet()) {
      Param param = find(keys, entry.getKey());
      Object checked = checked(param, entry.getValue().orElse(null));
      boolean standard = ParamKind.plain(checked).equals(param.standard());
      request = standard ? request : request.with(param, checked);
    }
    return request;
  }

  /** A value, or {@link Param#AUTO} where the choice is left to the model folder. */
  private static Object checked(Param param, String value) {
    if (value == null && param.kind() != ParamKind.SWITCH) {
      throw BadInput.of("%s must have a value; write %s=…", param.key(), param.key());
    }
    String text = value == null ? "true" : value;
    return param.isAuto(text) ? Param.AUTO : param.check(text);
  }

  private static Param find(List<Param> keys, String key) {
    return keys.stream()
        .filter(param -> param.key().equals(key))
        .findFirst()
        .orElseThrow(() -> UnknownKey.of(key, keys));
  }
}
