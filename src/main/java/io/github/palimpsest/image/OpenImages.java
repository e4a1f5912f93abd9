package io.github.palimpsest.image;

import ij.ImagePlus;
import ij.WindowManager;
import io.github.palimpsest.check.BadInput;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The images that are open, with or without a window, as users name them: by title, or by ImageJ's
 * image ID, a negative number. The one place that makes an image of a name.
 */
public final class OpenImages {
  private OpenImages() {}

  /** Every open image, in the order in which they were opened. */
  public static List<ImagePlus> all() {
    List<ImagePlus> all = new ArrayList<>();
    int[] ids = WindowManager.getIDList();
    for (int id : ids == null ? new int[0] : ids) {
      ImagePlus open = WindowManager.getImage(id);
      if (open != null && !all.contains(open)) {
        all.add(open);
      }
    }
    return all;
  }

  /**
   * The image that a name means: the one of that title, else the one of that ID. An image that is
   * at work gives way to another of its title, for files of a mask and its image often share one.
   * One with {@link Companions} sees them only.
   *
   * @param key whose value the name is, for the refusal
   * @param source the image at work, or null
   * @return the image, which may be {@code source}, or null if none is open by that name
   * @throws BadInput if several others have the title
   */
  public static ImagePlus find(String key, String name, ImagePlus source) {
    Companions own = Companions.of(source);
    List<ImagePlus> found = titled(name, own == null ? all() : own.images());
    List<ImagePlus> others = found.stream().filter(image -> image != source).toList();
    if (others.size() > 1) {
      String ids = others.stream().map(i -> "" + i.getID()).collect(Collectors.joining(", "));
      throw BadInput.of(
          "%s (%s) must name one image, and %d open images have that title: give the ID of one"
              + " instead (%s), as %s=%d.",
          key, name, others.size(), ids, key, others.get(0).getID());
    }
    if (!found.isEmpty()) {
      return others.isEmpty() ? found.get(0) : others.get(0);
    }
    return own == null && name.trim().matches("-\\d{1,9}")
        ? WindowManager.getImage(Integer.parseInt(name.trim()))
        : null;
  }

  /** Whether {@link #find} would find an image, or refuse several. */
  public static boolean known(String name) {
    return !titled(name, all()).isEmpty() || find("", name, null) != null;
  }

  private static List<ImagePlus> titled(String name, List<ImagePlus> images) {
    List<ImagePlus> exact = images.stream().filter(i -> title(i).equals(name)).toList();
    // values of keys lose their outer blanks
    return !exact.isEmpty()
        ? exact
        : images.stream().filter(i -> title(i).trim().equals(name.trim())).toList();
  }

  private static String title(ImagePlus image) {
    return image.getTitle() == null ? "" : image.getTitle();
  }

  /** {@code open are 'a', 'b'} or {@code none is open}, for sentences. */
  public static String titles() {
    String titles =
        all().stream().map(image -> "'" + image.getTitle() + "'").collect(Collectors.joining(", "));
    return titles.isEmpty() ? "none is open" : "open are " + titles;
  }
}
