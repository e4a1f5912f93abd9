package io.github.palimpsest.ui.form;

import ij.ImagePlus;
import io.github.palimpsest.image.OpenImages;
import java.util.ArrayList;
import java.util.List;

/** Names of open images for a list of choices. */
public final class ImageNames {
  private ImageNames() {}

  /**
   * Words, and then the open images of the same width and height as another: their titles, or the
   * IDs of those that share one.
   *
   * @param image itself left out; null for images of any size
   */
  public static List<String> fitting(ImagePlus image, List<String> words) {
    List<String> names = new ArrayList<>(words);
    List<ImagePlus> others = new ArrayList<>(OpenImages.all());
    others.removeIf(
        other ->
            image != null
                && (other == image
                    || other.getWidth() != image.getWidth()
                    || other.getHeight() != image.getHeight()));
    for (ImagePlus other : others) {
      String title = other.getTitle();
      boolean one = others.stream().filter(o -> title.equals(o.getTitle())).count() == 1;
      names.add(one && !names.contains(title) ? title : Integer.toString(other.getID()));
    }
    return names;
  }
}
