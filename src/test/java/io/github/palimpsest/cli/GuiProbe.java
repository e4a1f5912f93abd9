package io.github.palimpsest.cli;

import ij.Menus;
import ij.WindowManager;
import java.awt.Menu;

/** Opens ImageJ as {@code scripts/palimpsest gui} does and prints our menu and the image. */
public final class GuiProbe {
  private GuiProbe() {}

  /**
   * @param args an image
   */
  public static void main(String[] args) throws Exception {
    Main.main(new String[] {"gui", args[0]});
    for (int i = 0; i < Menus.getMenuBar().getMenuCount(); i++) {
      print(Menus.getMenuBar().getMenu(i), "");
    }
    System.out.println("image " + WindowManager.getCurrentImage().getTitle());
    System.exit(0);
  }

  private static void print(Menu menu, String above) {
    String path = above + menu.getLabel();
    for (int i = 0; i < menu.getItemCount(); i++) {
      if (menu.getItem(i) instanceof Menu inner) {
        print(inner, path + ">");
      } else if (path.startsWith("Plugins>Palimpsest")) {
        System.out.println(path + ">" + menu.getItem(i).getLabel());
      }
    }
  }
}
