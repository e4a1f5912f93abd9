package io.github.palimpsest.record;

import com.google.gson.JsonObject;
import ij.ImagePlus;
import io.github.palimpsest.image.Plane;
import io.github.palimpsest.image.PlaneEdit;
import java.awt.Rectangle;
import java.util.BitSet;

/**
 * An exact set of pixels of one plane, stored as a deflated bit mask over its bounding box, so that
 * its size follows the edit and not the image.
 *
 * @param position 1-based index in the image's stack
 * @param bounds bounding box in pixels
 * @param bits row-major membership over {@code bounds}
 * @param mark by which the pixels are recognised later, or null in records of older versions
 */
public record PixelSet(int position, Rectangle bounds, BitSet bits, PixelFingerprint mark) {
  /**
   * The pixels with a weight above zero, to be marked when their record is written.
   *
   * @param around the part of the plane that decided them, within the plane
   */
  public static PixelSet of(int position, Rectangle bounds, float[] weights, Rectangle around) {
    BitSet bits = new BitSet(weights.length);
    for (int i = 0; i < weights.length; i++) {
      if (weights[i] > 0) {
        bits.set(i);
      }
    }
    return new PixelSet(
        position, new Rectangle(bounds), bits, new PixelFingerprint("", around, "", false));
  }

  /** The same pixels at another stack position. */
  public PixelSet at(int newPosition) {
    return new PixelSet(newPosition, bounds, bits, mark);
  }

  /** These pixels as an image has them now, in the plane of their position. */
  public PlaneEdit edit(ImagePlus image) {
    float[] mask = new float[bounds.width * bounds.height];
    bits.stream().forEach(i -> mask[i] = 1);
    return new PlaneEdit(position, bounds, Plane.of(image, position).read(bounds), mask);
  }

  /** The same pixels with another mark. */
  PixelSet with(PixelFingerprint next) {
    return new PixelSet(position, bounds, bits, next);
  }

  /** Whether the pixel (x, y) of the image belongs to the set. */
  public boolean contains(int x, int y) {
    return bounds.contains(x, y) && bits.get((y - bounds.y) * bounds.width + x - bounds.x);
  }

  /** How many pixels the set has. */
  public int size() {
    return bits.cardinality();
  }

  JsonObject toJson() {
    return RecordCodec.tree(
        new Fields(
            position,
            bounds,
            BitText.of(bits),
            mark == null ? null : mark.inside(),
            mark == null ? null : new Around(mark.box(), mark.around()),
            mark != null && mark.undone() ? true : null));
  }

  private record Fields(
      int position, Rectangle bounds, String bits, String sha256, Around around, Boolean undone) {}

  private record Around(Rectangle box, String sha256) {}

  /**
   * Reads a set.
   *
   * @param canvas the plane that it lies in
   * @throws io.github.palimpsest.check.BadInput if it is damaged or leaves the plane
   */
  static PixelSet read(RecordFields json, Rectangle canvas) {
    Rectangle bounds = json.box("bounds", canvas);
    int pixels = bounds.width * bounds.height;
    BitSet bits = BitText.read(json.text("bits"), pixels);
    if (bits == null) {
      throw json.damaged("bits");
    }
    int position = json.whole("position", 1, Integer.MAX_VALUE);
    return new PixelSet(position, bounds, bits, PixelFingerprint.read(json, canvas));
  }
}
