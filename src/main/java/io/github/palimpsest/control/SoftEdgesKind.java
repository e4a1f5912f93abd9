package io.github.palimpsest.control;

import io.github.palimpsest.request.Param;
import java.awt.Rectangle;
import java.util.List;
import java.util.Set;
import org.scijava.plugin.Plugin;

/**
 * The steepness of the brightness: the magnitude of {@link Gradient}, where 1 is a step over the
 * whole robust range.
 */
@Plugin(type = ControlKind.class, name = "softedges", priority = 700)
final class SoftEdgesKind implements ControlKind {
  @Override
  public List<String> aliases() {
    return List.of("softedge", "hed");
  }

  @Override
  public boolean fine() {
    return true;
  }

  @Override
  public Set<Param> keys() {
    return Set.of(Param.SMOOTHING);
  }

  @Override
  public float[][] map(MapSource source, Rectangle r) {
    float[] m =
        new Gradient(source.brightness(), source.smoother(EdgesKind.SMOOTHING), r).magnitude;
    for (int i = 0; i < m.length; i++) {
      m[i] = Math.min(1, m[i]);
    }
    return new float[][] {m};
  }
}
