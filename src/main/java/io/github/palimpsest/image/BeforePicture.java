package io.github.palimpsest.image;

import ij.ImagePlus;
import ij.gui.ImageRoi;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What an image showed before it was repainted, to be laid over it. Kept with the image while it is
 * in memory; nothing of it is saved or copied.
 */
@FunctionalInterface
public interface BeforePicture {
  /** Where it is kept. */
  String KEY = "palimpsest.before";

  /**
   * The picture over the plane that an image shows, in its present colours; null if that plane was
   * not repainted.
   *
   * @param position of the plane in the stack, from 1
   */
  ImageRoi of(ImagePlus image, int position);

  /** Keeps it with an image. */
  default void note(ImagePlus image) {
    image.setProperty(KEY, this);
  }

  /** That of an image; null if none is kept. */
  static BeforePicture kept(ImagePlus image) {
    return image.getProperty(KEY) instanceof BeforePicture before ? before : null;
  }

  /**
   * The picture of pixels as they were.
   *
   * @param originals values and masks of the planes that were repainted, positions in the source
   * @param source whose channels and planes count; an image that shows several samples repeats them
   */
  static BeforePicture of(List<PlaneEdit> originals, ImagePlus source) {
    int channels = source.getNChannels();
    int planes = source.getStackSize();
    return (image, position) -> {
      int own = (position - 1) % planes + 1;
      for (PlaneEdit original : originals) {
        if (original.position() == own) {
          return PreviewOverlay.of(image, beside(originals, original, channels, position - own));
        }
      }
      return null;
    };
  }

  /** A plane and the channels beside it that differ in the same pixels. */
  private static List<PlaneEdit> beside(
      List<PlaneEdit> originals, PlaneEdit plane, int channels, int offset) {
    List<PlaneEdit> beside = new ArrayList<>();
    for (PlaneEdit o : originals) {
      if ((o.position() - 1) / channels == (plane.position() - 1) / channels
          && o.rectangle().equals(plane.rectangle())
          && Arrays.equals(o.mask(), plane.mask())) {
        beside.add(new PlaneEdit(o.position() + offset, o.rectangle(), o.values(), o.mask()));
      }
    }
    return beside;
  }
}
