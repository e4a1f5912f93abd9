package io.github.palimpsest.model.graph.shape;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * How long an axis is: a number times sizes that are free. Two equal sizes are the same in every
 * call of the graph; two that differ may still happen to be the same.
 *
 * @param factor the number
 * @param free names of the free sizes, sorted, one more than once for its powers
 */
public record Size(long factor, List<String> free) {
  /** One. */
  public static final Size ONE = of(1);

  public Size {
    List<String> sorted = new ArrayList<>(free);
    Collections.sort(sorted);
    free = List.copyOf(sorted);
  }

  /** A number. */
  public static Size of(long number) {
    return new Size(number, List.of());
  }

  /** A free size. */
  public static Size named(String name) {
    return new Size(1, List.of(name));
  }

  /** Whether it is a number. */
  public boolean isNumber() {
    return free.isEmpty();
  }

  /** Whether it is this number. */
  public boolean is(long number) {
    return free.isEmpty() && factor == number;
  }

  /** The product. */
  public Size times(Size other) {
    List<String> all = new ArrayList<>(free);
    all.addAll(other.free);
    return new Size(factor * other.factor, all);
  }

  /** The quotient, or null unless it is a whole number whatever the free sizes are. */
  public Size over(Size other) {
    if (other.factor == 0 || factor % other.factor != 0) {
      return null;
    }
    List<String> left = new ArrayList<>(free);
    for (String name : other.free) {
      if (!left.remove(name)) {
        return null;
      }
    }
    return new Size(factor / other.factor, left);
  }

  /** The smaller of a number above one and a free size. */
  static Size least(Size number, Size size) {
    return named("min(" + number + ", " + size + ")");
  }

  /**
   * Whether it is {@link #least} of the other. Where both are lengths of the same axis they are the
   * same: a length above the number could not be.
   */
  boolean isLeast(Size size) {
    return factor == 1
        && free.size() == 1
        && free.get(0).startsWith("min(")
        && free.get(0).endsWith(", " + size + ")");
  }

  /** The product of several. */
  public static Size product(Iterable<Size> sizes) {
    Size product = ONE;
    for (Size size : sizes) {
      product = product.times(size);
    }
    return product;
  }

  /** For example {@code 8·batch}. */
  @Override
  public String toString() {
    String names = String.join("·", free);
    return free.isEmpty() ? String.valueOf(factor) : factor == 1 ? names : factor + "·" + names;
  }
}
