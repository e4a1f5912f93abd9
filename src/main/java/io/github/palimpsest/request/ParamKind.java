package io.github.palimpsest.request;

import io.github.palimpsest.check.BadInput;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The written form of the values of a {@link Param}. */
public enum ParamKind {
  /** Any text. */
  TEXT("a text"),
  /** {@code true} or {@code false}; in a macro also the bare word. */
  SWITCH("true or false"),
  /** A whole number. */
  INTEGER("a whole number"),
  /** A decimal number. */
  NUMBER("a number"),
  /** Decimal numbers separated by commas; kept as such a text. */
  NUMBERS("a number, or numbers separated by commas"),
  /** A 64-bit whole number, signed or unsigned decimal. */
  LONG("a whole number of at most 64 bits");

  private static final BigInteger LEAST = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger LARGEST = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

  private final String words;

  ParamKind(String words) {
    this.words = words;
  }

  /** Reads {@code value} for {@code key}; see {@link Param#check}. */
  Object read(String key, Object value) {
    if (value == null) {
      throw refuse(key, "nothing");
    }
    String text = value.toString().trim();
    try {
      return switch (this) {
        case TEXT -> value.toString();
        case SWITCH -> readSwitch(key, text);
        case INTEGER -> readInteger(key, text);
        case NUMBER -> readNumber(key, text);
        case NUMBERS -> readNumbers(key, text);
        case LONG -> readSeed(key, text);
      };
    } catch (NumberFormatException e) {
      throw refuse(key, text);
    }
  }

  private Boolean readSwitch(String key, String text) {
    if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
      return Boolean.valueOf(text);
    }
    throw refuse(key, text);
  }

  /** Whole numbers may come as 20 or, from ImageJ's number fields, as 20.0. */
  private Integer readInteger(String key, String text) {
    double d = Double.parseDouble(text);
    if (d != Math.rint(d) || Math.abs(d) > Integer.MAX_VALUE) {
      throw refuse(key, text);
    }
    return (int) d;
  }

  private Double readNumber(String key, String text) {
    double d = Double.parseDouble(text);
    if (Double.isNaN(d) || Double.isInfinite(d)) {
      throw refuse(key, text);
    }
    return d;
  }

  private String readNumbers(String key, String text) {
    return Arrays.stream(text.split(",", -1))
        .map(part -> plain(readNumber(key, part.trim())))
        .collect(Collectors.joining(","));
  }

  /** The numbers of a text of {@link #NUMBERS}. */
  static double[] numbers(String text) {
    return Arrays.stream(text.split(",")).mapToDouble(Double::parseDouble).toArray();
  }

  private Long readSeed(String key, String text) {
    BigInteger n = new BigInteger(text);
    if (n.compareTo(LEAST) < 0 || n.compareTo(LARGEST) > 0) {
      throw refuse(key, text);
    }
    return n.longValue();
  }

  private BadInput refuse(String key, String text) {
    return BadInput.of("%s (%s) must be %s.", key, text, words);
  }

  /** A value as a user writes it: 20 rather than 20.0. */
  public static String plain(Object value) {
    boolean whole = value instanceof Double d && d == Math.rint(d) && Math.abs(d) < 1e15;
    return whole ? Long.toString(((Double) value).longValue()) : String.valueOf(value);
  }
}
