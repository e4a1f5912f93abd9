package io.github.palimpsest.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import io.github.palimpsest.check.BadInput;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RangeRuleTest {
  private static IntensityRange resolve(String rule, ImagePlus imp, float[] mask) {
    Plane plane = Plane.of(imp, 1);
    return RangeRule.parse(rule).resolve(imp, plane, plane.read(), mask);
  }

  @Test
  void isExactlyInvertible() {
    IntensityRange range = new IntensityRange(-13.7, 40211.3);
    Random random = new Random(1);
    for (int i = 0; i < 10_000; i++) {
      double v = random.nextGaussian() * 1e5;
      assertEquals(v, range.toSource(range.toModel(v)), 1e-10 * 1e5);
    }
    assertEquals(-1, range.toModel(-13.7));
    assertEquals(1, range.toModel(40211.3));
    assertEquals(40211.3, range.toSource(1), 1e-11);
  }

  @Test
  void keepsEvery16BitValueThroughFloatModelValues() {
    IntensityRange range = new IntensityRange(0, 65535);
    float[] all = new float[65536];
    for (int i = 0; i < 65536; i++) {
      all[i] = i;
    }
    float[] back = range.toSource(range.toModel(all));
    for (int i = 0; i < 65536; i++) {
      assertEquals(i, SampleType.UINT16.round(back[i]));
    }
  }

  @Test
  void readsNonFiniteAsTheMiddle() {
    float[][] raw = {{Float.NaN, Float.POSITIVE_INFINITY, 10, 0}};
    assertArrayEquals(new float[] {0, 0, 1, -1}, new IntensityRange(0, 10).toModel(raw[0]));
    assertEquals(2, IntensityRange.countNonFinite(raw));
  }

  @Test
  void autoLeavesOutMaskedNonFiniteAndOutliers() {
    ImagePlus imp = IJ.createImage("x", "32-bit black", 100, 100, 1);
    float[] p = (float[]) imp.getProcessor().getPixels();
    float[] mask = new float[p.length];
    for (int i = 0; i < p.length; i++) {
      p[i] = i % 1000;
    }
    p[3] = Float.NaN;
    p[4] = Float.NEGATIVE_INFINITY;
    p[5] = 1e9f;
    for (int i = 9000; i < 10000; i++) {
      p[i] = 50_000;
      mask[i] = 0.1f;
    }
    IntensityRange range = resolve("Auto", imp, mask);
    assertTrue(range.min() >= 0 && range.min() <= 2, "" + range);
    assertTrue(range.max() >= 997 && range.max() <= 999, "" + range);
  }

  @Test
  void autoAgreesWithNumpyPercentiles() {
    ImagePlus imp = IJ.createImage("x", "16-bit black", 11, 1, 1);
    for (int i = 0; i < 11; i++) {
      imp.getProcessor().set(i, 100 * i * i);
    }
    // numpy.percentile([0, 100, 400, … 10000], [0.1, 99.9])
    IntensityRange range = resolve("auto", imp, null);
    assertEquals(1.0, range.min(), 1e-9);
    assertEquals(9981.0, range.max(), 1e-9);
  }

  @Test
  void autoOfAMaskedImageUsesAllOfIt() {
    ImagePlus imp = IJ.createImage("x", "8-bit ramp", 256, 1, 1);
    float[] mask = new float[256];
    java.util.Arrays.fill(mask, 1);
    assertTrue(resolve("Auto", imp, mask).max() > 250);
  }

  @Test
  void constantImagesGetAnInterval() {
    assertEquals(
        new IntensityRange(0, 255),
        resolve("Auto", IJ.createImage("x", "8-bit white", 5, 5, 1), null));
    ImagePlus f = IJ.createImage("x", "32-bit black", 5, 5, 1);
    assertEquals(new IntensityRange(-1, 1), resolve("Auto", f, null));
    f.getProcessor().set(0.0);
    f.getProcessor().add(20);
    assertEquals(new IntensityRange(0, 40), resolve("Auto", f, null));
    f.getProcessor().set(Double.NaN);
    assertEquals(new IntensityRange(-1, 1), resolve("Auto", f, null));
  }

  @Test
  void typeAndDisplayAndExplicit() {
    ImagePlus imp = IJ.createImage("x", "16-bit ramp", 64, 8, 1);
    assertEquals(new IntensityRange(0, 65535), resolve("Type", imp, null));
    imp.setDisplayRange(100, 900);
    assertEquals(new IntensityRange(100, 900), resolve("display", imp, null));
    assertEquals(new IntensityRange(-5.5, 1e3), resolve(" -5.5, 1e3 ", imp, null));
    ImagePlus f = IJ.createImage("x", "32-bit ramp", 64, 8, 1);
    BadInput e = assertThrows(BadInput.class, () -> resolve("Type", f, null));
    assertTrue(e.getMessage().contains("use Auto"), e.getMessage());
  }

  @Test
  void displayIsThatOfThePlanesChannel() {
    ImagePlus imp = IJ.createHyperStack("x", 8, 8, 2, 1, 1, 16);
    CompositeImage composite = new CompositeImage(imp, CompositeImage.COMPOSITE);
    composite.setPosition(2, 1, 1);
    composite.setDisplayRange(10, 20);
    composite.setPosition(1, 1, 1);
    composite.setDisplayRange(3, 4);
    RangeRule rule = RangeRule.parse("Display");
    Plane second = Plane.of(composite, 2);
    assertEquals(new IntensityRange(10, 20), rule.resolve(composite, second, second.read(), null));
    assertEquals(new IntensityRange(3, 4), resolve("Display", composite, null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Automatic", "5", "5,5", "6,5", "1,2,3", "a,b", "NaN,2", "0,Infinity"})
  void refusesAnythingElse(String text) {
    BadInput e = assertThrows(BadInput.class, () -> RangeRule.parse(text));
    assertTrue(e.getMessage().startsWith("range (" + text + ")"), e.getMessage());
  }
}
