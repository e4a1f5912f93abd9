package io.github.palimpsest.model.graph.attention;

import io.github.palimpsest.model.graph.Constant;
import io.github.palimpsest.model.graph.Graph;
import io.github.palimpsest.model.graph.GraphBuilder;
import io.github.palimpsest.model.graph.Node;
import io.github.palimpsest.model.graph.shape.Shapes;
import io.github.palimpsest.model.graph.shape.Size;
import java.util.List;
import java.util.Objects;

/** Nodes that change a value by a known number only, or not at all, and values that are zero. */
final class Factors {
  /** Element type of 16-bit decimal numbers. */
  static final int FLOAT16 = 10;

  private Factors() {}

  /**
   * What a node multiplies one of its inputs by.
   *
   * @param value that input
   * @param factor the number, 1 where nothing is multiplied
   */
  record Factor(String value, double factor) {}

  /** What a node multiplies by; null unless it is a product with a number or changes nothing. */
  static Factor of(Node node, Shapes shapes) {
    if (node.is("Mul") || node.is("Div")) {
      Double right = shapes.number(node.input(1));
      Double left = node.is("Mul") ? shapes.number(node.input(0)) : null;
      int kept = right != null ? 0 : 1;
      Double number = right != null ? right : left;
      boolean known = number != null && number != 0 && Double.isFinite(number);
      if (!known || !sameShape(node, kept, shapes)) {
        return null;
      }
      return new Factor(node.input(kept), node.is("Div") ? 1 / number : number);
    }
    return changesNothing(node, shapes) ? new Factor(node.input(0), 1) : null;
  }

  private static boolean sameShape(Node node, int input, Shapes shapes) {
    List<Size> shape = shapes.shape(node.output());
    return shape != null && shape.equals(shapes.shape(node.input(input)));
  }

  private static boolean changesNothing(Node node, Shapes shapes) {
    if (node.is("Cast")) {
      int from = shapes.type(node.input(0));
      int to = (int) node.number("to", 0);
      return decimals(from) && decimals(to);
    }
    boolean trained = node.is("Dropout") && !node.input(2).isEmpty();
    return node.is("Identity")
        || node.is("Dropout") && !trained && node.outputs().size() == 1
        || node.is("Expand") && sameShape(node, 0, shapes);
  }

  private static boolean decimals(int type) {
    return type == GraphBuilder.FLOAT || type == FLOAT16;
  }

  /** Whether a value is zero everywhere, as what is added to products with a weight of zero. */
  static boolean isZero(Graph graph, Shapes shapes, String value) {
    if (Objects.equals(shapes.number(value), 0.0)) {
      return true;
    }
    Node node = graph.producer(value);
    if (node == null) {
      return false;
    }
    return switch (node.operator()) {
      case "ConstantOfShape" -> filled(node) == 0;
      case "Expand", "Reshape", "Cast", "Identity" -> isZero(graph, shapes, node.input(0));
      case "Mul" ->
          isZero(graph, shapes, node.input(0)) && isConstant(graph, node.input(1))
              || isZero(graph, shapes, node.input(1)) && isConstant(graph, node.input(0));
      default -> false;
    };
  }

  /** Whether a value holds one finite number everywhere. */
  private static boolean isConstant(Graph graph, String value) {
    Constant constant = graph.constant(value);
    if (constant != null) {
      float[] floats = constant.floats();
      return floats != null && floats.length == 1 && Float.isFinite(floats[0]);
    }
    Node node = graph.producer(value);
    boolean filled = node != null && node.is("ConstantOfShape") && Float.isFinite(filled(node));
    return filled || node != null && node.is("Expand") && isConstant(graph, node.input(0));
  }

  private static float filled(Node node) {
    if (node.attribute("value") == null) {
      return 0;
    }
    float[] floats = new Constant(node.attribute("value").getT()).floats();
    return floats == null || floats.length != 1 ? Float.NaN : floats[0];
  }

  /** Whether a mask leaves every row at least one number above minus infinity. */
  static boolean isFinite(Graph graph, String value) {
    Constant constant = graph.constant(value);
    if (constant != null) {
      return finiteRows(constant);
    }
    Node node = graph.producer(value);
    if (node == null) {
      return false;
    }
    return switch (node.operator()) {
      case "Where" -> isConstant(graph, node.input(1)) && isConstant(graph, node.input(2));
      case "Expand", "Reshape", "Unsqueeze", "Squeeze", "Identity", "Tile" ->
          graph.constant(node.input(0)) == null && isFinite(graph, node.input(0));
      default -> false;
    };
  }

  private static boolean finiteRows(Constant constant) {
    float[] floats = constant.floats();
    long[] shape = constant.shape();
    if (floats == null || shape.length == 0) {
      return false;
    }
    int row = (int) shape[shape.length - 1];
    for (int start = 0; start < floats.length; start += row) {
      boolean finite = false;
      for (int i = start; i < start + row; i++) {
        if (Float.isNaN(floats[i]) || floats[i] == Float.POSITIVE_INFINITY) {
          return false;
        }
        finite |= Float.isFinite(floats[i]);
      }
      if (!finite) {
        return false;
      }
    }
    return true;
  }
}
