package io.github.palimpsest.control;

import io.github.palimpsest.request.Param;
import java.awt.Color;
import java.awt.Rectangle;
import java.util.List;
import java.util.Set;
import org.scijava.plugin.Plugin;

/**
 * The places of objects: 1 inside ROIs or labels, 0 elsewhere; or, with {@code classes}, in the
 * colours of their groups or labels, later ones on top.
 */
@Plugin(type = ControlKind.class, name = "segmentation", priority = 600)
final class SegmentationKind implements ControlKind {
  @Override
  public List<String> aliases() {
    return List.of("seg");
  }

  @Override
  public Set<Param> keys() {
    return Set.of(Param.CLASSES, Param.ROIS, Param.GROUPS);
  }

  @Override
  public float[][] map(MapSource source, Rectangle r) {
    boolean classes = source.settings().classes();
    float[][] out = new float[classes ? 3 : 1][r.width * r.height];
    for (MapObject object : source.objects()) {
      Color c = classes ? object.colour() : Color.WHITE;
      float[] rgb = {c.getRed() / 255f, c.getGreen() / 255f, c.getBlue() / 255f};
      object.visit(
          r,
          (m, i) -> {
            for (int k = 0; k < out.length; k++) {
              out[k][i] = rgb[k];
            }
          });
    }
    return out;
  }
}
