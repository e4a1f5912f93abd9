package io.github.palimpsest.control;

import io.github.palimpsest.request.Param;
import java.awt.Rectangle;
import java.util.List;
import java.util.Set;
import org.scijava.plugin.Plugin;

/**
 * The low pass: smoothed brightness as a fraction of the robust range; 0 where nothing is known.
 */
@Plugin(type = ControlKind.class, name = "blur", priority = 100)
final class BlurKind implements ControlKind {
  private static final double SMOOTHING = 8;

  @Override
  public List<String> aliases() {
    return List.of("lowpass", "low-pass");
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
    double[] v = source.smoothed(SMOOTHING, r);
    float[] out = new float[v.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = Double.isNaN(v[i]) ? 0 : (float) Math.max(0, Math.min(1, v[i]));
    }
    return new float[][] {out};
  }
}
