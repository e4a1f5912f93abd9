package io.github.palimpsest.control;

import java.awt.Rectangle;

/** Scribbles, 0 or 1: what ROIs cover – lines with their stroke width, points, filled areas. */
final class ScribbleKind implements ControlKind {
  @Override
  public String name() {
    return "scribble";
  }

  @Override
  public boolean showsObjects() {
    return true;
  }

  @Override
  public float[][] map(MapSource source, Rectangle r) {
    float[] out = new float[r.width * r.height];
    for (MapObjects.One object : source.objects().all()) {
      Spread.over(object.mask(), r, (m, i) -> out[i] = 1);
    }
    return new float[][] {out};
  }
}
