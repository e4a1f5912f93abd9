package io.github.palimpsest.cli;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.PolygonRoi;
import ij.gui.Roi;
import ij.measure.Calibration;
import ij.process.ShortProcessor;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Makes {@code examples/nuclei.tif}: a simulated wide-field image of stained nuclei with a dust
 * fibre in the light path, which the image's selection surrounds. The same bits on every machine:
 * only StrictMath and a seeded generator.
 *
 * <p>Model of the camera: photons = illumination · dust · (optics ∗ stain + haze), then Poisson
 * noise, gain, read noise and offset.
 */
final class SampleImage {
  static final int WIDTH = 384;
  static final int HEIGHT = 320;
  private static final double MICRONS_PER_PIXEL = 0.325;
  private static final double OFFSET = 100;
  private static final double GAIN = 2.2;
  private static final double READ_NOISE = 4;
  private static final int NUCLEI = 46;

  private final Random random = new Random(20261124);

  private SampleImage() {}

  static ImagePlus make() {
    return new SampleImage().photograph();
  }

  private ImagePlus photograph() {
    double[] sharp = new double[WIDTH * HEIGHT];
    double[] deep = new double[WIDTH * HEIGHT];
    double[] chromatin = blur(white(), 1.6);
    List<double[]> placed = new ArrayList<>();
    for (int i = 0; i < NUCLEI; i++) {
      place(placed, sharp, deep, chromatin, i % 6 == 5);
    }
    double[] stain = blur(sharp, 1.3);
    double[] haze = blur(sharp, 14);
    double[] out = blur(deep, 4.5);
    double[] dust = blur(fibre(), 1.4);
    ShortProcessor pixels = new ShortProcessor(WIDTH, HEIGHT);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        int at = y * WIDTH + x;
        double light = stain[at] + 0.28 * haze[at] + 0.8 * out[at] + 46;
        double photons = poisson(light * illumination(x, y) * (1 - 0.93 * dust[at]));
        double value = OFFSET + GAIN * photons + READ_NOISE * random.nextGaussian();
        pixels.set(at, (int) StrictMath.rint(Math.max(0, value)));
      }
    }
    return dressed(pixels);
  }

  private static ImagePlus dressed(ShortProcessor pixels) {
    ImagePlus image = new ImagePlus("nuclei.tif", pixels);
    Calibration calibration = new Calibration();
    calibration.pixelWidth = MICRONS_PER_PIXEL;
    calibration.pixelHeight = MICRONS_PER_PIXEL;
    calibration.setUnit("µm");
    image.setCalibration(calibration);
    image.setProp(
        "Note", "Simulated by the Palimpsest project (BSD-2-Clause); the selection is the dust.");
    image.setDisplayRange(100, 2200);
    image.setRoi(selection());
    return image;
  }

  /** One nucleus: an ellipse with a wavy rim and granular stain, apart from the others. */
  private void place(
      List<double[]> placed,
      double[] sharp,
      double[] deep,
      double[] chromatin,
      boolean outOfFocus) {
    double cx = 0;
    double cy = 0;
    double a = 0;
    boolean free = false;
    for (int tries = 0; tries < 200 && !free; tries++) {
      cx = random.nextDouble() * WIDTH;
      cy = random.nextDouble() * HEIGHT;
      a = 15 + 5 * random.nextDouble();
      free = true;
      for (double[] other : placed) {
        free &= StrictMath.hypot(cx - other[0], cy - other[1]) > 0.92 * (a + other[2]);
      }
    }
    double b = a * (0.66 + 0.24 * random.nextDouble());
    double turn = random.nextDouble() * StrictMath.PI;
    double wave = random.nextDouble() * 2 * StrictMath.PI;
    double level = 330 * (0.6 + 0.8 * random.nextDouble());
    if (!free) {
      return;
    }
    placed.add(new double[] {cx, cy, a});
    double[] to = outOfFocus ? deep : sharp;
    for (int y = (int) Math.max(0, cy - 26); y < Math.min(HEIGHT, cy + 26); y++) {
      for (int x = (int) Math.max(0, cx - 26); x < Math.min(WIDTH, cx + 26); x++) {
        double u = (x - cx) * StrictMath.cos(turn) + (y - cy) * StrictMath.sin(turn);
        double v = (y - cy) * StrictMath.cos(turn) - (x - cx) * StrictMath.sin(turn);
        double angle = StrictMath.atan2(v, u);
        double rim = 1 + 0.05 * StrictMath.sin(3 * angle + wave);
        double r = StrictMath.hypot(u / a, v / b) / rim;
        if (r < 1) {
          double thickness = StrictMath.sqrt(1 - 0.75 * r * r);
          double grain = Math.max(0.25, 1 + 1.3 * chromatin[y * WIDTH + x]);
          to[y * WIDTH + x] = Math.max(to[y * WIDTH + x], level * thickness * grain);
        }
      }
    }
  }

  /** Brightest left of the centre, darker towards the corners. */
  private static double illumination(int x, int y) {
    double dx = (x - 0.42 * WIDTH) / WIDTH;
    double dy = (y - 0.46 * HEIGHT) / WIDTH;
    return 1.08 - 0.85 * (dx * dx + dy * dy);
  }

  /** The fibre's middle line at t from 0 to 1. */
  private static double[] fibrePoint(double t) {
    double x = 128 + 118 * t;
    double y = 196 - 62 * t + 26 * StrictMath.sin(4.1 * t + 0.4);
    return new double[] {x, y};
  }

  /** Half width of the fibre; a grain sits on its end. */
  private static double fibreRadius(double t) {
    return 2.6 + 0.7 * StrictMath.sin(17 * t) + 7.5 * StrictMath.exp(-sq((t - 0.97) / 0.05));
  }

  private static double[] fibre() {
    double[] dust = new double[WIDTH * HEIGHT];
    for (int i = 0; i <= 600; i++) {
      double t = i / 600.0;
      double[] p = fibrePoint(t);
      double r = fibreRadius(t);
      for (int y = (int) (p[1] - r - 1); y <= p[1] + r + 1; y++) {
        for (int x = (int) (p[0] - r - 1); x <= p[0] + r + 1; x++) {
          if (StrictMath.hypot(x - p[0], y - p[1]) <= r) {
            dust[y * WIDTH + x] = 1;
          }
        }
      }
    }
    return dust;
  }

  /** As a user would draw it: around the fibre, some pixels away. */
  private static Roi selection() {
    int n = 40;
    float[] xs = new float[2 * n];
    float[] ys = new float[2 * n];
    for (int i = 0; i < n; i++) {
      double t = -0.035 + 1.1 * i / (n - 1);
      double[] p = fibrePoint(t);
      double[] q = fibrePoint(t + 1e-3);
      double length = StrictMath.hypot(q[0] - p[0], q[1] - p[1]);
      double nx = -(q[1] - p[1]) / length;
      double ny = (q[0] - p[0]) / length;
      double d = fibreRadius(Math.min(1, Math.max(0, t))) + 5 + StrictMath.sin(2.3 * i);
      xs[i] = round(p[0] + d * nx);
      ys[i] = round(p[1] + d * ny);
      xs[2 * n - 1 - i] = round(p[0] - d * nx);
      ys[2 * n - 1 - i] = round(p[1] - d * ny);
    }
    return new PolygonRoi(xs, ys, Roi.FREEROI);
  }

  private static float round(double v) {
    return (float) StrictMath.rint(v);
  }

  private double[] white() {
    double[] noise = new double[WIDTH * HEIGHT];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = 1.9 * random.nextGaussian();
    }
    return noise;
  }

  /** Knuth's method, split so that exp(−mean) stays above zero. */
  private double poisson(double mean) {
    double count = 0;
    for (double left = mean; left > 0; left -= 50) {
      double limit = StrictMath.exp(-Math.min(50, left));
      double product = random.nextDouble();
      while (product > limit) {
        count++;
        product *= random.nextDouble();
      }
    }
    return count;
  }

  /** Gaussian blur, edges repeated. */
  private static double[] blur(double[] image, double sigma) {
    int radius = (int) StrictMath.ceil(3.5 * sigma);
    double[] weights = new double[2 * radius + 1];
    double sum = 0;
    for (int i = -radius; i <= radius; i++) {
      weights[i + radius] = StrictMath.exp(-sq(i / sigma) / 2);
      sum += weights[i + radius];
    }
    double[] rows = new double[image.length];
    double[] both = new double[image.length];
    for (int at = 0; at < image.length; at++) {
      for (int i = -radius; i <= radius; i++) {
        int x = Math.min(WIDTH - 1, Math.max(0, at % WIDTH + i));
        rows[at] += image[at / WIDTH * WIDTH + x] * weights[i + radius] / sum;
      }
    }
    for (int at = 0; at < image.length; at++) {
      for (int i = -radius; i <= radius; i++) {
        int y = Math.min(HEIGHT - 1, Math.max(0, at / WIDTH + i));
        both[at] += rows[y * WIDTH + at % WIDTH] * weights[i + radius] / sum;
      }
    }
    return both;
  }

  private static double sq(double v) {
    return v * v;
  }

  /** Writes the image to the file named first. */
  public static void main(String[] args) {
    IJ.saveAsTiff(make(), args[0]);
  }
}
