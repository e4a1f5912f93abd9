package io.github.palimpsest.record;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import ij.ImagePlus;
import ij.measure.Calibration;
import ij.measure.CurveFitter;
import io.github.palimpsest.image.Units;

/**
 * The units of a step stack as JSON, so that what was painted on it is understood where the source
 * is not at hand. Raw units are not written: stacks of before have none.
 */
public final class UnitsRecord {
  public static final String UNITS = "units";

  private UnitsRecord() {}

  /** Adds the units to a target's record, unless they are raw. */
  public static void put(JsonObject target, Units units) {
    if (units.raw()) {
      return;
    }
    Calibration calibration = units.calibration();
    JsonObject json = new JsonObject();
    json.addProperty("unit", calibration.getValueUnit());
    if (formula(calibration)) {
      JsonArray numbers = new JsonArray();
      json.addProperty("function", calibration.getFunction());
      json.addProperty("clip", calibration.zeroClip());
      for (double c : calibration.getCoefficients()) {
        numbers.add(c);
      }
      json.add("coefficients", numbers);
    } else {
      json.addProperty("table", FloatText.write(calibration.getCTable()));
    }
    target.add(UNITS, json);
  }

  private static boolean formula(Calibration c) {
    return c.getCoefficients() != null
        && c.getFunction() >= Calibration.STRAIGHT_LINE
        && c.getFunction() <= Calibration.EXP_RECOVERY;
  }

  /**
   * The units of a target's record.
   *
   * @param image the one it is painted on, for its depth
   */
  public static Units read(RecordFields target, ImagePlus image) {
    if (!target.has(UNITS)) {
      return Units.RAW;
    }
    Calibration calibration = new Calibration(image);
    onto(calibration, target);
    return Units.of(calibration, image.getTitle());
  }

  /** The recorded function onto the calibration of an image of the source's depth. */
  public static void onto(Calibration calibration, RecordFields target) {
    RecordFields json = target.object(UNITS);
    String unit = json.text("unit");
    if (!json.has("function")) {
      int values = target.whole("bits", 8, 16) == 8 ? 256 : 65536;
      calibration.setCTable(json.values("table", values), unit);
      return;
    }
    int function = json.whole("function", Calibration.STRAIGHT_LINE, Calibration.EXP_RECOVERY);
    double[] coefficients = json.numbers("coefficients", json.array("coefficients").size());
    try {
      CurveFitter.f(function, coefficients, 1);
    } catch (ArrayIndexOutOfBoundsException e) {
      throw json.damaged("coefficients");
    }
    calibration.setFunction(function, coefficients, unit, json.on("clip"));
  }
}
