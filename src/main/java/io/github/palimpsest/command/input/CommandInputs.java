package io.github.palimpsest.command.input;

import ij.ImagePlus;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.command.macro.Calling;
import io.github.palimpsest.command.macro.MacroOptions;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.ParamKind;
import io.github.palimpsest.request.UnknownKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.scijava.ItemVisibility;
import org.scijava.module.Module;
import org.scijava.module.ModuleInfo;
import org.scijava.module.ModuleItem;
import org.scijava.service.Service;
import org.scijava.util.ClassUtils;

/**
 * Binds keys and values to a command's inputs: the one way from a macro line, a dialog or a script
 * to a command, in every host.
 */
public final class CommandInputs {
  private CommandInputs() {}

  /**
   * The inputs a user may set, in the order of dialog and record: neither images nor services.
   *
   * @return live items of {@code info}
   */
  public static List<ModuleItem<?>> settable(ModuleInfo info) {
    List<ModuleItem<?>> items = new ArrayList<>();
    for (ModuleItem<?> item : info.inputs()) {
      Class<?> type = item.getType();
      boolean plumbing =
          ImagePlus.class.isAssignableFrom(type)
              || Service.class.isAssignableFrom(type)
              || org.scijava.Context.class.isAssignableFrom(type)
              || item.getVisibility() == ItemVisibility.MESSAGE;
      if (!plumbing) {
        items.add(item);
      }
    }
    return items;
  }

  /** Texts that a dialog shows among its inputs. */
  public static List<String> messages(Module module) {
    List<String> messages = new ArrayList<>();
    for (ModuleItem<?> item : module.getInfo().inputs()) {
      if (item.getVisibility() == ItemVisibility.MESSAGE) {
        messages.add(String.valueOf(module.getInput(item.getName())));
      }
    }
    return messages;
  }

  /** Leaves nothing to ask: every input that was not set keeps its default. */
  public static void resolve(Module module) {
    settable(module.getInfo()).forEach(item -> module.resolveInput(item.getName()));
    for (ModuleItem<?> item : module.getInfo().inputs()) {
      if (item.getVisibility() == ItemVisibility.MESSAGE) {
        module.resolveInput(item.getName());
      }
    }
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
    ModuleItem<?> item = find(module.getInfo(), key);
    boolean toggle = ClassUtils.isBoolean(item.getType());
    if (value == null && !toggle) {
      throw BadInput.of("%s must have a value; write %s=…", key, key);
    }
    String text = value == null ? "true" : value;
    Object checked = Param.of(key).map(p -> readable(p, text)).orElse(text);
    module.setInput(key, convert(key, checked, item.getType()));
    module.resolveInput(key);
  }

  /** Where the model folder decides, an empty value and Auto both leave it to do so. */
  private static Object readable(Param param, String text) {
    return param.isAuto(text) ? Param.AUTO : param.check(text);
  }

  private static ModuleItem<?> find(ModuleInfo info, String key) {
    for (ModuleItem<?> item : settable(info)) {
      if (item.getName().equals(key)) {
        return item;
      }
    }
    throw unknown(info, key);
  }

  private static BadInput unknown(ModuleInfo info, String key) {
    TreeSet<String> names = new TreeSet<>();
    settable(info).forEach(item -> names.add(item.getName()));
    return UnknownKey.of(key, names);
  }

  /** A checked value as the Java type of its input. */
  private static Object convert(String key, Object value, Class<?> type) {
    if (ClassUtils.isBoolean(type)) {
      String text = value.toString().trim();
      if (!text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
        throw BadInput.of("%s (%s) must be true or false.", key, value);
      }
      return Boolean.valueOf(text);
    }
    if (ClassUtils.isNumber(type)) {
      Number n = (Number) value;
      return ClassUtils.isInteger(type) ? (Object) n.intValue() : (Object) n.doubleValue();
    }
    return ParamKind.plain(value);
  }
}
