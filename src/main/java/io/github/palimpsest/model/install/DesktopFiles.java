package io.github.palimpsest.model.install;

import java.util.Locale;
import java.util.Set;

/** Recognises files that desktops and tools add to folders and zips and that belong to no model. */
final class DesktopFiles {
  private static final Set<String> NAMES =
      Set.of("__macosx", ".ds_store", "thumbs.db", "desktop.ini", ".git", ".cache", "@eadir");

  private DesktopFiles() {}

  /**
   * @param path names joined by {@code /}
   */
  static boolean in(String path) {
    for (String name : path.split("/")) {
      String lower = name.toLowerCase(Locale.ROOT);
      if (NAMES.contains(lower) || lower.startsWith("._")) {
        return true;
      }
    }
    return false;
  }
}
