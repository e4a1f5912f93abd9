package io.github.palimpsest.job;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import ij.ImagePlus;
import ij.measure.Calibration;
import io.github.palimpsest.image.Units;
import io.github.palimpsest.stack.FloatText;

/**
 * The units of a step stack as JSON, so that what was painted on it is understood where the source
 * is not at hand. Raw units are not written: stacks of before have none.
 */
final class UnitsRecord {
  static final String UNITS = "units";

  private UnitsRecord() {}

  /** Adds the units to a target's record, unless they are raw. */
  static void put(JsonObject target, Units units) {
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
  static Units read(JsonObject target, ImagePlus image) {
    if (!target.has(UNITS)) {
      return Units.RAW;
    }
    Calibration calibration = new Calibration(image);
    onto(calibration, target);
    return Units.of(calibration, image.getTitle());
  }

  /** The recorded function onto the calibration of an image of the source's depth. */
  static void onto(Calibration calibration, JsonObject target) {
    JsonObject json = target.getAsJsonObject(UNITS);
    String unit = json.get("unit").getAsString();
    if (json.has("function")) {
      JsonArray numbers = json.getAsJsonArray("coefficients");
      double[] coefficients = new double[numbers.size()];
      for (int i = 0; i < coefficients.length; i++) {
        coefficients[i] = numbers.get(i).getAsDouble();
      }
      int function = json.get("function").getAsInt();
      calibration.setFunction(function, coefficients, unit, json.get("clip").getAsBoolean());
    } else {
      calibration.setCTable(FloatText.read(json.get("table").getAsString()), unit);
    }
  }
}
