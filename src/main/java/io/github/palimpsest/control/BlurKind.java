package io.github.palimpsest.control;

import java.awt.Rectangle;
import java.util.List;

/**
 * The low pass: smoothed brightness as a fraction of the robust range; 0 where nothing is known.
 */
final class BlurKind implements ControlKind {
  private static final double SMOOTHING = 8;

  @Override
  public String name() {
    return "blur";
  }

  @Override
  public List<String> aliases() {
    return List.of("lowpass", "low-pass");
  }

  @Override
  public boolean fine() {
    return true;
  }

  @Override
  public float[][] map(MapSource source, Rectangle r) {
    double[] v = source.smoother(SMOOTHING).smooth(source.brightness(), r);
    float[] out = new float[v.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = Double.isNaN(v[i]) ? 0 : (float) Math.max(0, Math.min(1, v[i]));
    }
    return new float[][] {out};
  }
}
