package io.github.palimpsest.roi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.OvalRoi;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.process.ByteProcessor;
import ij.process.FloatProcessor;
import io.github.palimpsest.check.BadInput;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaskRecipeTest {
  private static final int W = 40;
  private static final int H = 30;

  private static MaskRecipe recipe(String source, double grow, boolean invert, double feather) {
    return new MaskRecipe(source, "", RoiGroups.ALL, grow, invert, feather);
  }

  private static ImagePlus ramp() {
    FloatProcessor ip = new FloatProcessor(W, H);
    for (int i = 0; i < W * H; i++) {
      ip.setf(i, i % W);
    }
    ip.setf(0, Float.NaN);
    return new ImagePlus("ramp.tif", ip);
  }

  private static String refusal(ImagePlus imp, MaskRecipe recipe) {
    String sentence = assertThrows(BadInput.class, () -> recipe.of(imp, 1)).getMessage();
    assertTrue(sentence.endsWith(".") && sentence.indexOf('\n') < 0, sentence);
    return sentence;
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 2.5, 7, -1, -2.5, -4})
  void growsByEuclideanDistance(double grow) {
    Random random = new Random(4);
    float[] before = new float[W * H];
    for (int i = 0; i < before.length; i++) {
      boolean many = grow < 0;
      before[i] = random.nextInt(60) == 0 == many ? 0 : 1;
    }
    Mask mask = Mask.of(W, H, before).grow(grow);
    for (int i = 0; i < before.length; i++) {
      boolean on = grow < 0 && before[i] > 0;
      for (int j = 0; j < before.length; j++) {
        double d = Math.hypot(i % W - j % W, i / W - j / W);
        on |= grow > 0 && before[j] > 0 && d <= grow;
        on &= grow > 0 || before[j] > 0 || d > -grow;
      }
      assertEquals(on ? 1 : 0, mask.at(i % W, i / W), "pixel " + i);
    }
  }

  @Test
  void ordersGrowInvertFeather() {
    ImagePlus imp = ramp();
    imp.setRoi(new Roi(10, 8, 12, 10));
    Mask plain = new MaskReader(imp, "Selection", sentence -> {}).read(1, 0, 0);
    Mask mask = recipe("Selection", 2, true, 3).of(imp, 1);
    assertArrayEquals(plain.grow(2).inverted().feathered(3).weights(), mask.weights());
    assertEquals(0, mask.at(12, 10));
    assertEquals(0.25f, mask.at(12, 5));
    assertEquals(1, mask.at(0, 0));
    assertArrayEquals(new float[] {0.75f, 1}, new float[] {1 - 0.25f, plain.at(12, 10)});
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"10,19 | 300", "0,0 | 29", "38.5,1e9 | 30", "-5,39 | 1199"})
  void thresholdsIncludeBothEndsAndNoNaN(String limits, int pixels) {
    Mask mask = new MaskRecipe("Threshold", limits, RoiGroups.ALL, 0, false, 0).of(ramp(), 1);
    assertEquals(pixels, mask.count());
  }

  @Test
  void thresholdsByMethodOrAsSetInImagej() {
    ByteProcessor ip = new ByteProcessor(W, H);
    ip.setColor(200);
    ip.fill(new OvalRoi(5, 5, 12, 12));
    int bright = (int) ip.getStatistics().histogram[200];
    ImagePlus imp = new ImagePlus("discs", ip);
    for (String method : new String[] {"Otsu dark", "otsu dark", "Default dark"}) {
      Mask mask = new MaskRecipe("threshold", method, RoiGroups.ALL, 0, false, 0).of(imp, 1);
      assertEquals(bright, mask.count(), method);
    }
    assertEquals(
        W * H - bright,
        new MaskRecipe("Threshold", "Otsu", RoiGroups.ALL, 0, false, 0).of(imp, 1).count());
    assertTrue(refusal(imp, recipe("Threshold", 0, false, 0)).contains("threshold must be given"));
    ip.setThreshold(100, 255, ij.process.ImageProcessor.NO_LUT_UPDATE);
    assertEquals(bright, recipe("Threshold", 0, false, 0).of(imp, 1).count());
  }

  @Test
  void groupsChooseRoisToo() {
    ImagePlus imp = ramp();
    Overlay overlay = new Overlay();
    for (int group = 1; group <= 3; group++) {
      Roi roi = new Roi(10 * group, 5, group, group);
      roi.setGroup(group);
      overlay.add(roi);
    }
    imp.setOverlay(overlay);
    String[] groups = {"2", "1,3", "", "1-2"};
    int[] pixels = {4, 10, 14, 5};
    for (int i = 0; i < groups.length; i++) {
      MaskRecipe some = new MaskRecipe("Overlay", "", RoiGroups.parse(groups[i]), 0, false, 0);
      assertEquals(pixels[i], some.of(imp, 1).count(), groups[i]);
    }
    assertTrue(
        refusal(imp, new MaskRecipe("Overlay", "", RoiGroups.parse("7"), 0, false, 0))
            .contains("groups 7"));
    imp.setRoi(overlay.get(1));
    assertEquals(4, new MaskRecipe("", "", RoiGroups.parse("2"), 0, false, 0).of(imp, 1).count());
    assertTrue(
        refusal(imp, new MaskRecipe("", "", RoiGroups.parse("1"), 0, false, 0))
            .contains("groups (1)"));
    assertTrue(
        refusal(imp, new MaskRecipe("Threshold", "1,2", RoiGroups.parse("1"), 0, false, 0))
            .contains("groups (1) cannot act"));
    assertTrue(
        refusal(imp, new MaskRecipe("Overlay", "1,2", RoiGroups.ALL, 0, false, 0))
            .contains("source=Threshold"));
  }

  /** Twins of what ImageJ itself selects by the same words. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Otsu dark no-reset",
        "Otsu dark",
        "Otsu",
        "Default dark 16-bit",
        "Triangle dark no-reset 16-bit",
        "Li dark stack",
        "Otsu stack no-reset",
        "MaxEntropy dark stack 16-bit no-reset",
        "otsu Dark NO-RESET"
      })
  void theWordsOfAThresholdAreImagejs(String words) {
    for (String type : new String[] {"8-bit", "16-bit", "32-bit"}) {
      ImagePlus imp = noise(type);
      if (!type.equals("8-bit")) {
        imp.setDisplayRange(14000, 21000);
      }
      imp.setSlice(2);
      Mask mask = new MaskRecipe("Threshold", words, RoiGroups.ALL, 0, false, 0).of(imp, 2);
      String exact = words.replace("otsu Dark NO-RESET", "Otsu dark no-reset");
      IJ.setAutoThreshold(imp, exact);
      double min = imp.getProcessor().getMinThreshold();
      double max = imp.getProcessor().getMaxThreshold();
      int expected = 0;
      for (int i = 0; i < W * H; i++) {
        float v = imp.getProcessor().getf(i);
        expected += v >= min && v <= max ? 1 : 0;
      }
      assertEquals(expected, mask.count(), type + " " + words);
      assertTrue(expected > 0 && expected < W * H, type + " " + words);
    }
  }

  private static ImagePlus noise(String type) {
    ImagePlus imp = IJ.createImage("noise", type + " black", W, H, 3);
    Random random = new Random(8);
    for (int s = 1; s <= 3; s++) {
      for (int i = 0; i < W * H; i++) {
        double v = 110 + 20 * s * Math.sin(i / 37.0) + 12 * random.nextGaussian() + i % W;
        imp.getStack()
            .getProcessor(s)
            .setf(i, (float) Math.floor(type.equals("8-bit") ? v : v * 113));
      }
    }
    return imp;
  }

  @ParameterizedTest
  @ValueSource(strings = {"Otsu dark sigma", "Otsu drak", "Otsu dark,no-reset", "Otsu 16bit"})
  void unknownWordsOfAThresholdAreRefused(String words) {
    String sentence =
        refusal(noise("8-bit"), new MaskRecipe("Threshold", words, RoiGroups.ALL, 0, false, 0));
    assertTrue(sentence.contains("threshold (" + words + ")"), sentence);
  }

  @Test
  void masksLabelsOfSomeGroups() {
    ByteProcessor ip = new ByteProcessor(W, H);
    ip.set(3, 3, 1);
    ip.set(5, 5, 2);
    ip.set(7, 7, 9);
    ImagePlus imp = new ImagePlus("labels", ip);
    assertEquals(3, recipe("Labels", 0, false, 0).of(imp, 1).count());
    RoiGroups some = RoiGroups.parse("2-5, 9");
    assertEquals(2, new MaskRecipe("Labels", "", some, 0, false, 0).of(imp, 1).count());
  }

  @Test
  void theImageIsEightBitWithTheCalibration() {
    ImagePlus imp = ramp();
    imp.getCalibration().pixelWidth = 0.3;
    imp.getCalibration().setUnit("µm");
    imp.setRoi(new Roi(10, 8, 12, 10));
    ImagePlus mask = recipe("Selection", 0, false, 1).image(imp, false, sentence -> {});
    assertEquals("ramp-mask", mask.getTitle());
    assertEquals(8, mask.getBitDepth());
    assertEquals(0.3, mask.getCalibration().pixelWidth);
    assertEquals(128, mask.getProcessor().get(10, 12), "half at the rim");
    assertEquals(255, mask.getProcessor().get(15, 12));
    assertEquals(0, mask.getProcessor().get(9, 12));
  }

  @Test
  void aStackHasTheMaskOfEachPlane() {
    ImagePlus imp = ij.IJ.createHyperStack("cells", W, H, 2, 3, 1, 8);
    ij.gui.Overlay overlay = new ij.gui.Overlay();
    Roi roi = new Roi(3, 3, 4, 4);
    roi.setPosition(2, 3, 1);
    overlay.add(roi);
    imp.setOverlay(overlay);
    ImagePlus mask = recipe("Overlay", 0, false, 0).image(imp, true, sentence -> {});
    assertEquals("2 3 1", mask.getNChannels() + " " + mask.getNSlices() + " " + mask.getNFrames());
    for (int i = 1; i <= 6; i++) {
      int expected = i == imp.getStackIndex(2, 3, 1) ? 255 : 0;
      assertEquals(expected, mask.getStack().getProcessor(i).get(4, 4), "plane " + i);
    }
    assertThrows(
        BadInput.class, () -> recipe("nothing", 0, false, 0).image(imp, true, sentence -> {}));
  }

  @Test
  void refusesInOneSentence() {
    ImagePlus imp = ramp();
    imp.setRoi(new Roi(10, 8, 4, 4));
    assertTrue(refusal(imp, recipe("Selection", -9, false, 0)).contains("grow=-9"));
    assertTrue(
        refusal(imp, new MaskRecipe("Threshold", "9,1", RoiGroups.ALL, 0, false, 0))
            .contains("threshold (9,1)"));
    assertTrue(
        refusal(imp, new MaskRecipe("Threshold", "Otto", RoiGroups.ALL, 0, false, 0))
            .contains("threshold (Otto)"));
    ImagePlus rgb = new ImagePlus("rgb", new ij.process.ColorProcessor(W, H));
    assertTrue(
        refusal(rgb, new MaskRecipe("Threshold", "1,2", RoiGroups.ALL, 0, false, 0))
            .contains("RGB"));
    assertTrue(refusal(rgb, recipe("Labels", 0, false, 0)).contains("RGB"));
    for (String groups : new String[] {"x", "3-1", "1,,2", "-3"}) {
      assertThrows(BadInput.class, () -> RoiGroups.parse(groups), groups);
    }
  }
}
