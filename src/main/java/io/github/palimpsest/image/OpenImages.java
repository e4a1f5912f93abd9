package io.github.palimpsest.image;

import ij.ImagePlus;
import ij.WindowManager;
import java.util.ArrayList;
import java.util.List;

/** The images that are open, with or without a window, as users name them: by title. */
public final class OpenImages {
  private OpenImages() {}

  /** The open image of that title, or null. */
  public static ImagePlus find(String title) {
    return WindowManager.getImage(title);
  }

  /** {@code open are 'a', 'b'} or {@code none is open}, for sentences. */
  public static String titles() {
    int[] ids = WindowManager.getIDList();
    List<String> titles = new ArrayList<>();
    for (int id : ids == null ? new int[0] : ids) {
      ImagePlus open = WindowManager.getImage(id);
      if (open != null) {
        titles.add("'" + open.getTitle() + "'");
      }
    }
    return titles.isEmpty() ? "none is open" : "open are " + String.join(", ", titles);
  }
}
