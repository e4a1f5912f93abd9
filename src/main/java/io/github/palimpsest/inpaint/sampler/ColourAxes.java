package io.github.palimpsest.inpaint.sampler;

import io.github.palimpsest.image.Quantiles;
import io.github.palimpsest.image.SortedValues;
import io.github.palimpsest.image.ValueCounts;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * The axes along which the colours of a picture vary, strongest first (principal components): what
 * a one-channel model paints along each of them varies as the picture's colours do, where red,
 * green and blue painted apart go their own ways and leave coloured blotches.
 *
 * <p>Of axis k, −1…1 is the robust range of the known pixels, as for a picture of its own. The map
 * is affine and invertible, so that nothing else needs to know of it. Immutable.
 */
public final class ColourAxes implements Serializable {
  private static final long serialVersionUID = 1;

  /** How often the pixels of a picture that is not in memory are visited. */
  public static final int VISITS = 4;

  private static final int SWEEPS = 20;

  /** Least half range of an axis: a grey picture stays grey. */
  private static final double LEAST = 1e-4;

  private final double[][] axes;
  private final double[] middle;
  private final double[] half;

  /** Along {@code axes}, each of length 1 and at right angles to the others. */
  private ColourAxes(double[][] axes, double[] middle, double[] half) {
    this.axes = axes;
    this.middle = middle;
    this.half = half;
  }

  /**
   * The axes of the known pixels.
   *
   * @param planes [channels][n], finite
   * @param mask n weights; 0 = known
   * @return null if fewer than two pixels are known
   */
  static ColourAxes of(float[][] planes, float[] mask) {
    int[] known = IntStream.range(0, mask.length).filter(i -> mask[i] == 0).toArray();
    if (known.length < 2) {
      return null;
    }
    return of(
        planes.length,
        known.length,
        visit -> {
          for (int i : known) {
            visit.pixel(planes, i);
          }
        },
        axes -> {
          float[] values = new float[known.length];
          return k -> {
            for (int j = 0; j < known.length; j++) {
              values[j] = (float) along(axes[k], planes, known[j]);
            }
            return SortedValues.of(values);
          };
        });
  }

  /** Visits known pixels. */
  public interface Visit {
    /**
     * A pixel.
     *
     * @param planes [channels][n], finite
     * @param i its index
     */
    void pixel(float[][] planes, int i);
  }

  /**
   * The axes of the known pixels of a picture that need not be in memory.
   *
   * @param channels of the picture
   * @param count of the known pixels
   * @param known visits them, row by row, as often as it is asked
   * @return null if fewer than two pixels are known
   */
  public static ColourAxes of(int channels, long count, Consumer<Visit> known) {
    if (count < 2) {
      return null;
    }
    return of(
        channels,
        count,
        known,
        axes -> {
          SortedValues[] sorted =
              ValueCounts.of(
                  axes.length,
                  false,
                  sink ->
                      known.accept(
                          (planes, i) -> {
                            for (int k = 0; k < axes.length; k++) {
                              sink.add(k, (float) along(axes[k], planes, i));
                            }
                          }));
          return k -> sorted[k];
        });
  }

  private static ColourAxes of(
      int channels,
      long count,
      Consumer<Visit> known,
      Function<double[][], IntFunction<SortedValues>> sorter) {
    double[][] axes = eigenvectors(covariance(channels, count, known));
    double[] middle = new double[axes.length];
    double[] half = new double[axes.length];
    IntFunction<SortedValues> sorted = sorter.apply(axes);
    for (int k = 0; k < axes.length; k++) {
      SortedValues values = sorted.apply(k);
      double low = Quantiles.low(values);
      double high = Quantiles.high(values);
      middle[k] = (low + high) / 2;
      half[k] = Math.max(LEAST, (high - low) / 2);
    }
    return new ColourAxes(axes, middle, half);
  }

  private static double along(double[] axis, float[][] planes, int i) {
    double sum = 0;
    for (int c = 0; c < axis.length; c++) {
      sum += axis[c] * planes[c][i];
    }
    return sum;
  }

  /** Planes along axis k. */
  float[] toModel(int k, float[][] planes) {
    float[] out = new float[planes[0].length];
    for (int i = 0; i < out.length; i++) {
      out[i] = (float) ((along(axes[k], planes, i) - middle[k]) / half[k]);
    }
    return out;
  }

  /** Adds what lies along axis k; over all axes the planes themselves. */
  void addTo(float[][] planes, int k, float[] values) {
    for (int c = 0; c < planes.length; c++) {
      for (int i = 0; i < values.length; i++) {
        planes[c][i] += (float) (axes[k][c] * (middle[k] + half[k] * values[i]));
      }
    }
  }

  private static double[][] covariance(int n, long count, Consumer<Visit> known) {
    double[] mean = new double[n];
    double[][] sum = new double[n][n];
    known.accept(
        (planes, i) -> {
          for (int c = 0; c < n; c++) {
            mean[c] += planes[c][i] / count;
          }
        });
    known.accept(
        (planes, i) -> {
          for (int c = 0; c < n; c++) {
            for (int d = 0; d < n; d++) {
              sum[c][d] += (planes[c][i] - mean[c]) * (planes[d][i] - mean[d]) / count;
            }
          }
        });
    return sum;
  }

  /** Of a symmetric matrix by Jacobi's rotations, largest eigenvalue first, sums not negative. */
  private static double[][] eigenvectors(double[][] a) {
    int n = a.length;
    double[][] v = new double[n][n];
    for (int i = 0; i < n; i++) {
      v[i][i] = 1;
    }
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      for (int p = 0; p < n; p++) {
        for (int q = p + 1; q < n; q++) {
          if (Math.abs(a[p][q]) > 1e-15 * Math.sqrt(Math.abs(a[p][p] * a[q][q]))) {
            rotate(a, v, p, q);
          }
        }
      }
    }
    Integer[] order = new Integer[n];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingDouble(i -> -a[i][i]));
    double[][] axes = new double[n][];
    for (int k = 0; k < n; k++) {
      axes[k] = v[order[k]];
      double sign = Arrays.stream(axes[k]).sum() < 0 ? -1 : 1;
      axes[k] = Arrays.stream(axes[k]).map(x -> sign * x).toArray();
    }
    return axes;
  }

  /** Makes a[p][q] zero; rows of {@code v} are the vectors. */
  private static void rotate(double[][] a, double[][] v, int p, int q) {
    double theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
    double t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
    double c = 1 / Math.sqrt(t * t + 1);
    double s = t * c;
    for (int k = 0; k < a.length; k++) {
      double kp = a[k][p];
      a[k][p] = c * kp - s * a[k][q];
      a[k][q] = s * kp + c * a[k][q];
    }
    for (int k = 0; k < a.length; k++) {
      double pk = a[p][k];
      a[p][k] = c * pk - s * a[q][k];
      a[q][k] = s * pk + c * a[q][k];
      double vp = v[p][k];
      v[p][k] = c * vp - s * v[q][k];
      v[q][k] = s * vp + c * v[q][k];
    }
  }
}
