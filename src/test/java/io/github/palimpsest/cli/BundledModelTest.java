package io.github.palimpsest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.gui.OvalRoi;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.process.FloatProcessor;
import ij.process.ImageConverter;
import ij.process.ImageProcessor;
import ij.process.ImageStatistics;
import io.github.palimpsest.Palimpsest;
import io.github.palimpsest.model.Denoiser;
import io.github.palimpsest.model.LoadedModel;
import io.github.palimpsest.model.Models;
import java.awt.Point;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The model in the jar beyond the crops it was trained on: other sizes, types, exposures. */
class BundledModelTest {
  private static final ImagePlus SAMPLE = SampleImage.make();

  private static ImagePlus part(int width, int height) {
    ImagePlus part = SAMPLE.duplicate();
    part.deleteRoi();
    part.setProcessor(part.getProcessor().resize(width, height, true));
    part.setTitle("part");
    part.resetDisplayRange();
    return part;
  }

  /**
   * Fills the middle third; nothing else changes, and the fill stays where the picture's values
   * are.
   */
  private static ImagePlus filled(ImagePlus image, int steps) {
    int w = image.getWidth();
    int h = image.getHeight();
    image.setRoi(new OvalRoi(w / 3, h / 3, w / 3, h / 3));
    ImageStatistics before = ImageStatistics.getStatistics(rest(image));
    ImagePlus result =
        Palimpsest.open("micrographs")
            .with("context", "Whole image")
            .with("steps", steps)
            .with("seed", 3)
            .inpaint(image)
            .result();
    assertEquals(0, OutsideCheck.changed(image, result, OutsideCheck.mask(image)));
    ImageProcessor fill = result.getProcessor();
    fill.setRoi(image.getRoi());
    ImageStatistics after = ImageStatistics.getStatistics(fill);
    // of a flat picture, range=Auto takes the type's range
    double range = before.max > before.min ? before.max - before.min : 65535;
    assertTrue(Double.isFinite(after.mean) && Double.isFinite(after.max), "finite");
    assertTrue(
        after.mean > before.min - 0.2 * range && after.mean < before.max + 0.2 * range,
        after.mean + " beside " + before.min + "…" + before.max);
    return result;
  }

  private static ImageProcessor rest(ImagePlus image) {
    ImageProcessor pixels = image.getProcessor().duplicate();
    Roi inverse = image.getRoi().getInverse(image);
    pixels.setRoi(inverse);
    return pixels;
  }

  @ParameterizedTest
  @CsvSource({"32,32,4", "33,47,4", "101,64,4", "250,190,2", "1024,1024,1"})
  void anySizeIsFilled(int width, int height, int steps) {
    ImagePlus image = part(width, height);
    assertLooksLikeTheRest(image, filled(image, steps));
  }

  /**
   * The fill has contrast and grain like the rest: measured ratios are 0.75 to 0.95 and 0.77 to
   * 1.66. A blank has neither; noise with the rest's contrast has 2.1 (small) to 24 times its
   * grain.
   */
  private static void assertLooksLikeTheRest(ImagePlus image, ImagePlus result) {
    Roi hole = image.getRoi();
    ImageStatistics rest = ImageStatistics.getStatistics(rest(image));
    double grain = grain(image.getProcessor(), hole.getInverse(image));
    FloatProcessor fill = result.getProcessor().convertToFloatProcessor();
    assertLike(rest.stdDev, contrast(fill, hole), 1.6, "contrast");
    assertLike(grain, grain(fill, hole), 1.9, "grain");
    Random random = new Random(1);
    for (Point p : hole.getContainedPoints()) {
      fill.setf(p.x, p.y, (float) (rest.mean + rest.stdDev * random.nextGaussian()));
    }
    assertTrue(grain(fill, hole) > 2 * grain, "noise would pass");
  }

  private static void assertLike(double rest, double fill, double most, String what) {
    double ratio = fill / rest;
    assertTrue(ratio > 1 / most && ratio < most, what + " of fill over rest " + ratio);
  }

