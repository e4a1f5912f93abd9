package io.github.palimpsest.record;

import ij.measure.Calibration;
import ij.measure.CurveFitter;
import io.github.palimpsest.image.Units;

/**
 * The units of a step stack, so that what was painted on it is understood where the source is not
 * at hand: a function of ImageJ's, or a table of the calibrated values of all raw ones.
 *
 * @param unit its name
 * @param function number of the function in {@link Calibration}, or null
 * @param clip whether values below zero count as zero; null with a table
 * @param coefficients of the function, or null
 * @param table 256 or 65536 values, or null
 */
public record UnitsRecord(
    String unit, Integer function, Boolean clip, double[] coefficients, FloatText table) {

  /** The record of units; null for raw ones, which older versions did not record. */
  public static UnitsRecord of(Units units) {
    if (units.raw()) {
      return null;
    }
    Calibration c = units.calibration();
    String unit = c.getValueUnit();
    if (isFormula(c)) {
      return new UnitsRecord(unit, c.getFunction(), c.zeroClip(), c.getCoefficients(), null);
    }
    return new UnitsRecord(unit, null, null, null, FloatText.of(c.getCTable().clone()));
  }

  private static boolean isFormula(Calibration c) {
    return c.getCoefficients() != null
        && c.getFunction() >= Calibration.STRAIGHT_LINE
        && c.getFunction() <= Calibration.EXP_RECOVERY;
  }

  static UnitsRecord read(RecordFields fields) {
    String unit = fields.text("unit");
    if (!fields.has("function")) {
      return new UnitsRecord(unit, null, null, null, fields.floats("table"));
    }
    int function = fields.whole("function", Calibration.STRAIGHT_LINE, Calibration.EXP_RECOVERY);
    double[] coefficients = fields.numbers("coefficients", fields.array("coefficients").size());
    try {
      CurveFitter.f(function, coefficients, 1);
    } catch (ArrayIndexOutOfBoundsException e) {
      throw fields.damaged("coefficients");
    }
    return new UnitsRecord(unit, function, fields.on("clip"), coefficients, null);
  }

  /** Gives the recorded function to the calibration of an image of {@code bits} 8 or 16. */
  void onto(Calibration calibration, int bits) {
    if (function == null) {
      calibration.setCTable(table.values(bits == 8 ? 256 : 65536), unit);
    } else {
      calibration.setFunction(function, coefficients.clone(), unit, clip);
    }
  }
}
