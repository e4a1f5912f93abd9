package io.github.palimpsest.model.graph.attention;

import io.github.palimpsest.model.graph.Graph;
import io.github.palimpsest.model.graph.GraphBuilder;
import io.github.palimpsest.model.graph.attention.View.Role;
import io.github.palimpsest.model.graph.shape.Shapes;
import io.github.palimpsest.model.graph.shape.Size;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Masks → what the operator adds to the scores: [images or 1, heads or 1, queries, keys].
 *
 * @param heads number of heads that the operator is told
 * @param type element type of queries, keys and values
 */
record Bias(Graph graph, Shapes shapes, long heads, int type) {
  /** Whether the operator can take a mask. */
  boolean takes(Mask mask) {
    List<Size> shape = shapes.shape(mask.value());
    int rank = mask.scores().axes().size();
    boolean ends =
        mask.scores().isAll(rank - 2, Role.QUERY) && mask.scores().isAll(rank - 1, Role.KEY);
    if (shape == null || shape.size() > rank || !ends) {
      return false;
    }
    if (rank == 3) {
      return true;
    }
    Size inner = Size.product(mask.scores().axes().get(1).stream().map(View.Part::size).toList());
    return rank == 4 && inner.is(heads);
  }

  /**
   * Adds what the masks need.
   *
   * @param query the queries in the operator's layout
   * @param key the keys in the operator's layout
   * @return the sum of the masks; "" without any
   */
  String build(List<Mask> masks, String query, String key) {
    String sum = "";
    boolean rows = false;
    boolean columns = false;
    for (Mask mask : masks) {
      List<Size> shape = shapes.shape(mask.value());
      int rank = mask.scores().axes().size();
      String numbers = numbers(mask, fourAxes(mask, shape));
      sum = sum.isEmpty() ? numbers : graph.add("Add", List.of(sum, numbers));
      rows |= full(mask, shape, rank - 2);
      columns |= full(mask, shape, rank - 1);
    }
    if (!sum.isEmpty() && !(rows && columns)) {
      String one = graph.addLongs(1);
      String size =
          graph.add(
              "Concat", List.of(one, one, rows(query), rows(key)), GraphBuilder.number("axis", 0));
      sum = graph.add("Expand", List.of(sum, size));
    }
    return sum;
  }

  /** Whether a mask is as long as the scores along one of their axes. */
  private static boolean full(Mask mask, List<Size> shape, int axis) {
    int own = axis - mask.scores().axes().size() + shape.size();
    return own >= 0 && !shape.get(own).is(1) || mask.scores().axes().get(axis).isEmpty();
  }

  private String rows(String value) {
    String shape = graph.add("Shape", List.of(value));
    return graph.add("Gather", List.of(shape, graph.addLongs(1)));
  }

  private String fourAxes(Mask mask, List<Size> shape) {
    int rank = mask.scores().axes().size();
    boolean folded = rank == 3 && shape.size() == 3 && !shape.get(0).is(1);
    if (folded && heads > 1) {
      String sizes = graph.add("Shape", List.of(mask.value()));
      String last = graph.add("Gather", List.of(sizes, graph.addLongs(1, 2)));
      String size =
          graph.add(
              "Concat", List.of(graph.addLongs(-1, heads), last), GraphBuilder.number("axis", 0));
      return graph.add("Reshape", List.of(mask.value(), size));
    }
    if (folded) {
      return unsqueezed(mask.value(), List.of(1L));
    }
    return unsqueezed(mask.value(), Collections.nCopies(4 - shape.size(), 0L));
  }

  private String unsqueezed(String value, List<Long> axes) {
    List<Long> distinct = new ArrayList<>();
    for (long axis : axes) {
      distinct.add(axes.size() == 1 ? axis : distinct.size());
    }
    long[] places = distinct.stream().mapToLong(Long::longValue).toArray();
    if (places.length == 0) {
      return value;
    }
    return graph.opset("") < 13
        ? graph.add("Unsqueeze", List.of(value), GraphBuilder.numbers("axes", places))
        : graph.add("Unsqueeze", List.of(value, graph.addLongs(places)));
  }

  private String numbers(Mask mask, String value) {
    String numbers = value;
    if (mask.isTruth()) {
      String lowest = graph.addFloats(new float[] {mask.lowest() * (float) mask.factor()});
      String zero = graph.addFloats(new float[] {0});
      numbers =
          graph.add(
              "Where", mask.hidden() ? List.of(value, lowest, zero) : List.of(value, zero, lowest));
    } else if (mask.factor() != 1) {
      String factor = graph.addFloats(new float[] {(float) mask.factor()});
      numbers = graph.add("Mul", List.of(cast(value, mask, GraphBuilder.FLOAT), factor));
    }
    boolean made = mask.isTruth() || mask.factor() != 1;
    return made && type == GraphBuilder.FLOAT || !made && shapes.type(mask.value()) == type
        ? numbers
        : graph.add("Cast", List.of(numbers), GraphBuilder.number("to", type));
  }

  private String cast(String value, Mask mask, int to) {
    return shapes.type(mask.value()) == to
        ? value
        : graph.add("Cast", List.of(value), GraphBuilder.number("to", to));
  }
}
