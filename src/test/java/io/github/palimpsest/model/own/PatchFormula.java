package io.github.palimpsest.model.own;

import java.util.Arrays;

/** The formula of {@link PatchUnet} in plain loops and double precision. */
final class PatchFormula {
  private final KeptBank bank;
  private final int h;
  private final int w;
  private final PatchSettings s = PatchSettings.DEFAULT;
  private final PatchShape shape = new PatchShape(s.radius(), s.window());

  PatchFormula(KeptBank bank, int h, int w) {
    this.bank = bank;
    this.h = h;
    this.w = w;
  }

  /**
   * The clean estimate.
   *
   * @param maps weight and map of each kind, or null
   * @param wanted bits of words
   */
  float[] estimate(
      float[] x,
      double sigma,
      float[] mask,
      float[] masked,
      double[] weights,
      float[][] maps,
      boolean[] wanted) {
    int c = bank.channels();
    int n = h * w;
    double[][] z = new double[c][n];
    double[] hole = new double[n];
    for (int i = 0; i < n; i++) {
      hole[i] = mask[i];
      for (int k = 0; k < c; k++) {
        z[k][i] =
            mask[i] * x[k * n + i] * Math.sqrt(1 + sigma * sigma)
                + (1 - mask[i]) * masked[k * n + i];
      }
    }
    double[][] m = new double[weights.length][];
    for (int k = 0; k < m.length; k++) {
      m[k] = maps[k] == null ? null : new double[n];
      for (int i = 0; m[k] != null && i < n; i++) {
        m[k][i] = maps[k][i];
      }
    }
    int level = 0;
    int lh = h;
    int lw = w;
    while (level < bank.levels().size() - 1 && sigma / (1 << level) > s.threshold()) {
      for (int k = 0; k < c; k++) {
        z[k] = half(z[k], lh, lw);
      }
      for (int k = 0; k < m.length; k++) {
        m[k] = m[k] == null ? null : half(m[k], lh, lw);
      }
      hole = half(hole, lh, lw);
      lh /= 2;
      lw /= 2;
      level++;
    }
    double[][] out = new double[c][];
    for (int k = 0; k < c; k++) {
      out[k] = z[k].clone();
    }
    for (int i = 0; i < hole.length; i++) {
      if (hole[i] > 0) {
        double[] mean = mean(level, i, lh, lw, z, hole, sigma, weights, m, wanted);
        for (int k = 0; k < c; k++) {
          out[k][i] = mean[k];
        }
      }
    }
    float[] result = new float[c * n];
    for (int k = 0; k < c; k++) {
      for (int i = 0; i < n; i++) {
        double e = linear(out[k], lh, lw, (i / w + .5) / (1 << level), (i % w + .5) / (1 << level));
        result[k * n + i] = (float) (mask[i] * e + (1 - mask[i]) * masked[k * n + i]);
      }
    }
    return result;
  }

  private double[] mean(
      int level,
      int at,
      int lh,
      int lw,
      double[][] z,
      double[] hole,
      double sigma,
      double[] weights,
      double[][] m,
      boolean[] wanted) {
    KeptLevel from = bank.levels().get(level);
    int b = from.count();
    double spread = Math.max(s.lastSpread(), Math.min(s.spread(), s.slope() * sigma));
    double[] score = new double[b];
    for (int p = 0; p < b; p++) {
      boolean under = false;
      boolean any = false;
      for (int word = 0; word < wanted.length; word++) {
        any |= wanted[word];
        under |= wanted[word] && from.members()[word][p] == 1;
      }
      score[p] = from.prior()[p] - (any && !under ? 1e4 : 0);
    }
    int cells = shape.cells();
    for (int j = 0; j < cells; j++) {
      int y = at / lw + shape.dy[j];
      int x = at % lw + shape.dx[j];
      if (y < 0 || x < 0 || y >= lh || x >= lw) {
        continue;
      }
      int i = y * lw + x;
      double var =
          spread * spread
              + sigma * sigma / (1 << 2 * level) * Math.max(s.trust() * s.trust(), hole[i]);
      double a = shape.weights[j] / var;
      for (int p = 0; p < b; p++) {
        for (int k = 0; k < bank.channels(); k++) {
          double v = from.patches()[(k * cells + j) * b + p];
          score[p] += a * (z[k][i] * v - 0.5 * v * v);
        }
      }
      for (int k = 0; k < m.length; k++) {
        for (int p = 0; m[k] != null && p < b; p++) {
          double v = (from.maps()[k][j * b + p] & 255) / 255.0;
          double fit = m[k][i] * v - 0.5 * v * v;
          score[p] += weights[k] * shape.weights[j] / (s.mapSpread() * s.mapSpread()) * fit;
        }
      }
    }
    double most = Arrays.stream(score).max().orElseThrow();
    double sum = 0;
    double[] mean = new double[bank.channels()];
    for (int p = 0; p < b; p++) {
      double weight = Math.exp(score[p] - most);
      sum += weight;
      for (int k = 0; k < mean.length; k++) {
        mean[k] += weight * from.patches()[k * shape.cells() * b + p];
      }
    }
    for (int k = 0; k < mean.length; k++) {
      mean[k] /= sum;
    }
    return mean;
  }

  private static double[] half(double[] v, int h, int w) {
    double[] out = new double[h / 2 * (w / 2)];
    for (int i = 0; i < out.length; i++) {
      int at = i / (w / 2) * 2 * w + i % (w / 2) * 2;
      out[i] = (v[at] + v[at + 1] + v[at + w] + v[at + w + 1]) / 4;
    }
    return out;
  }

  private static double linear(double[] v, int h, int w, double y, double x) {
    double sy = Math.max(0, Math.min(h - 1, y - .5));
    double sx = Math.max(0, Math.min(w - 1, x - .5));
    int y0 = (int) sy;
    int x0 = (int) sx;
    int y1 = Math.min(y0 + 1, h - 1);
    int x1 = Math.min(x0 + 1, w - 1);
    double upper = v[y0 * w + x0] * (1 - sx + x0) + v[y0 * w + x1] * (sx - x0);
    double lower = v[y1 * w + x0] * (1 - sx + x0) + v[y1 * w + x1] * (sx - x0);
    return upper * (1 - sy + y0) + lower * (sy - y0);
  }
}
