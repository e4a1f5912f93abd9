package io.github.palimpsest.control;

import java.awt.Rectangle;

/**
 * The rims of objects, 0 or 1: their pixels whose distance to the nearest pixel outside the object
 * is at most {@code thickness}. Touching objects are told apart; the image border is no rim.
 */
final class BoundaryKind implements ControlKind {
  @Override
  public String name() {
    return "boundary";
  }

  @Override
  public boolean showsObjects() {
    return true;
  }

  @Override
  public float[][] map(MapSource source, Rectangle r) {
    float[] out = new float[r.width * r.height];
    for (MapObjects.One object : source.objects().all()) {
      double[] depths = object.mask().depths();
      double thickness = source.settings.thickness();
      Spread.over(object.mask(), r, (m, i) -> out[i] = depths[m] <= thickness ? 1 : out[i]);
    }
    return new float[][] {out};
  }
}
