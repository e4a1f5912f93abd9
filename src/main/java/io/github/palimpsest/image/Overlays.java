package io.github.palimpsest.image;

import ij.gui.Overlay;
import ij.gui.Roi;

/**
 * Overlays by the identity of their ROIs: to ImageJ, ROIs of the same shape and place are equal.
 */
public final class Overlays {
  private Overlays() {}

  /** Takes away just this ROI, not one that looks like it; false if it is not there. */
  public static boolean remove(Overlay overlay, Roi roi) {
    for (int i = overlay.size() - 1; i >= 0; i--) {
      if (overlay.get(i) == roi) {
        overlay.remove(i);
        return true;
      }
    }
    return false;
  }
}
