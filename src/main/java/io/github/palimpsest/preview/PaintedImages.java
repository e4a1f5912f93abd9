package io.github.palimpsest.preview;

import ij.ImagePlus;
import java.util.Map;
import java.util.WeakHashMap;

/** The live preview of each image: one picture lies over an image. Thread-safe. */
final class PaintedImages {
  private static final Map<ImagePlus, LivePreview> OWNERS = new WeakHashMap<>();

  private PaintedImages() {}

  /** Takes an image over; who had it ends. */
  static void take(ImagePlus image, LivePreview live) {
    LivePreview before;
    synchronized (OWNERS) {
      before = OWNERS.put(image, live);
    }
    if (before != null && before != live) {
      before.close();
    }
  }

  /** Leaves an image to others. */
  static void leave(ImagePlus image, LivePreview live) {
    synchronized (OWNERS) {
      OWNERS.remove(image, live);
    }
  }
}
