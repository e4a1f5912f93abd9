package io.github.palimpsest.control;

import io.github.palimpsest.request.Param;
import io.github.palimpsest.roi.Mask;
import java.awt.Rectangle;
import java.util.Set;
import org.scijava.plugin.Plugin;

/** Scribbles, 0 or 1: what ROIs cover – lines with their stroke width, points, filled areas. */
@Plugin(type = ControlKind.class, name = "scribble", priority = 500)
final class ScribbleKind implements ControlKind {
  @Override
  public Set<Param> keys() {
    return Set.of(Param.ROIS, Param.GROUPS);
  }

  @Override
  public float[][] map(MapSource source, Rectangle r) {
    return covered(source, r);
  }

  /** 1 where objects are. */
  static float[][] covered(MapSource source, Rectangle r) {
    float[] out = new float[r.width * r.height];
    for (MapObject object : source.objects()) {
      object.visit(r, (m, i) -> out[i] = 1);
    }
    return new float[][] {out};
  }

  /** The innermost pixels of each object, as deep as strokes are; the objects for filled areas. */
  @Override
  public float[][] example(MapSource picture, Rectangle r, Mask asked) {
    return map(Strokes.areas(asked) ? picture : inner(picture, Strokes.depth(asked)), r);
  }

  /** The same objects, each cut down to its innermost pixels. */
  static MapSource inner(MapSource picture, double depth) {
    return picture.with(
        picture.objects().stream()
            .map(
                object -> {
                  double from = object.depth() - depth;
                  return object.part(d -> d > from);
                })
            .filter(object -> !object.mask().isEmpty())
            .toList());
  }
}
