package io.github.palimpsest.preview;

import ij.ImagePlus;
import ij.gui.ImageRoi;
import io.github.palimpsest.image.PreviewOverlay;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * The one picture that lies over an image, as a ROI of its overlay; the pixels are not touched, and
 * without a picture the overlay is as it was. Methods may be called from any thread.
 */
public final class PreviewPicture {
  private final ImagePlus image;
  private final Executor executor;
  private volatile ImageRoi roi;
  private volatile Supplier<ImageRoi> picture;
  private volatile String look = "";
  private volatile boolean hidden;

  /**
   * @param executor does everything to the overlay, in order; on the event thread if the image is
   *     shown
   */
  public PreviewPicture(ImagePlus image, Executor executor) {
    this.image = image;
    this.executor = executor;
  }

  /**
   * Lays a picture over the image in place of the one before.
   *
   * @param next makes it; asked again by {@link #refresh}
   */
  public void show(Supplier<ImageRoi> next) {
    executor.execute(
        () -> {
          picture = next;
          draw();
        });
  }

  /** Makes the picture anew if the image's channel, colours or display range have changed. */
  public void refresh() {
    executor.execute(
        () -> {
          if (picture != null && !look.equals(look())) {
            draw();
          }
        });
  }

  /** Whether to keep the picture out of sight, so that the image is seen as it is. */
  public void hide(boolean on) {
    executor.execute(
        () -> {
          hidden = on;
          if (picture != null) {
            draw();
          }
        });
  }

  /** Takes the picture away. */
  public void clear() {
    executor.execute(
        () -> {
          PreviewOverlay.show(image, roi, null);
          roi = null;
          picture = null;
        });
  }

  private void draw() {
    if (image.getProcessor() == null) {
      return;
    }
    ImageRoi next = hidden ? null : picture.get();
    PreviewOverlay.show(image, roi, next);
    roi = next;
    look = look();
  }

  private String look() {
    var ip = image.getProcessor();
    return ip == null
        ? ""
        : image.getC()
            + " "
            + ip.getMin()
            + " "
            + ip.getMax()
            + " "
            + ip.getColorModel().hashCode();
  }
}
