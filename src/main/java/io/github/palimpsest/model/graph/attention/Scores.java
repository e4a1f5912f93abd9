package io.github.palimpsest.model.graph.attention;

import io.github.palimpsest.model.graph.Graph;
import io.github.palimpsest.model.graph.Node;
import io.github.palimpsest.model.graph.attention.View.Part;
import io.github.palimpsest.model.graph.attention.View.Role;
import io.github.palimpsest.model.graph.shape.Shapes;
import io.github.palimpsest.model.graph.shape.Size;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The way from the product of queries and keys to {@code Softmax} and on to the product with the
 * values: factors, masks, changes of shape. Nothing on it is read elsewhere.
 */
final class Scores {
  private static final int LONGEST = 24;

  private final Graph graph;
  private final Shapes shapes;

  /** Product of queries and keys. */
  final Contraction first;

  /** Product of weights and values. */
  Contraction second;

  /** Which operand of {@link #first} holds the queries. */
  int query;

  /** Which operand of {@link #second} holds the weights. */
  int weights;

  /** The axes of the weights in {@link #second}. */
  View view;

  /** What the scores are multiplied by. */
  double factor = 1;

  /** What is added to them. */
  final List<Mask> masks = new ArrayList<>();

  private Scores(Graph graph, Shapes shapes, Contraction first) {
    this.graph = graph;
    this.shapes = shapes;
    this.first = first;
  }

  /** The way through a {@code Softmax}; null where it is no attention. */
  static Scores through(Graph graph, Shapes shapes, Node softmax) {
    List<Node> steps = new ArrayList<>();
    Contraction first = back(graph, shapes, softmax.input(0), steps, 0);
    if (first == null) {
      return null;
    }
    Collections.reverse(steps);
    Scores scores = new Scores(graph, shapes, first);
    return scores.toSoftmax(steps, softmax) && scores.toValues(softmax) ? scores : null;
  }

  private static Contraction back(
      Graph graph, Shapes shapes, String value, List<Node> steps, int length) {
    Node node = graph.producer(value);
    if (node == null || length > LONGEST || !readOnce(graph, value)) {
      return null;
    }
    Contraction product = Contraction.of(node, shapes);
    if (product != null) {
      return product;
    }
    for (String from : scoreInputs(node)) {
      int mark = steps.size();
      steps.add(node);
      Contraction found = back(graph, shapes, from, steps, length + 1);
      if (found != null) {
        return found;
      }
      steps.subList(mark, steps.size()).clear();
    }
    return null;
  }

  private static List<String> scoreInputs(Node node) {
    if (!node.is(node.operator())) {
      return List.of();
    }
    return switch (node.operator()) {
      case "Add", "Mul" -> List.of(node.input(0), node.input(1));
      case "Where" -> List.of(node.input(1), node.input(2));
      case "Div", "Cast", "Identity", "Dropout", "Transpose", "Reshape", "Unsqueeze", "Squeeze" ->
          List.of(node.input(0));
      default -> List.of();
    };
  }

  private static boolean readOnce(Graph graph, String value) {
    return !graph.isOutput(value) && graph.consumers(value).size() == 1;
  }

  private boolean toSoftmax(List<Node> steps, Node softmax) {
    view = start();
    if (view == null) {
      return false;
    }
    String value = first.node().output();
    for (Node node : steps) {
      if (!step(node, value)) {
        return false;
      }
      value = node.output();
    }
    int rank = view.axes().size();
    long axis = softmax.number("axis", graph.opset("") < 13 ? 1 : -1);
    if ((axis < 0 ? axis + rank : axis) != rank - 1) {
      return false;
    }
    if (view.isAll(rank - 1, Role.KEY)) {
      return true;
    }
    if (!view.isAll(rank - 1, Role.QUERY)) {
      return false;
    }
    swap();
    return view.isAll(rank - 1, Role.KEY);
  }

  /** The scores' axes, as if the left operand held the queries. */
  private View start() {
    List<List<Part>> axes = new ArrayList<>();
    List<Size> shape = shapes.shape(first.node().output());
    String result = first.result();
    for (int i = 0; i < result.length(); i++) {
      char label = result.charAt(i);
      if (first.counts(label) && !first.same(label, shapes)) {
        return null;
      }
      boolean left = first.of(0).indexOf(label) >= 0;
      Role role = first.counts(label) ? Role.BATCH : left ? Role.QUERY : Role.KEY;
      boolean one = shape.get(i).is(1);
      axes.add(one ? List.of() : List.of(new Part(role, i, i + 1, shape.get(i))));
    }
    return new View(axes);
  }

