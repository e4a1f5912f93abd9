package io.github.palimpsest.model.graph.attention;

import io.github.palimpsest.model.graph.Graph;
import io.github.palimpsest.model.graph.GraphBuilder;
import io.github.palimpsest.model.graph.Node;
import io.github.palimpsest.model.graph.attention.View.Part;
import io.github.palimpsest.model.graph.attention.View.Role;
import io.github.palimpsest.model.graph.shape.Shapes;
import io.github.palimpsest.model.graph.shape.Size;
import java.util.ArrayList;
import java.util.List;

/**
 * An attention that was found: softmax(factor · query · key + masks) · value.
 *
 * @param query the queries
 * @param key the keys
 * @param value the values
 * @param factor what the products of queries and keys are multiplied by
 * @param masks what is added to them
 * @param causal whether a query sees the keys up to its own place only
 * @param result what all of it gives
 * @param layout the axes of that
 */
record Attention(
    Operand query,
    Operand key,
    Operand value,
    double factor,
    List<Mask> masks,
    boolean causal,
    String result,
    View layout) {

  /**
   * A value that goes into it.
   *
   * @param rows what its rows are
   */
  record Operand(String name, View view, Role rows) {}

  /** The attention around a {@code Softmax}; null where there is none. */
  static Attention around(Graph graph, Shapes shapes, Node softmax) {
    Scores scores = Scores.through(graph, shapes, softmax);
    if (scores == null) {
      return null;
    }
    Operand query = operand(scores, scores.query, Role.QUERY, shapes);
    Operand key = operand(scores, 1 - scores.query, Role.KEY, shapes);
    Operand value = values(scores, shapes);
    return new Attention(
        query,
        key,
        value,
        scores.factor,
        List.copyOf(scores.masks),
        false,
        scores.second.node().output(),
        result(scores, value));
  }

  private static Operand operand(Scores scores, int index, Role rows, Shapes shapes) {
    Contraction first = scores.first;
    String labels = first.of(index);
    List<List<Part>> axes = new ArrayList<>();
    for (char label : labels.toCharArray()) {
      Role role = first.sums(label) ? Role.CHANNEL : first.counts(label) ? Role.BATCH : rows;
      int place = first.sums(label) ? labels.indexOf(label) : first.result().indexOf(label);
      axes.add(parts(role, place, first.size(index, label, shapes)));
    }
    return new Operand(first.node().input(index), new View(axes), rows);
  }

  private static List<Part> parts(Role role, int place, Size size) {
    return size.is(1) ? List.of() : List.of(new Part(role, place, place + 1, size));
  }

  private static Operand values(Scores scores, Shapes shapes) {
    Contraction second = scores.second;
    int index = 1 - scores.weights;
    List<List<Part>> axes = new ArrayList<>();
    for (char label : second.of(index).toCharArray()) {
      Size size = second.size(index, label, shapes);
      int axis = second.of(scores.weights).indexOf(label);
      if (axis < 0) {
        axes.add(parts(Role.CHANNEL, second.of(index).indexOf(label), size));
      } else {
        List<Part> same = scores.view.axes().get(axis);
        axes.add(same.size() == 1 ? List.of(sized(same.get(0), size)) : same);
      }
    }
    return new Operand(second.node().input(index), new View(axes), Role.KEY);
  }

  private static Part sized(Part part, Size size) {
    return new Part(part.role(), part.from(), part.to(), size);
  }

  private static View result(Scores scores, Operand value) {
    Contraction second = scores.second;
    List<List<Part>> axes = new ArrayList<>();
    for (char label : second.result().toCharArray()) {
      int axis = second.of(scores.weights).indexOf(label);
      axes.add(
          axis >= 0
              ? scores.view.axes().get(axis)
              : value.view().axes().get(second.of(1 - scores.weights).indexOf(label)));
    }
    return new View(axes);
  }

  /** ONNX's own operator {@code Attention}; null where it does what the other cannot. */
  static Attention of(Graph graph, Shapes shapes, Node node) {
    List<Size> query = shapes.shape(node.input(0));
    List<Size> key = shapes.shape(node.input(1));
    List<Size> value = shapes.shape(node.input(2));
    boolean four =
        query != null && key != null && value != null && query.size() == 4 && key.size() == 4;
    boolean plain =
        four
            && value.size() == 4
            && node.input(4).isEmpty()
            && node.input(5).isEmpty()
            && node.outputs().size() == 1
            && node.decimal("softcap", 0) == 0
            && query.subList(0, 2).equals(key.subList(0, 2))
            && query.subList(0, 2).equals(value.subList(0, 2))
            && query.get(3).isNumber();
    boolean causal = node.number("is_causal", 0) != 0;
    if (!plain || causal && !query.get(2).equals(key.get(2)) || !masks(shapes, node, query, key)) {
      return null;
    }
    View scores = view(query, key.get(2), Role.QUERY, Role.KEY);
    List<Mask> masks = new ArrayList<>();
    if (!node.input(3).isEmpty()) {
      if (shapes.type(node.input(3)) == GraphBuilder.BOOL) {
        masks.add(Mask.truth(node.input(3), false, scores, -Float.MAX_VALUE));
      } else {
        masks.add(Mask.numbers(node.input(3), scores));
      }
    }
    float usual = (float) (1 / Math.sqrt(query.get(3).factor()));
    return new Attention(
        new Operand(node.input(0), view(query, query.get(3), Role.QUERY, Role.CHANNEL), Role.QUERY),
        new Operand(node.input(1), view(key, key.get(3), Role.KEY, Role.CHANNEL), Role.KEY),
        new Operand(node.input(2), view(value, value.get(3), Role.KEY, Role.CHANNEL), Role.KEY),
        node.decimal("scale", usual),
        masks,
        causal,
        node.output(),
        view(query, value.get(3), Role.QUERY, Role.CHANNEL));
  }

  /** Whether the mask lies over the scores without being cut or filled up. */
  private static boolean masks(Shapes shapes, Node node, List<Size> query, List<Size> key) {
    if (node.input(3).isEmpty()) {
      return true;
    }
    List<Size> mask = shapes.shape(node.input(3));
    List<Size> scores = List.of(query.get(0), query.get(1), query.get(2), key.get(2));
    for (int i = 1; mask != null && i <= mask.size(); i++) {
      Size size = mask.get(mask.size() - i);
      if (i > 4 || !size.is(1) && !size.equals(scores.get(4 - i))) {
        return false;
      }
    }
    return mask != null;
  }

  private static View view(List<Size> shape, Size last, Role rows, Role columns) {
    return new View(
        List.of(
            parts(Role.BATCH, 0, shape.get(0)),
            parts(Role.BATCH, 1, shape.get(1)),
            parts(rows, 2, shape.get(2)),
            parts(columns, 3, last)));
  }
}
