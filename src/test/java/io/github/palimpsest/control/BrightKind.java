package io.github.palimpsest.control;

import java.awt.Rectangle;
import org.scijava.Priority;
import org.scijava.plugin.Plugin;

/** A kind as somebody else would add it: 1 where the brightness is above a half. */
@Plugin(type = ControlKind.class, name = "bright", priority = Priority.LAST)
public final class BrightKind implements ControlKind {
  @Override
  public float[][] map(MapSource source, Rectangle r) {
    double[] v = source.brightness(r);
    float[] out = new float[v.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = v[i] > 0.5 ? 1 : 0;
    }
    return new float[][] {out};
  }
}
