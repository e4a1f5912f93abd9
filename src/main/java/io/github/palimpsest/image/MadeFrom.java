package io.github.palimpsest.image;

import ij.ImagePlus;
import ij.gui.Roi;
import java.awt.Rectangle;
import java.lang.ref.WeakReference;

/**
 * Which image another was made from, and the part of it that the other shows; for windows, while
 * both are in memory. Nothing of it is saved or copied with an image.
 */
public final class MadeFrom {
  private static final String KEY = "palimpsest.made-from";

  private final WeakReference<ImagePlus> source;
  private final Rectangle place;
  private final Roi selection;

  private MadeFrom(ImagePlus source, Rectangle place) {
    this.source = new WeakReference<>(source);
    this.place = new Rectangle(place);
    Roi roi = source.getRoi();
    selection = roi == null ? null : (Roi) roi.clone();
  }

  /**
   * Keeps with an image where it comes from.
   *
   * @param source what its user sees of it
   * @param place in pixels of {@code source}; may reach beyond it
   */
  public static void note(ImagePlus image, ImagePlus source, Rectangle place) {
    Rectangle seen = new Rectangle(place);
    if (source instanceof ExpandedImage expanded) {
      seen.translate(-expanded.place().x, -expanded.place().y);
    }
    image.setProperty(KEY, new MadeFrom(ExpandedImage.seen(source), seen));
  }

  /** The same for an image that shows all of its source. */
  public static void note(ImagePlus image, ImagePlus source) {
    note(image, source, new Rectangle(source.getWidth(), source.getHeight()));
  }

  /** Keeps with an image what another keeps that it takes the place of. */
  public static void pass(ImagePlus from, ImagePlus to) {
    to.setProperty(KEY, from.getProperty(KEY));
  }

  /** Where an image comes from; null if that is not known. */
  public static MadeFrom of(ImagePlus image) {
    return image.getProperty(KEY) instanceof MadeFrom from ? from : null;
  }

  /** The image it was made from; null if that is no longer in memory. */
  public ImagePlus source() {
    return source.get();
  }

  /** A copy of the selection that the source had when the image was begun, or null. */
  public Roi selection() {
    return selection == null ? null : (Roi) selection.clone();
  }

  /** The part that the image shows, in pixels of the source. */
  public Rectangle place() {
    return new Rectangle(place);
  }
}
