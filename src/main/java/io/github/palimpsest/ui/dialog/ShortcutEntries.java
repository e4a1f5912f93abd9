package io.github.palimpsest.ui.dialog;

import ij.Menus;
import java.awt.Menu;
import java.awt.MenuBar;
import java.util.regex.Pattern;

/**
 * ImageJ2 reads {@code plugins.config} once more than ImageJ, and takes a shortcut there for a part
 * of the label: {@code "Repaint Selection[g]"} then stands in the menu beside the right entry.
 */
final class ShortcutEntries {
  private static final Pattern WITH_SHORTCUT = Pattern.compile("(.+)\\[\\w+\\]");

  private ShortcutEntries() {}

  /** Takes such entries of ours out of ImageJ's menu and table. For the event thread. */
  static void remove() {
    MenuBar bar = Menus.getMenuBar();
    for (int i = 0; bar != null && i < bar.getMenuCount(); i++) {
      if (bar.getMenu(i).getLabel().equals("Plugins")) {
        remove(bar.getMenu(i));
      }
    }
  }

  private static void remove(Menu plugins) {
    for (int i = 0; i < plugins.getItemCount(); i++) {
      if (plugins.getItem(i) instanceof Menu ours && ours.getLabel().equals("Palimpsest")) {
        for (int k = ours.getItemCount() - 1; k >= 0; k--) {
          String label = ours.getItem(k).getLabel();
          if (WITH_SHORTCUT.matcher(label).matches()) {
            ours.remove(k);
            Menus.getCommands().remove(label);
          }
        }
      }
    }
  }
}
