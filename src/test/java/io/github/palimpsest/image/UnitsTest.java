package io.github.palimpsest.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.measure.Calibration;
import ij.process.ShortProcessor;
import io.github.palimpsest.check.BadInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calibrated values as ImageJ shows them, and back. */
class UnitsTest {
  private static ImagePlus image(String type) {
    ImagePlus image = IJ.createImage("density", type, 16, 16, 1);
    for (int i = 0; i < 256; i++) {
      image.getProcessor().set(i, type.equals("8-bit") ? i : i * 257);
    }
    return image;
  }

  static ImagePlus calibrated(String function) {
    ImagePlus image = image(function.startsWith("8") ? "8-bit" : "16-bit");
    Calibration c = image.getCalibration();
    switch (function.substring(function.indexOf(' ') + 1)) {
      case "signed" -> c.setSigned16BitCalibration();
      case "linear" -> c.setFunction(Calibration.STRAIGHT_LINE, new double[] {-3, 0.25}, "mg");
      case "falling" -> c.setFunction(Calibration.STRAIGHT_LINE, new double[] {100, -0.5}, "mg");
      case "polynomial" -> c.setFunction(Calibration.POLY2, new double[] {1, 0.5, 0.01}, "mg");
      case "parabola" -> c.setFunction(Calibration.POLY2, new double[] {0, -2.55, 0.01}, "mg");
      case "clipped" ->
          c.setFunction(Calibration.STRAIGHT_LINE, new double[] {-30, 0.5}, "mg", true);
      case "flat" -> c.setFunction(Calibration.STRAIGHT_LINE, new double[] {1e6, 1e-9}, "mg");
      case "od" -> c.setFunction(Calibration.UNCALIBRATED_OD, null, "Uncalibrated OD");
      case "custom" -> c.setCTable(cubes(), "a.u.");
      default -> throw new IllegalArgumentException(function);
    }
    return image;
  }

  private static float[] cubes() {
    float[] table = new float[256];
    for (int i = 0; i < 256; i++) {
      table[i] = (float) Math.pow(i - 100, 3);
    }
    return table;
  }

  /** ImageJ's own value of every pixel, and its raw value again. */
  @ParameterizedTest
  @CsvSource({
    "16 signed",
    "16 linear",
    "8 linear",
    "8 falling",
    "16 falling",
    "8 polynomial",
    "8 od",
    "8 custom"
  })
  void valuesAreImageJs(String function) {
    ImagePlus image = calibrated(function);
    Units units = Units.of(image);
    assertNull(units.doubt());
    for (int i = 0; i < 256; i++) {
      float shown = image.getProcessor().getPixelValue(i % 16, i / 16);
      int raw = image.getProcessor().get(i);
      assertEquals(shown, (float) units.toCalibrated(raw), function);
      assertEquals(raw, units.toRaw(shown), function);
      // what lies between and beyond two pixel values goes there and back, too
      for (double between : new double[] {raw + 0.375, raw - 70000.5}) {
        double back = units.toRaw(units.toCalibrated(between));
        assertEquals(between, back, 1e-6 * (1 + Math.abs(between)), function);
      }
    }
    assertTrue(units.rising() != (function.contains("falling") || function.contains("od")));
  }

  /** Functions that cannot be turned round leave values raw, and say so. */
  @ParameterizedTest
  @CsvSource({"8 parabola", "8 clipped", "16 flat"})
  void otherFunctionsAreTold(String function) {
    ImagePlus image = calibrated(function);
    Units units = Units.of(image);
    assertTrue(units.raw());
    assertNotNull(units.doubt());
    assertEquals(7.5, units.toCalibrated(7.5));
    assertEquals(7.5, units.toRaw(7.5));
    assertTrue(units.rising());
    BadInput e = assertThrows(BadInput.class, () -> units.toRaw(new IntensityRange(1, 2)));
    assertTrue(e.getMessage().contains("density"), e.getMessage());
    float[] raw = {0, 255};
    float[] shown = {
      image.getProcessor().getPixelValue(0, 0),
      function.startsWith("8")
          ? image.getProcessor().getPixelValue(15, 15)
          : image.getProcessor().getPixelValue(1, 0)
    };
    raw[1] = function.startsWith("8") ? 255 : 257;
    assertArrayEquals(shown, units.values(raw));
  }

  @Test
  void otherTypesHaveRawValuesOnly() {
    for (String type : new String[] {"8-bit", "16-bit", "32-bit", "RGB"}) {
      ImagePlus image = IJ.createImage("plain", type, 4, 4, 1);
      if (type.equals("32-bit") || type.equals("RGB")) {
        // ImageJ does not apply it either
        image.getCalibration().setFunction(Calibration.STRAIGHT_LINE, new double[] {5, 2}, "mg");
      }
      assertSame(Units.RAW, Units.of(image), type);
    }
    float[][] values = {{1, 2}};
    assertSame(values, Units.RAW.toCalibrated(values));
    assertSame(values, Units.RAW.toRaw(values, null));
  }

  @Test
  void aRangeIsTurnedIntoRawValues() {
    Units signed = Units.of(calibrated("16 signed"));
    assertEquals(new IntensityRange(32168, 33368), signed.toRaw(new IntensityRange(-600, 600)));
    Units falling = Units.of(calibrated("8 falling"));
    assertEquals(new IntensityRange(20, 180), falling.toRaw(new IntensityRange(10, 90)));
  }

  /** NaN painted by the user stays what it is, to be refused later. */
  @Test
  void paintThatIsNoNumberStaysSo() {
    Units signed = Units.of(calibrated("16 signed"));
    float[][] raw = signed.toRaw(new float[][] {{Float.NaN, -1, 3}}, new float[][] {{5, 32767, 9}});
    assertTrue(Float.isNaN(raw[0][0]));
    assertEquals(32767f, raw[0][1]);
    assertEquals(32771f, raw[0][2]);
  }

  @Test
  void labelsOfSignedImagesAreSigned() {
    ImagePlus labels = new ImagePlus("labels", new ShortProcessor(2, 1));
    float[] raw = {32768, 32770};
    assertArrayEquals(new float[] {32768, 32770}, Units.signed(labels, raw));
    labels.getCalibration().setSigned16BitCalibration();
    assertArrayEquals(new float[] {0, 2}, Units.signed(labels, raw));
  }
}