  private static double contrast(ImageProcessor pixels, Roi roi) {
    pixels.setRoi(roi);
    return ImageStatistics.getStatistics(pixels).stdDev;
  }

  /** Mean difference of neighbours left and right that both lie in the roi. */
  private static double grain(ImageProcessor pixels, Roi roi) {
    ImageProcessor values = pixels.convertToFloatProcessor();
    Set<Point> inside = Set.of(roi.getContainedPoints());
    return inside.stream()
        .filter(p -> inside.contains(new Point(p.x + 1, p.y)))
        .mapToDouble(p -> Math.abs(values.getf(p.x + 1, p.y) - values.getf(p.x, p.y)))
        .average()
        .orElseThrow();
  }

  static Stream<Arguments> exposures() {
    ImagePlus dim = part(96, 80);
    dim.getProcessor().subtract(dim.getStatistics().min);
    dim.getProcessor().multiply(12 / dim.getStatistics().max);
    ImagePlus saturated = part(96, 80);
    saturated.getProcessor().max(saturated.getStatistics().mean);
    ImagePlus eight = part(96, 80);
    new ImageConverter(eight).convertToGray8();
    ImagePlus real = part(96, 80);
    new ImageConverter(real).convertToGray32();
    real.getProcessor().multiply(1e-6);
    ImagePlus colour = eight.duplicate();
    new ImageConverter(colour).convertToRGB();
    return Stream.of(
        Arguments.of("dim", dim),
        Arguments.of("saturated", saturated),
        Arguments.of("8-bit", eight),
        Arguments.of("32-bit, tiny values", real),
        Arguments.of("RGB", colour));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("exposures")
  void anyExposureIsFilled(String name, ImagePlus image) {
    assertLooksLikeTheRest(image, filled(image, 4));
  }

  /** Nothing is known of the noise of a flat picture; the fill has a thousandth of the range. */
  @Test
  void aFlatPictureStaysNearlyFlat() {
    ImagePlus flat = part(96, 80);
    flat.getProcessor().set(700);
    ImagePlus result = filled(flat, 4);
    ImageProcessor fill = result.getProcessor();
    assertTrue(contrast(fill, flat.getRoi()) < 65.5, "contrast " + contrast(fill, flat.getRoi()));
    assertEquals(700, mean(result, flat.getRoi()), 65.5);
  }

  /**
   * Edges are not taken for grain: a picture without noise is filled without, one with noise as
   * grained as it is.
   */
  @Test
  void grainIsAsStrongAsTheNoise() {
    ImagePlus clean = discs(0);
    double grain = roughness(filled(clean, 12), clean.getRoi());
    assertTrue(grain < 25, "without noise " + grain);
    ImagePlus noisy = discs(150);
    double noise = roughness(noisy, noisy.getRoi().getInverse(noisy));
    double ratio = roughness(filled(noisy, 12), noisy.getRoi()) / noise;
    assertTrue(ratio > 0.7 && ratio < 1.4, "with noise " + ratio);
  }

  /** Dark discs, 6000 below an even ground, not quite in rows; their rims are two pixels wide. */
  private static ImagePlus discs(double noise) {
    int side = 144;
    Random places = new Random(1);
    Random grain = new Random(2);
    float[] pixels = new float[side * side];
    Arrays.fill(pixels, 9000);
    for (int y = 12; y < side; y += 24) {
      for (int x = 12; x < side; x += 24) {
        double cx = x + 6 * (places.nextDouble() - 0.5);
        double cy = y + 6 * (places.nextDouble() - 0.5);
        for (int i = 0; i < pixels.length; i++) {
          double depth = 2.5 - Math.hypot(i % side - cx, i / side - cy) / 2;
          pixels[i] -= (float) (6000 * Math.max(0, Math.min(1, depth)));
        }
      }
    }
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] += (float) (noise * grain.nextGaussian());
    }
    ImagePlus image = new ImagePlus("discs", new FloatProcessor(side, side, pixels));
    image.setRoi(new OvalRoi(side / 3, side / 3, side / 3, side / 3));
    return image;
  }

  /** Median distance of the roi's pixels from the mean of their neighbours left and right. */
  private static double roughness(ImagePlus image, Roi roi) {
    ImageProcessor pixels = image.getProcessor();
    double[] distances =
        Arrays.stream(roi.getContainedPoints())
            .filter(p -> p.x > 0 && p.x < image.getWidth() - 1)
            .mapToDouble(
                p ->
                    Math.abs(
                        pixels.getf(p.x, p.y)
                            - (pixels.getf(p.x - 1, p.y) + pixels.getf(p.x + 1, p.y)) / 2))
            .sorted()
            .toArray();
    return distances[distances.length / 2];
  }

  /** The control net sees the hole that the U-Net sees; without, it puts nothing into it. */
  @Test
  void aSegmentationIsFollowedWithinTheHole() {
    ImagePlus image = part(192, 160);
    Overlay ovals = new Overlay();
    for (Roi oval : List.of(new OvalRoi(70, 54, 24, 24), new OvalRoi(98, 80, 24, 26))) {
      oval.setProperty("palimpsest.role", "control");
      ovals.add(oval);
    }
    image.setOverlay(ovals);
    image.setRoi(new Roi(64, 48, 64, 64));
    ImagePlus result =
        Palimpsest.open("micrographs")
            .with(Map.of("prompt", "nuclei", "control", "segmentation", "steps", 12, "seed", 3))
            .inpaint(image)
            .result();
    double inside = (mean(result, ovals.get(0)) + mean(result, ovals.get(1))) / 2;
    double hole = mean(result, new Roi(64, 48, 64, 64));
    assertTrue(inside > 1.3 * hole, "ovals " + inside + ", whole hole " + hole);
  }

  private static double mean(ImagePlus image, Roi roi) {
    ImageProcessor pixels = image.getProcessor();
    pixels.setRoi(roi);
    return ImageStatistics.getStatistics(pixels).mean;
  }

  /**
   * So a large picture may be cut into tiles: none of them knows its border some 50 pixels away.
   */
  @Test
  void theNetworkSeesItsNeighbourhoodOnly() {
    int large = 256;
    int small = 128;
    int from = (large - small) / 2;
    float[][] planes = new float[3][large * large];
    Random random = new Random(5);
    for (int i = 0; i < large * large; i++) {
      int x = i % large;
      int y = i / large;
      planes[0][i] = (float) random.nextGaussian();
      planes[1][i] = Math.hypot(x - 128, y - 128) < 40 ? 1 : 0;
      planes[2][i] = (float) (Math.sin(x / 9.0) * Math.cos(y / 7.0)) / 2;
    }
    float[] whole = predict(planes, large);
    float[][] parts = new float[3][];
    for (int k = 0; k < 3; k++) {
      parts[k] = cut(planes[k], large, from, small);
    }
    float[] tile = predict(parts, small);
    float worst = 0;
    float most = 0;
    float[] same = cut(whole, large, from, small);
    for (int y = 56; y < 72; y++) {
      for (int x = 56; x < 72; x++) {
        worst = Math.max(worst, Math.abs(tile[y * small + x] - same[y * small + x]));
        most = Math.max(most, Math.abs(same[y * small + x]));
      }
    }
    assertTrue(worst <= 0.02 * most, "tile and whole differ by " + worst + " of " + most);
  }

  private static float[] cut(float[] plane, int side, int from, int size) {
    float[] part = new float[size * size];
    for (int y = 0; y < size; y++) {
      System.arraycopy(plane, (from + y) * side + from, part, y * size, size);
    }
    return part;
  }

  private static float[] predict(float[][] planes, int side) {
    float[] out = new float[side * side];
    try (LoadedModel model = Models.find("micrographs").load("CPU", s -> {});
        Denoiser denoiser = model.denoiser(side, side, model.encode("nuclei", s -> {}))) {
      denoiser.bindMask(planes[1], planes[2]);
      denoiser.predict(planes[0], 500, out);
    }
    return out;
  }
}
