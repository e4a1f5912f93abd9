package io.github.palimpsest.control;

import io.github.palimpsest.request.Param;
import java.awt.Rectangle;
import java.util.List;
import java.util.Set;
import org.scijava.plugin.Plugin;

/**
 * Thin edges, 0 or 1 (Canny 1986): {@link Gradient} of the smoothed brightness, non-maximum
 * suppression along its direction, and hysteresis: pixels from {@code low} on that hang together (8
 * neighbours) with one from {@code high} on.
 *
 * <p>Thresholds are heights of a step edge as fractions of the image's robust range, so they mean
 * the same for every type, exposure and smoothing. edges.py of scripts/train computes the same.
 *
 * <p>A faint edge may depend on pixels far away. The map of a crop is therefore computed with a
 * margin that grows until no edge inside hangs on something beyond it.
 */
@Plugin(type = ControlKind.class, name = "edges", priority = 800)
final class EdgesKind implements ControlKind {
  static final double SMOOTHING = 1.5;
  private static final int MARGIN = 16;

  @Override
  public List<String> aliases() {
    return List.of("canny", "edge");
  }

  @Override
  public Set<Param> keys() {
    return Set.of(Param.SMOOTHING, Param.LOW, Param.HIGH);
  }

  @Override
  public float[][] map(MapSource source, Rectangle r) {
    Brightness field = source.brightness();
    MapSettings s = source.settings();
    Smoother smoother = source.smoother(SMOOTHING);
    for (int margin = MARGIN; ; margin *= 4) {
      Rectangle area = new Rectangle(r);
      area.grow(margin, margin);
      area = area.intersection(source.bounds());
      Hysteresis edges =
          new Hysteresis(area, thin(field, smoother, area), (float) s.low(), (float) s.high());
      if (edges.decided(r, source.bounds())) {
        return new float[][] {edges.map(r)};
      }
    }
  }

  /** Magnitudes that are largest along their gradient, 0 elsewhere. */
  private static float[] thin(Brightness field, Smoother smoother, Rectangle area) {
    Rectangle outer = new Rectangle(area);
    outer.grow(1, 1);
    outer = outer.intersection(field.bounds());
    Gradient g = new Gradient(field, smoother, outer);
    float[] out = new float[area.width * area.height];
    for (int y = 0, o = 0; y < area.height; y++) {
      for (int x = 0; x < area.width; x++, o++) {
        int gx = area.x + x - outer.x;
        int gy = area.y + y - outer.y;
        out[o] = largest(g, gx, gy) ? g.magnitude[gy * outer.width + gx] : 0;
      }
    }
    return out;
  }

  /** Compares with the magnitude one pixel up and down the gradient, linearly interpolated. */
  private static boolean largest(Gradient g, int x, int y) {
    int i = y * g.area.width + x;
    float m = g.magnitude[i];
    if (m == 0) {
      return false;
    }
    int sx = (int) Math.signum(g.x[i]);
    int sy = (int) Math.signum(g.y[i]);
    double ax = Math.abs(g.x[i]);
    double ay = Math.abs(g.y[i]);
    boolean flat = ax >= ay;
    double t = flat ? ay / ax : ax / ay;
    int nx = flat ? sx : 0;
    int ny = flat ? 0 : sy;
    double up = (1 - t) * at(g, x + nx, y + ny) + t * at(g, x + sx, y + sy);
    double down = (1 - t) * at(g, x - nx, y - ny) + t * at(g, x - sx, y - sy);
    // of two equal neighbours exactly one stays
    return m >= up && m > down;
  }

  private static float at(Gradient g, int x, int y) {
    boolean inside = x >= 0 && x < g.area.width && y >= 0 && y < g.area.height;
    return inside ? g.magnitude[y * g.area.width + x] : 0;
  }
}
