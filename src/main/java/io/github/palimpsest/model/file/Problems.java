package io.github.palimpsest.model.file;

import io.github.palimpsest.check.BadInput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Collects everything that is wrong with a folder, to report it in one sentence. */
public final class Problems {
  private static final int LONGEST = 160;

  private final List<String> found = new ArrayList<>();

  /** Adds a problem, formatted as by {@link String#format}; the same problem once. */
  public void add(String format, Object... values) {
    Object[] shown = Arrays.stream(values).map(Problems::shown).toArray();
    String problem = String.format(Locale.ROOT, format, shown);
    if (!found.contains(problem)) {
      found.add(problem);
    }
  }

  /** Names and values as files give them may have any length. */
  private static Object shown(Object value) {
    return value instanceof String text && text.length() > LONGEST
        ? text.substring(0, LONGEST) + "..."
        : value;
  }

  boolean none() {
    return found.isEmpty();
  }

  /**
   * Does nothing if there are no problems.
   *
   * @throws BadInput one sentence with all of them
   */
  public void refuse(Object folder) {
    if (!found.isEmpty()) {
      throw new BadInput(
          "Model folder \""
              + folder
              + "\" cannot be used: "
              + String.join("; ", found)
              + " - copy or export these files again.");
    }
  }
}
