package io.github.palimpsest.control;

import io.github.palimpsest.plugin.Plugins;
import io.github.palimpsest.request.Param;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The kinds of control maps on the class path, by falling priority. */
final class ControlKinds {
  private ControlKinds() {}

  static List<ControlKind> all() {
    return Plugins.of(ControlKind.class).stream().filter(k -> !k.name().isBlank()).toList();
  }

  /** The kind of that name or alias, in any case. */
  static Optional<ControlKind> find(String name) {
    String word = name.trim().toLowerCase(Locale.ROOT);
    return all().stream().filter(k -> named(k, word)).findFirst();
  }

  /** Whether a control net of that name is made for maps of a kind. */
  static boolean named(ControlKind kind, String word) {
    String lower = word.toLowerCase(Locale.ROOT);
    return kind.name().equals(lower) || kind.aliases().contains(lower);
  }

  /** {@code edges, softedges, …} */
  static String names() {
    return String.join(", ", all().stream().map(ControlKind::name).toList());
  }

  /** The names of the kinds that heed a key, such as {@code edges, softedges and blur}. */
  static String heeding(Param key) {
    List<String> names =
        all().stream().filter(k -> k.keys().contains(key)).map(ControlKind::name).toList();
    int last = names.size() - 1;
    return last < 1
        ? String.join("", names)
        : String.join(", ", names.subList(0, last)) + " and " + names.get(last);
  }
}
