package io.github.palimpsest.control;

import java.awt.Color;
import java.awt.Rectangle;
import java.util.List;

/**
 * Where objects are: 1 inside ROIs or labels, 0 elsewhere; or, with {@code classes}, in the colours
 * of their groups or labels, later ones on top.
 */
final class SegmentationKind implements ControlKind {
  @Override
  public String name() {
    return "segmentation";
  }

  @Override
  public List<String> aliases() {
    return List.of("seg");
  }

  @Override
  public boolean showsObjects() {
    return true;
  }

  @Override
  public float[][] map(MapSource source, Rectangle r) {
    boolean classes = source.settings.classes();
    float[][] out = new float[classes ? 3 : 1][r.width * r.height];
    for (MapObjects.One object : source.objects().all()) {
      Color c = classes ? object.colour() : Color.WHITE;
      float[] rgb = {c.getRed() / 255f, c.getGreen() / 255f, c.getBlue() / 255f};
      Spread.over(
          object.mask(),
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
