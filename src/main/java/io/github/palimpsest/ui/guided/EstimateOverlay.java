package io.github.palimpsest.ui.guided;

import ij.ImagePlus;
import ij.gui.ImageRoi;
import ij.gui.Overlay;
import ij.gui.Roi;
import io.github.palimpsest.image.EventThread;
import io.github.palimpsest.image.Overlays;
import java.awt.Rectangle;

/**
 * The newest estimate laid over the source image while a session runs; its pixels are not touched,
 * and afterwards its overlay is as it was. The overlay of a shown image changes on the event
 * thread.
 */
final class EstimateOverlay {
  private static final String NAME = "palimpsest-preview";

  private final ImagePlus image;
  private volatile ImageRoi shown;

  EstimateOverlay(ImagePlus image) {
    this.image = image;
  }

  static boolean is(Roi roi) {
    return roi instanceof ImageRoi && NAME.equals(roi.getName());
  }

  /** Lays the frame shown in a step stack over the image. */
  void show(ImagePlus stack, Rectangle frame) {
    ImagePlus picture = new ImagePlus("", stack.getBufferedImage());
    ImageRoi next = new ImageRoi(frame.x, frame.y, picture.getProcessor());
    next.setName(NAME);
    EventThread.run(
        image,
        () -> {
          takeAway();
          shown = next;
          Overlay overlay = image.getOverlay() == null ? new Overlay() : image.getOverlay();
          overlay.add(next);
          image.setOverlay(overlay);
        });
  }

  /** Takes the picture away. */
  void clear() {
    EventThread.run(image, this::takeAway);
  }

  private void takeAway() {
    Overlay overlay = image.getOverlay();
    if (shown == null || overlay == null) {
      return;
    }
    Overlays.remove(overlay, shown);
    shown = null;
    image.setOverlay(overlay.size() == 0 ? null : overlay);
  }
}
