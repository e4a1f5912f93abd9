package io.github.palimpsest.ui.help;

import java.util.Locale;

/**
 * A part of a page that has a heading.
 *
 * @param path of the page
 * @param anchor its name in links, as GitHub makes it; empty for the page itself
 * @param title the heading
 * @param level of the heading, 1 for that of the page
 * @param text all words, for the search
 */
record HelpSection(String path, String anchor, String title, int level, String text) {
  /** As in links. */
  String address() {
    return anchor.isEmpty() ? path : path + "#" + anchor;
  }

  /** Whether every word occurs; capitals do not matter. */
  boolean holds(String words) {
    String all = (title + " " + text).toLowerCase(Locale.ROOT);
    for (String word : words.toLowerCase(Locale.ROOT).strip().split("\\s+")) {
      if (!all.contains(word)) {
        return false;
      }
    }
    return true;
  }
}
