package io.github.palimpsest.image;

import ij.ImagePlus;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What is repainted together of an image, as channels of one picture: a single plane, which is
 * three channels if it is RGB, or the planes of several channels at one slice and frame.
 *
 * @param all at least one, of one size and type, in the order of their channels
 */
public record Planes(List<Plane> all) {
  public Planes {
    all = List.copyOf(all);
    if (all.isEmpty()) {
      throw new IllegalArgumentException("planes must be at least one.");
    }
  }

  /**
   * Opens planes of an image.
   *
   * @param positions one-based stack positions
   * @throws io.github.palimpsest.check.BadInput as {@link Plane#of(ImagePlus, int)}
   */
  public static Planes of(ImagePlus image, List<Integer> positions) {
    return new Planes(positions.stream().map(p -> Plane.of(image, p)).toList());
  }

  /** A single plane. */
  public static Planes of(Plane plane) {
    return new Planes(List.of(plane));
  }

  /** The plane of the first channel. */
  public Plane first() {
    return all.get(0);
  }

  /** One-based stack positions. */
  public List<Integer> positions() {
    return all.stream().map(Plane::position).toList();
  }

  /** Width in pixels. */
  public int width() {
    return first().width();
  }

  /** Height in pixels. */
  public int height() {
    return first().height();
  }

  /** The pixel type. */
  public SampleType type() {
    return first().type();
  }

  /** Channels of all planes together. */
  public int channels() {
    return all.size() * type().channels();
  }

  /**
   * Raw values of a rectangle.
   *
   * @param r within the planes
   * @return a new array [channels][r.height · r.width]
   */
  public float[][] read(Rectangle r) {
    List<float[]> values = new ArrayList<>();
    all.forEach(plane -> values.addAll(Arrays.asList(plane.read(r))));
    return values.toArray(float[][]::new);
  }

  /**
   * The channels of one plane.
   *
   * @param plane its index
   * @param values one entry for each of {@link #channels}
   */
  public float[][] of(int plane, float[][] values) {
    int own = type().channels();
    return Arrays.copyOfRange(values, plane * own, (plane + 1) * own);
  }

  /**
   * Edits of the planes with the same rectangle and mask; see {@link PlaneEdit}.
   *
   * @param values [channels][r.height · r.width]
   */
  public List<PlaneEdit> edits(Rectangle r, float[][] values, float[] mask) {
    List<PlaneEdit> edits = new ArrayList<>();
    for (int p = 0; p < all.size(); p++) {
      edits.add(new PlaneEdit(all.get(p).position(), r, of(p, values), mask));
    }
    return edits;
  }
}
