package io.github.palimpsest.model;

import io.github.palimpsest.check.BadInput;
import java.util.function.Predicate;

/**
 * With which model the run of a record goes on. Records travel with files of strangers, so a folder
 * that a record names is touched only if the user knows it: bundled, installed, opened before in
 * this process, or agreed to.
 */
public final class ModelChoice {
  /** The recorded model, if it is known. */
  public static final ModelChoice KNOWN = new ModelChoice("", name -> false);

  private static final int LONGEST = 200;

  private final String given;
  private final Predicate<String> agrees;

  private ModelChoice(String given, Predicate<String> agrees) {
    this.given = given;
    this.agrees = agrees;
  }

  /** Another model instead of the recorded one. */
  public static ModelChoice of(String nameOrFolder) {
    return new ModelChoice(nameOrFolder, name -> false);
  }

  /**
   * The recorded model, about which the user is asked if it is not known.
   *
   * @param agrees told the name in one line, whether the user wants it opened
   */
  public static ModelChoice asking(Predicate<String> agrees) {
    return new ModelChoice("", agrees);
  }

  /**
   * The model to open.
   *
   * @throws BadInput if it is neither known nor agreed to; nothing was looked for then
   */
  public String choose(String recorded) {
    if (!given.isEmpty()) {
      return given;
    }
    String line = recorded.replaceAll("\\p{Cntrl}", " ");
    line = line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
    if (Models.isTrusted(recorded) || agrees.test(line)) {
      return recorded;
    }
    throw BadInput.of(
        "The record names the model %s, which is neither bundled nor installed: install it, or name"
            + " it yourself with model= if you trust it.",
        line);
  }
}
