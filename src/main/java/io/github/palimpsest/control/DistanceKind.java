package io.github.palimpsest.control;

import io.github.palimpsest.request.Param;
import io.github.palimpsest.roi.Mask;
import java.awt.Rectangle;
import java.util.Set;
import org.scijava.plugin.Plugin;

/**
 * The depth of a pixel inside its object: exact Euclidean distance to the nearest pixel outside the
 * object, divided by the largest such distance of the plane. Touching objects stay apart; the image
 * border is no edge; 0 outside objects.
 */
@Plugin(type = ControlKind.class, name = "distance", priority = 300)
final class DistanceKind implements ControlKind {
  @Override
  public boolean fine() {
    return true;
  }

  @Override
  public Set<Param> keys() {
    return Set.of(Param.ROIS, Param.GROUPS);
  }

  @Override
  public float[][] map(MapSource source, Rectangle r) {
    double largest = 0;
    for (MapObject object : source.objects()) {
      largest = Math.max(largest, object.depth());
    }
    return map(source, r, largest);
  }

  /** In the unit of what is asked for, which may be of other objects than the largest here. */
  @Override
  public float[][] example(MapSource picture, Rectangle r, Mask asked) {
    return map(picture, r, Strokes.unit(asked));
  }

  /**
   * @param unit the depth of value 1; deeper pixels have it too
   */
  private static float[][] map(MapSource source, Rectangle r, double unit) {
    float[] out = new float[r.width * r.height];
    for (MapObject object : source.objects()) {
      double[] depths = object.mask().depths();
      object.visit(r, (m, i) -> out[i] = Math.max(out[i], (float) depths[m]));
    }
    for (int i = 0; i < out.length; i++) {
      // an object that fills the plane is infinitely deep
      out[i] = Float.isInfinite(out[i]) ? 1 : unit > 0 ? Math.min(1, out[i] / (float) unit) : 0;
    }
    return new float[][] {out};
  }
}
