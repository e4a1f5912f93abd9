package io.github.palimpsest.model;

import io.github.palimpsest.check.BadInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Everything that is wrong with a folder, collected to be told at once. */
final class Problems {
  private final List<String> found = new ArrayList<>();

  void add(String format, Object... values) {
    String problem = String.format(Locale.ROOT, format, values);
    if (!found.contains(problem)) {
      found.add(problem);
    }
  }

  boolean none() {
    return found.isEmpty();
  }

  /** One sentence with all of them. */
  void refuse(Object folder) {
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
