package io.github.palimpsest.command.macro;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.ParamKind;
import io.github.palimpsest.request.Request;
import java.util.Optional;

/** Single macro options as values of a request. */
final class MacroValue {
  private MacroValue() {}

  /**
   * The request with one option.
   *
   * @param value as written, or empty for a bare word
   * @throws BadInput for a value out of range, or a bare word that is no switch
   */
  static Request put(Request request, String key, Optional<String> value) {
    Param param = Param.of(key).orElseThrow(() -> BadInput.of("Unknown key %s.", key));
    if (value.isEmpty() && param.kind() != ParamKind.SWITCH) {
      throw BadInput.of("%s must have a value; write %s=…", key, key);
    }
    String text = value.orElse("true");
    return param.isAuto(text) ? request.without(param) : request.with(param, text);
  }
}
