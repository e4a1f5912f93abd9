package io.github.palimpsest.control;

import java.awt.Rectangle;

/**
 * How deep inside its object a pixel lies: exact Euclidean distance to the nearest pixel outside
 * the object, divided by the largest such distance of the plane. Touching objects stay apart; the
 * image border is no edge; 0 outside objects.
 */
final class DistanceKind implements ControlKind {
  @Override
  public String name() {
    return "distance";
  }

  @Override
  public boolean fine() {
    return true;
  }

  @Override
  public boolean showsObjects() {
    return true;
  }

  @Override
  public float[][] map(MapSource source, Rectangle r) {
    float[] out = new float[r.width * r.height];
    double largest = 0;
    for (MapObjects.One object : source.objects().all()) {
      double[] depths = object.mask().depths();
      for (double d : depths) {
        largest = Double.isInfinite(d) ? largest : Math.max(largest, d);
      }
      Spread.over(object.mask(), r, (m, i) -> out[i] = Math.max(out[i], (float) depths[m]));
    }
    for (int i = 0; i < out.length; i++) {
      // an object that fills the plane is infinitely deep
      out[i] = Float.isInfinite(out[i]) ? 1 : largest > 0 ? out[i] / (float) largest : 0;
    }
    return new float[][] {out};
  }
}
