package io.github.palimpsest.command.macro;

import ij.macro.Interpreter;
import io.github.palimpsest.check.BadInput;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The option string of a macro's {@code run("label", "key=value [...] word")}, read strictly.
 *
 * <p>Values end at white space or are protected by brackets, which may nest, or by single quotes. A
 * bare word is a switch. {@code &name} stands for a variable of the running macro. Nothing is
 * guessed: an unbalanced bracket or a key given twice is refused.
 */
public final class MacroOptions {
  private final String text;
  private final Interpreter macro;
  private int at;

  private MacroOptions(String text, Interpreter macro) {
    this.text = text;
    this.macro = macro;
  }

  /**
   * The keys in their order; a bare word has an empty Optional.
   *
   * @param options as from {@link ij.Macro#getOptions()}, or null
   * @param macro whose variables may be named, or null
   * @throws BadInput naming the key
   */
  public static Map<String, Optional<String>> parse(String options, Interpreter macro) {
    return new MacroOptions(options == null ? "" : options, macro).read();
  }

  private Map<String, Optional<String>> read() {
    Map<String, Optional<String>> found = new LinkedHashMap<>();
    for (skipSpace(); at < text.length(); skipSpace()) {
      String key = word("=");
      if (key.isEmpty()) {
        throw BadInput.of("The options (%s) must begin each value with its key.", text.trim());
      }
      boolean valued = at < text.length() && text.charAt(at) == '=';
      Optional<String> value = Optional.empty();
      if (valued) {
        at++;
        value = Optional.of(value(key));
      }
      if (found.put(key, value) != null) {
        throw BadInput.of("%s must be given once; remove the repeated key.", key);
      }
    }
    return Collections.unmodifiableMap(found);
  }

  private String value(String key) {
    if (at < text.length() && text.charAt(at) == '[') {
      return bracketed(key);
    }
    if (at < text.length() && text.charAt(at) == '\'') {
      return quoted(key);
    }
    String value = word("");
    return value.length() > 1 && value.startsWith("&") ? variable(key, value.substring(1)) : value;
  }

  private String bracketed(String key) {
    int from = at + 1;
    int depth = 0;
    for (; at < text.length(); at++) {
      char c = text.charAt(at);
      depth += c == '[' ? 1 : c == ']' ? -1 : 0;
      if (depth == 0) {
        String inside = text.substring(from, at++);
        mustEnd(key);
        return inside;
      }
    }
    throw BadInput.of("%s (%s) must end with ]; close the bracket.", key, shown(from - 1));
  }

  private String quoted(String key) {
    int from = at + 1;
    int to = text.indexOf('\'', from);
    if (to < 0) {
      throw BadInput.of("%s (%s) must end with '; close the quote.", key, shown(from - 1));
    }
    at = to + 1;
    mustEnd(key);
    return text.substring(from, to);
  }

  private void mustEnd(String key) {
    if (at < text.length() && !Character.isWhitespace(text.charAt(at))) {
      throw BadInput.of("%s must be followed by a space, not by (%s).", key, word(""));
    }
  }

  /** Letters up to white space or one of {@code stops}. */
  private String word(String stops) {
    int from = at;
    while (at < text.length()
        && !Character.isWhitespace(text.charAt(at))
        && stops.indexOf(text.charAt(at)) < 0) {
      at++;
    }
    return text.substring(from, at);
  }

  private void skipSpace() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private String shown(int from) {
    String rest = text.substring(from).trim();
    return rest.length() > 60 ? rest.substring(0, 60) + "…" : rest;
  }

  /** As ImageJ's own dialogs: {@code steps=&n} takes the macro's variable n. */
  private String variable(String key, String name) {
    String value = macro == null ? null : macro.getVariableAsString(name);
    if (value == null) {
      throw BadInput.of("%s (&%s) must name a variable of the running macro.", key, name);
    }
    // the interpreter knows only doubles: 7 arrives as 7.0
    return value.matches("-?\\d+\\.0") ? value.substring(0, value.length() - 2) : value;
  }
}
