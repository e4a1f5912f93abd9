package io.github.palimpsest.large.zarr;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.palimpsest.check.BadInput;
import java.util.ArrayList;
import java.util.List;

/**
 * Which dimension of an array is which axis of an image.
 *
 * @param names one letter a dimension, of t, c, z, y, x
 * @param units of each dimension in ImageJ's words; null where unknown
 */
record Axes(String names, List<String> units) {
  /**
   * The axes that a multiscale image names.
   *
   * @param axes objects since NGFF 0.4, letters in 0.3; null before, when there were always five
   * @throws BadInput if an image of ImageJ's cannot have them
   */
  static Axes of(JsonElement axes) {
    if (axes == null || axes.isJsonNull()) {
      return plain("tczyx");
    }
    StringBuilder names = new StringBuilder();
    List<String> units = new ArrayList<>();
    JsonArray all = axes.getAsJsonArray();
    for (JsonElement axis : all) {
      if (axis.isJsonPrimitive()) {
        names.append(axis.getAsString());
        units.add(null);
      } else {
        names.append(letter(axis.getAsJsonObject()));
        units.add(unit(axis.getAsJsonObject().get("unit")));
      }
    }
    return checked(new Axes(names.toString(), units));
  }

  /** The axes of an array that names none: x last, y before. */
  static Axes lastOf(int dimensions) {
    if (dimensions < 2 || dimensions > 5) {
      throw BadInput.of("its dimensions (%d) must be two to five", dimensions);
    }
    return plain("tczyx".substring(5 - dimensions));
  }

  private static Axes plain(String names) {
    List<String> units = new ArrayList<>();
    names.chars().forEach(name -> units.add(null));
    return new Axes(names, units);
  }

  private static Axes checked(Axes axes) {
    String names = axes.names;
    boolean each = names.chars().allMatch(name -> names.indexOf(name) == names.lastIndexOf(name));
    if (!each || !names.matches("[tczyx]+") || axes.x() < 0 || axes.y() < 0) {
      throw BadInput.of("its axes (%s) must be some of t, c, z and both y and x, each once", names);
    }
    return axes;
  }

  private static String letter(JsonObject axis) {
    JsonElement type = axis.get("type");
    return switch (type == null || type.isJsonNull() ? "" : type.getAsString()) {
      case "time" -> "t";
      case "channel" -> "c";
      default -> axis.get("name").getAsString();
    };
  }

  private static String unit(JsonElement unit) {
    if (unit == null || unit.isJsonNull()) {
      return null;
    }
    return switch (unit.getAsString()) {
      case "micrometer" -> "um";
      case "nanometer" -> "nm";
      case "millimeter" -> "mm";
      case "centimeter" -> "cm";
      case "meter" -> "m";
      case "angstrom" -> "A";
      case "second" -> "sec";
      case "millisecond" -> "ms";
      case "minute" -> "min";
      case "hour" -> "h";
      default -> unit.getAsString();
    };
  }

  /** How many dimensions there are. */
  int count() {
    return names.length();
  }

  /** The dimension of x. */
  int x() {
    return names.indexOf('x');
  }

  /** The dimension of y. */
  int y() {
    return names.indexOf('y');
  }

  /** The dimension of z, or -1. */
  int z() {
    return names.indexOf('z');
  }

  /** The dimension of channels, or -1. */
  int c() {
    return names.indexOf('c');
  }

  /** The dimension of time, or -1. */
  int t() {
    return names.indexOf('t');
  }

  /** The unit of a dimension; null if unknown. */
  String unit(int dimension) {
    return units.get(dimension);
  }

  /** How long a dimension is; 1 if there is none. */
  static long length(long[] shape, int dimension) {
    return dimension < 0 ? 1 : shape[dimension];
  }

  /**
   * The first element of a plane.
   *
   * @param c zero-based channel, as z and t
   */
  long[] plane(int c, int z, int t) {
    long[] at = new long[count()];
    set(at, c(), c);
    set(at, z(), z);
    set(at, t(), t);
    return at;
  }

  private static void set(long[] at, int dimension, int value) {
    if (dimension >= 0) {
      at[dimension] = value;
    }
  }
}
