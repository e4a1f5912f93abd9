package io.github.palimpsest.model.graph.attention;

import io.github.palimpsest.model.graph.Node;
import io.github.palimpsest.model.graph.shape.Shapes;
import io.github.palimpsest.model.graph.shape.Size;
import java.util.List;

/**
 * A product of two values, each axis under a letter: a letter in both and in the result counts the
 * products, one in both only is summed over.
 *
 * @param labels letters of the left value, of the right one, of the result
 */
record Contraction(Node node, List<String> labels) {
  /** A {@code MatMul} or {@code Einsum} read that way; null for others and unusual ones. */
  static Contraction of(Node node, Shapes shapes) {
    if (node == null || node.inputs().size() != 2) {
      return null;
    }
    if (node.is("MatMul")) {
      List<Size> left = shapes.shape(node.input(0));
      List<Size> right = shapes.shape(node.input(1));
      boolean alike = left != null && right != null && left.size() == right.size();
      if (!alike || left.size() < 3 || left.size() > 5) {
        return null;
      }
      String batch = "abc".substring(0, left.size() - 2);
      return new Contraction(node, List.of(batch + "ik", batch + "kj", batch + "ij"));
    }
    if (node.is("Einsum")) {
      return einsum(node, shapes);
    }
    return null;
  }

  private static Contraction einsum(Node node, Shapes shapes) {
    String[] terms = node.text("equation", "").replace(" ", "").split(",|->");
    if (terms.length != 3 || !String.join("", terms).chars().allMatch(Character::isLetter)) {
      return null;
    }
    for (int i = 0; i < 3; i++) {
      List<Size> shape = shapes.shape(i < 2 ? node.input(i) : node.output());
      boolean once = terms[i].chars().distinct().count() == terms[i].length();
      if (!once || shape == null || shape.size() != terms[i].length()) {
        return null;
      }
    }
    boolean summed =
        terms[2].chars().allMatch(c -> terms[0].indexOf(c) >= 0 || terms[1].indexOf(c) >= 0)
            && alone(terms[0], terms[1], terms[2])
            && alone(terms[1], terms[0], terms[2]);
    return summed ? new Contraction(node, List.of(terms)) : null;
  }

  /** Whether every letter of one that the other lacks is in the result. */
  private static boolean alone(String one, String other, String result) {
    return one.chars().allMatch(c -> other.indexOf(c) >= 0 || result.indexOf(c) >= 0);
  }

  /** The letters of an operand. */
  String of(int operand) {
    return labels.get(operand);
  }

  /** The letters of the result. */
  String result() {
    return labels.get(2);
  }

  /** Whether a letter is in both operands and in the result. */
  boolean counts(char label) {
    return of(0).indexOf(label) >= 0 && of(1).indexOf(label) >= 0 && result().indexOf(label) >= 0;
  }

  /** Whether a letter is summed over. */
  boolean sums(char label) {
    return result().indexOf(label) < 0;
  }

  /** The length of an operand's axis. */
  Size size(int operand, char label, Shapes shapes) {
    return shapes.shape(node.input(operand)).get(of(operand).indexOf(label));
  }

  /**
   * Whether a letter surely is as long in both operands, so that none is spread over the other's:
   * they are the same, or both are multiples of a number above one.
   */
  boolean same(char label, Shapes shapes) {
    Size left = size(0, label, shapes);
    Size right = size(1, label, shapes);
    return left.equals(right) || left.factor() > 1 && right.factor() > 1;
  }
}
