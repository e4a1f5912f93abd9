package io.github.palimpsest.control;

import java.awt.Rectangle;
import java.util.List;

/** A way to compute control maps from an image and its ROIs. Stateless. */
interface ControlKind {
  /** The word of {@code control=} and {@code kind=}, and of a control net's folder. */
  String name();

  /** Other names that control nets of this kind go by. */
  default List<String> aliases() {
    return List.of();
  }

  /** Whether 256 levels are too few for its maps, which then are 32-bit images. */
  default boolean fine() {
    return false;
  }

  /** Whether it shows ROIs or labels rather than brightness. */
  default boolean showsObjects() {
    return false;
  }

  /**
   * The map of a rectangle, bitwise that part of the whole plane's map.
   *
   * @param r within the plane
   * @return values 0…1, [1][r.height · r.width], or [3][…] in colours
   * @throws io.github.palimpsest.check.BadInput if the source has nothing to show
   */
  float[][] map(MapSource source, Rectangle r);
}
