package io.github.palimpsest.control;

import io.github.palimpsest.request.Param;
import java.awt.Rectangle;
import java.util.Set;
import org.scijava.plugin.Plugin;

/**
 * The rims of objects, 0 or 1: their pixels whose distance to the nearest pixel outside the object
 * is at most {@code thickness}. Touching objects are told apart; the image border is no rim.
 */
@Plugin(type = ControlKind.class, name = "boundary", priority = 200)
final class BoundaryKind implements ControlKind {
  @Override
  public Set<Param> keys() {
    return Set.of(Param.THICKNESS, Param.ROIS, Param.GROUPS);
  }

  @Override
  public boolean rims() {
    return true;
  }

  @Override
  public float[][] map(MapSource source, Rectangle r) {
    float[] out = new float[r.width * r.height];
    for (MapObject object : source.objects()) {
      double[] depths = object.mask().depths();
      double thickness = source.settings().thickness();
      object.visit(r, (m, i) -> out[i] = depths[m] <= thickness ? 1 : out[i]);
    }
    return new float[][] {out};
  }
}
