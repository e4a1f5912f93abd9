package io.github.palimpsest.control;

import io.github.palimpsest.roi.Mask;
import java.awt.Color;
import java.awt.Rectangle;
import java.util.List;

/**
 * What stands out in a picture on which nobody has drawn: the pixels on one side of Otsu's
 * threshold (1979) of the brightness, smoothed by one pixel. What is unknown counts nowhere.
 */
final class Foreground {
  private static final double SMOOTHING = 1;
  private static final int LEVELS = 256;
  private static final int LEAST_OBJECT = 9;

  /** Fewer pixels of a drawing say nothing of what it shows. */
  private static final int LEAST_DRAWN = 20;

  /** A drawing tells the sides apart if its share of one differs by this. */
  private static final double TELLING = 0.15;

  /** Below this share of the picture a side is what stands out, whatever it looks like. */
  private static final double MINORITY = 0.35;

  private final Rectangle canvas;
  private final Rectangle r;
  private final double[] brightness;
  private final double threshold;

  /** Share of the variance that lies between the two sides. */
  private final double contrast;

  Foreground(MapSource picture, Rectangle r) {
    this.canvas = picture.bounds();
    this.r = r;
    double[] raw = picture.brightness(r);
    brightness = new Smoother(SMOOTHING, SMOOTHING).smooth(picture.brightness(), r);
    for (int i = 0; i < raw.length; i++) {
      brightness[i] = Double.isNaN(raw[i]) ? Double.NaN : brightness[i];
    }
    long[] counts = new long[LEVELS];
    for (double v : brightness) {
      if (!Double.isNaN(v)) {
        counts[(int) Math.min(LEVELS - 1, v * LEVELS)]++;
      }
    }
    double n = 0;
    double sum = 0;
    double squares = 0;
    for (int k = 0; k < LEVELS; k++) {
      n += counts[k];
      sum += (double) k * counts[k];
      squares += (double) k * k * counts[k];
    }
    double below = 0;
    double sumBelow = 0;
    double best = -1;
    int at = 0;
    for (int k = 0; k < LEVELS; k++) {
      below += counts[k];
      sumBelow += (double) k * counts[k];
      if (below == 0 || below == n) {
        continue;
      }
      double apart = sumBelow / below - (sum - sumBelow) / (n - below);
      double between = below * (n - below) * apart * apart;
      if (between > best) {
        best = between;
        at = k;
      }
    }
    threshold = (at + 1.0) / LEVELS;
    contrast = best / Math.max(1, n * squares - sum * sum);
  }

  /** How well brightness tells two sides apart, 0…1. */
  double contrast() {
    return contrast;
  }

  /**
   * Whether what stands out is bright: the side on which a drawing lies where it covers known
   * pixels; without any, the side of fewer pixels; of two about equal ones, that of more variety.
   *
   * @param drawn values above 0 where something is drawn [r.height · r.width], or null
   */
  boolean bright(float[] drawn) {
    double known = 0;
    double bright = 0;
    double covered = 0;
    double brightCovered = 0;
    double[] sum = new double[2];
    double[] squares = new double[2];
    for (int i = 0; i < brightness.length; i++) {
      double v = brightness[i];
      if (Double.isNaN(v)) {
        continue;
      }
      int side = v > threshold ? 1 : 0;
      known++;
      bright += side;
      sum[side] += v;
      squares[side] += v * v;
      if (drawn != null && drawn[i] > 0) {
        covered++;
        brightCovered += side;
      }
    }
    double share = bright / known;
    if (covered >= LEAST_DRAWN && Math.abs(brightCovered / covered - share) > TELLING) {
      return brightCovered / covered > share;
    }
    if (share < MINORITY || share > 1 - MINORITY) {
      return share < MINORITY;
    }
    double dark = known - bright;
    double ofDark = squares[0] / dark - sum[0] / dark * sum[0] / dark;
    double ofBright = squares[1] / bright - sum[1] / bright * sum[1] / bright;
    return ofBright >= ofDark;
  }

  /** The parts of one side. */
  List<MapObject> objects(boolean bright) {
    boolean[] set = new boolean[brightness.length];
    for (int i = 0; i < set.length; i++) {
      set[i] = bright ? brightness[i] > threshold : brightness[i] <= threshold;
    }
    List<Mask> parts = Components.of(canvas, r, set, LEAST_OBJECT);
    return parts.stream().map(mask -> new MapObject(mask, Color.WHITE)).toList();
  }
}