  private void swap() {
    query = 1;
    view = swapped(view);
    masks.replaceAll(
        m -> new Mask(m.value(), m.hidden(), swapped(m.scores()), m.factor(), m.lowest()));
  }

  private static View swapped(View view) {
    return new View(
        view.axes().stream().map(axis -> axis.stream().map(Scores::swapped).toList()).toList());
  }

  private static Part swapped(Part part) {
    Role role =
        switch (part.role()) {
          case QUERY -> Role.KEY;
          case KEY -> Role.QUERY;
          default -> part.role();
        };
    return new Part(role, part.from(), part.to(), part.size());
  }

  private boolean step(Node node, String value) {
    Factors.Factor product = Factors.of(node, shapes);
    if (product != null) {
      factor *= product.factor();
      masks.replaceAll(mask -> mask.times(product.factor()));
      return product.value().equals(value);
    }
    if (node.is("Add")) {
      String other = node.input(node.input(0).equals(value) ? 1 : 0);
      return unspread(node, value) && add(Mask.numbers(other, view));
    }
    if (node.is("Where")) {
      boolean hidden = node.input(2).equals(value);
      String constant = node.input(hidden ? 1 : 2);
      boolean fills = Double.valueOf(Double.NEGATIVE_INFINITY).equals(shapes.number(constant));
      return fills
          && unspread(node, value)
          && add(Mask.truth(node.input(0), hidden, view, Float.NEGATIVE_INFINITY));
    }
    view = view.after(node, shapes);
    return view != null;
  }

  /** Whether a node gives the shape of the scores, so that the mask only lies over them. */
  private boolean unspread(Node node, String value) {
    List<Size> shape = shapes.shape(value);
    return shape != null && shape.equals(shapes.shape(node.output()));
  }

  private boolean add(Mask mask) {
    if (mask.isTruth() || !Factors.isZero(graph, shapes, mask.value())) {
      masks.add(mask);
    }
    return shapes.shape(mask.value()) != null;
  }

  private boolean toValues(Node softmax) {
    String value = softmax.output();
    for (int i = 0; i < LONGEST; i++) {
      List<Node> readers = graph.consumers(value);
      if (graph.isOutput(value)) {
        return false;
      }
      if (readers.size() == 2) {
        Node guarded = guarded(value, readers);
        if (guarded == null) {
          return false;
        }
        value = guarded.output();
        continue;
      }
      if (readers.size() != 1) {
        return false;
      }
      Node node = readers.get(0);
      second = Contraction.of(node, shapes);
      if (second != null) {
        weights = node.input(0).equals(value) ? 0 : 1;
        return !node.input(0).equals(node.input(1)) && fits();
      }
      Factors.Factor product = Factors.of(node, shapes);
      boolean plain = product == null || product.factor() == 1;
      View next = plain ? view.after(node, shapes) : null;
      if (next == null) {
        return false;
      }
      view = next;
      value = node.output();
    }
    return false;
  }

  /** {@code Where(IsNaN(weights), 0, weights)}, for rows of which a mask hides all: never here. */
  private Node guarded(String value, List<Node> readers) {
    Node test = readers.get(0).is("IsNaN") ? readers.get(0) : readers.get(1);
    Node where = test == readers.get(0) ? readers.get(1) : readers.get(0);
    boolean shaped =
        test.is("IsNaN")
            && where.is("Where")
            && readOnce(graph, test.output())
            && where.input(0).equals(test.output())
            && Double.valueOf(0).equals(shapes.number(where.input(1)))
            && where.input(2).equals(value);
    boolean finite =
        masks.size() <= 1
            && masks.stream().allMatch(m -> !m.isTruth() && Factors.isFinite(graph, m.value()));
    return shaped && finite ? where : null;
  }

  /** Whether the second product sums over the keys and counts images, heads and queries. */
  private boolean fits() {
    String labels = second.of(weights);
    for (int axis = 0; axis < labels.length(); axis++) {
      char label = labels.charAt(axis);
      if (second.sums(label)) {
        if (!view.isAll(axis, Role.KEY)) {
          return false;
        }
      } else if (second.counts(label)) {
        boolean batch = view.axes().get(axis).stream().allMatch(p -> p.role() == Role.BATCH);
        if (!batch || !second.same(label, shapes)) {
          return false;
        }
      } else if (!view.isAll(axis, Role.QUERY)) {
        return false;
      }
    }
    return labels.chars().filter(c -> second.sums((char) c)).count() == 1;
  }
}
