package io.github.palimpsest.command;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.request.Param;
import org.scijava.util.ClassUtils;

/** Small helpers around the values of inputs. */
final class Values {
  /** What an input says where the model folder, or another value, decides. */
  static final String AUTO = "Auto";

  private Values() {}

  /** A key's documented default, as its input shows it. */
  static String standard(Param param) {
    return param.defaultValue() == null ? AUTO : plain(param.defaultValue());
  }

  /** A checked value as the Java type of its input. */
  static Object convert(String key, Object value, Class<?> type) {
    if (ClassUtils.isBoolean(type)) {
      String text = value.toString().trim();
      if (!text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
        throw BadInput.of("%s (%s) must be true or false.", key, value);
      }
      return Boolean.valueOf(text);
    }
    if (ClassUtils.isNumber(type)) {
      Number n = (Number) value;
      return ClassUtils.isInteger(type) ? (Object) n.intValue() : (Object) n.doubleValue();
    }
    return plain(value);
  }

  /** 20 rather than 20.0, as a user writes it. */
  static String plain(Object value) {
    if (value instanceof Double d && d == Math.rint(d) && Math.abs(d) < 1e15) {
      return Long.toString(d.longValue());
    }
    return String.valueOf(value);
  }

  /** Levenshtein distance. */
  static int editDistance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
