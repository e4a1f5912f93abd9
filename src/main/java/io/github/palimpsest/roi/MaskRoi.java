package io.github.palimpsest.roi;

import ij.gui.Roi;
import ij.plugin.filter.ThresholdToSelection;
import ij.process.ByteProcessor;
import ij.process.ImageProcessor;
import io.github.palimpsest.image.Plane;
import java.awt.Rectangle;

/** A mask as a selection. */
public final class MaskRoi {
  /** Pixels read at once. */
  private static final int STRIP = 1 << 20;

  private MaskRoi() {}

  /** A selection of exactly the pixels above 0; null if there are none. The mask stays as it is. */
  public static Roi of(ImageProcessor mask) {
    boolean bytes = mask instanceof ByteProcessor;
    ImageProcessor ip = bytes ? mask.duplicate() : mask.convertToFloatProcessor().duplicate();
    ip.setThreshold(
        bytes ? 1 : Float.MIN_VALUE, bytes ? 255 : Float.MAX_VALUE, ImageProcessor.NO_LUT_UPDATE);
    return new ThresholdToSelection().convert(ip);
  }

  /**
   * The same of a plane, which is read in strips and may be larger than memory.
   *
   * @param x where the plane lies on the canvas of the selection
   * @param y likewise
   */
  public static Roi of(Plane mask, int x, int y) {
    Rectangle box = new Rectangle(0, 0, -1, -1);
    int rows = Math.max(1, STRIP / mask.width());
    for (int top = 0; top < mask.height(); top += rows) {
      Rectangle strip = new Rectangle(0, top, mask.width(), Math.min(rows, mask.height() - top));
      for (float[] channel : mask.read(strip)) {
        for (int i = 0; i < channel.length; i++) {
          if (channel[i] > 0) {
            box.add(new Rectangle(i % strip.width, top + i / strip.width, 1, 1));
          }
        }
      }
    }
    Roi roi = box.isEmpty() ? null : of(mask.part(box));
    if (roi != null) {
      roi.setLocation(x + box.x + roi.getBounds().x, y + box.y + roi.getBounds().y);
    }
    return roi;
  }
}
