package io.github.palimpsest.model.graph.attention;

import java.util.Objects;

/**
 * What is added to the scores before {@code Softmax}.
 *
 * @param value numbers that are added; or truth values: minus infinity is added where they are
 *     {@code hidden}
 * @param hidden null for numbers
 * @param scores the axes of the scores where it is added; the mask's are the last of those
 * @param factor what the sum of both is multiplied by later
 * @param lowest what is added where it is {@code hidden}
 */
record Mask(String value, Boolean hidden, View scores, double factor, float lowest) {
  /** Numbers that are added. */
  static Mask numbers(String value, View scores) {
    return new Mask(value, null, scores, 1, 0);
  }

  /** Truth values, with what is added where they are {@code hidden}. */
  static Mask truth(String value, boolean hidden, View scores, float lowest) {
    return new Mask(value, hidden, scores, 1, lowest);
  }

  Mask times(double number) {
    return new Mask(value, hidden, scores, factor * number, lowest);
  }

  boolean isTruth() {
    return Objects.nonNull(hidden);
  }
}
