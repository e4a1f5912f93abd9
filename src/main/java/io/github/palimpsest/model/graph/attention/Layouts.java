package io.github.palimpsest.model.graph.attention;

import io.github.palimpsest.model.graph.Graph;
import io.github.palimpsest.model.graph.GraphBuilder;
import io.github.palimpsest.model.graph.Node;
import io.github.palimpsest.model.graph.attention.Attention.Operand;
import io.github.palimpsest.model.graph.attention.View.Part;
import io.github.palimpsest.model.graph.attention.View.Role;
import io.github.palimpsest.model.graph.shape.Shapes;
import io.github.palimpsest.model.graph.shape.Size;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The ways to bring queries, keys or values into the operator's layout [images, rows, heads ·
 * channels]: back before the exporter's changes of shape where these can be followed, so that those
 * fall away; else by changes of its own.
 */
final class Layouts {
  private static final int LONGEST = 24;

  /**
   * One of the ways.
   *
   * @param value where it starts
   * @param heads number of heads that it makes
   * @param factor what it leaves out of the values
   * @param order how axes are moved first; null for not at all
   * @param rank number of axes
   */
  record Layout(String value, long heads, double factor, int[] order, int rank) {
    /** Adds what it needs to a graph; returns the value in the operator's layout. */
    String build(Graph graph) {
      String built = value;
      if (order != null) {
        long[] perm = Arrays.stream(order).asLongStream().toArray();
        built = graph.add("Transpose", List.of(built), GraphBuilder.numbers("perm", perm));
      }
      return rank == 3 ? built : graph.add("Reshape", List.of(built, graph.addLongs(0, 0, -1)));
    }
  }

  private Layouts() {}

  /**
   * All ways for an operand.
   *
   * @param type the element type that is wanted
   */
  static List<Layout> of(Graph graph, Shapes shapes, Operand operand, int type) {
    List<Layout> layouts = new ArrayList<>();
    String value = operand.name();
    View view = operand.view();
    double factor = 1;
    boolean moved = false;
    for (int i = 0; i < LONGEST && view != null; i++) {
      if (shapes.type(value) == type) {
        Long heads = view.heads(operand.rows());
        Layout own = moved ? null : own(value, view, operand.rows(), factor);
        if (heads != null) {
          layouts.add(new Layout(value, heads, factor, null, view.axes().size()));
        } else if (own != null) {
          layouts.removeIf(l -> l.order != null);
          layouts.add(own);
        }
      }
      Node node = graph.producer(value);
      if (node == null) {
        break;
      }
      Factors.Factor product = Factors.of(node, shapes);
      if (product != null) {
        factor *= product.factor();
        value = product.value();
      } else {
        moved |= !node.is("Transpose");
        view = view.before(node, shapes);
        value = node.input(0);
      }
    }
    return layouts;
  }

  /** By a transposition of its own; null unless every axis is of one kind. */
  private static Layout own(String value, View view, Role rows, double factor) {
    int rank = view.axes().size();
    List<Integer> batch = new ArrayList<>();
    int row = -1;
    int channel = -1;
    for (int axis = 0; axis < rank; axis++) {
      if (view.isAll(axis, rows) && !view.axes().get(axis).isEmpty()) {
        row = axis;
      } else if (view.isAll(axis, Role.CHANNEL) && !view.axes().get(axis).isEmpty()) {
        channel = axis;
      } else if (view.axes().get(axis).stream().allMatch(p -> p.role() == Role.BATCH)) {
        batch.add(axis);
      }
    }
    if (row < 0 || channel < 0 || batch.isEmpty() || batch.size() != rank - 2 || rank > 4) {
      return null;
    }
    if (rank == 3) {
      return new Layout(value, 1, factor, new int[] {batch.get(0), row, channel}, 3);
    }
    List<Part> inner = view.axes().get(batch.get(1));
    List<Part> all = new ArrayList<>(view.axes().get(batch.get(0)));
    all.addAll(inner);
    Size heads = Size.product(inner.stream().map(Part::size).toList());
    return heads.isNumber() && View.ordered(all)
        ? new Layout(
            value, heads.factor(), factor, new int[] {batch.get(0), row, batch.get(1), channel}, 4)
        : null;
  }

  /** The best way for a number of heads: the one that begins earliest; null when there is none. */
  static Layout last(List<Layout> layouts, long heads) {
    Layout best = null;
    for (Layout layout : layouts) {
      boolean better = best == null || best.order != null || best.rank != 3 && layout.order == null;
      if (layout.heads == heads && better) {
        best = layout;
      }
    }
    return best;
  }
}
