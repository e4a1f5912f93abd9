package io.github.palimpsest.image;

import ij.process.ImageProcessor;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;

/**
 * The pixels of some rectangles of some arrays before an edit. Undo of a small edit in a huge image
 * then costs what the edit costs, not a copy of the image.
 */
final class SavedPixels {
  private record Patch(Object array, int stride, Rectangle r, Object saved) {}

  private final List<Patch> patches = new ArrayList<>();
  private boolean ended;

  /** Saves a rectangle of a plane of {@code stride} pixels a row. */
  void save(Object array, int stride, Rectangle r) {
    Object saved =
        java.lang.reflect.Array.newInstance(
            array.getClass().getComponentType(), r.width * r.height);
    for (int y = 0; y < r.height; y++) {
      System.arraycopy(array, (r.y + y) * stride + r.x, saved, y * r.width, r.width);
    }
    patches.add(new Patch(array, stride, new Rectangle(r), saved));
  }

  /** Undoes nothing from now on: a full snapshot of the processor takes the place of this. */
  void end() {
    ended = true;
  }

  /** Makes that snapshot, of a processor over one of the arrays as it was before the edit. */
  void fill(ImageProcessor ip) {
    if (!ended) {
      ip.setSnapshotPixels(before(ip.getPixels()));
    }
  }

  /** Undoes the edit; false after {@link #end}. */
  boolean restore() {
    if (!ended) {
      putBack();
    }
    return !ended;
  }

  /** Puts the saved pixels back; latest first, since rectangles may overlap. */
  void putBack() {
    for (int i = patches.size() - 1; i >= 0; i--) {
      Patch p = patches.get(i);
      copyInto(p, p.array);
    }
  }

  /**
   * Exchanges saved and present pixels: undo, and redo when called again.
   *
   * @return false after {@link #end}
   */
  boolean swap() {
    if (ended) {
      return false;
    }
    List<Patch> undone = new ArrayList<>();
    for (int i = patches.size() - 1; i >= 0; i--) {
      Patch p = patches.get(i);
      SavedPixels now = new SavedPixels();
      now.save(p.array, p.stride, p.r);
      undone.addAll(now.patches);
      copyInto(p, p.array);
    }
    patches.clear();
    patches.addAll(undone);
    return true;
  }

  /** A full copy of {@code array} as it was before the edit. */
  Object before(Object array) {
    int n = java.lang.reflect.Array.getLength(array);
    Object copy = java.lang.reflect.Array.newInstance(array.getClass().getComponentType(), n);
    System.arraycopy(array, 0, copy, 0, n);
    for (int i = patches.size() - 1; i >= 0; i--) {
      if (patches.get(i).array == array) {
        copyInto(patches.get(i), copy);
      }
    }
    return copy;
  }

  private static void copyInto(Patch p, Object target) {
    for (int y = 0; y < p.r.height; y++) {
      System.arraycopy(p.saved, y * p.r.width, target, (p.r.y + y) * p.stride + p.r.x, p.r.width);
    }
  }
}
