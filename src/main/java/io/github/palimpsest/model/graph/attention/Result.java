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
 * The operator's result [images, rows, heads · channels] → the values that the exporter's graph
 * goes on with: taken up where that has the same layout again, else brought into the old one.
 */
final class Result {
  private final Graph graph;
  private final Shapes shapes;
  private final String given;
  private final long heads;
  private final long channels;

  Result(Graph graph, Shapes shapes, String given, long heads, long channels) {
    this.graph = graph;
    this.shapes = shapes;
    this.given = given;
    this.heads = heads;
    this.channels = channels;
  }

  /** Whether a result of this layout can be given back whoever reads it. */
  static boolean takes(View layout, long heads) {
    int rank = layout.axes().size();
    boolean three = rank == 3 && batchAxis(layout, 0) >= 0 && batchAxis(layout, 1) < 0;
    int inner = batchAxis(layout, 1);
    boolean four =
        rank == 4
            && inner >= 0
            && batchAxis(layout, 2) < 0
            && product(layout.axes().get(inner)).is(heads);
    return three || four;
  }

  /** The n-th axis that is neither rows nor channels; -1 when there is none. */
  private static int batchAxis(View layout, int n) {
    int left = n;
    for (int axis = 0; axis < layout.axes().size(); axis++) {
      boolean other = !isOf(layout, axis, Role.QUERY) && !isOf(layout, axis, Role.CHANNEL);
      if (other && left-- == 0) {
        return axis;
      }
    }
    return -1;
  }

  private static boolean isOf(View layout, int axis, Role role) {
    return !layout.axes().get(axis).isEmpty() && layout.isAll(axis, role);
  }

  private static Size product(List<Part> parts) {
    return Size.product(parts.stream().map(Part::size).toList());
  }

  /** Lets all readers of a value read the result instead. */
  void replace(String value, View layout) {
    if (!follow(value, layout)) {
      graph.replace(value, old(layout));
    }
  }

  /** Lets readers read the result where they can; says whether all could. */
  private boolean follow(String value, View layout) {
    boolean all = !graph.isOutput(value);
    List<Node> shapeReaders = new ArrayList<>();
    for (Node node : graph.consumers(value)) {
      if (node.is("Shape")) {
        shapeReaders.add(node);
      } else {
        all &= passes(node, value, layout);
      }
    }
    List<String> sizes = all && !shapeReaders.isEmpty() ? sizes(layout) : List.of();
    if (!all || sizes == null) {
      return false;
    }
    shapeReaders.forEach(node -> graph.replace(node.output(), shape(sizes, node)));
    return true;
  }

  private boolean passes(Node node, String value, View layout) {
    boolean converts = node.is("Cast") && shapes.type(node.input(0)) != shapes.type(node.output());
    View next = converts || !node.input(0).equals(value) ? null : layout.after(node, shapes);
    if (next == null) {
      return false;
    }
    Long same = next.heads(Role.QUERY);
    String wide = same != null && same == heads ? wide(next) : null;
    if (wide == null) {
      return follow(node.output(), next);
    }
    graph.replace(node.output(), wide);
    return true;
  }

  /** The result in the axes of a value of the same layout; null when these are not known. */
  private String wide(View view) {
    int rank = view.axes().size();
    if (rank == 3) {
      return given;
    }
    long[] size = new long[rank];
    for (int axis = 2; axis < rank; axis++) {
      Size length = product(view.axes().get(axis));
      if (!length.isNumber()) {
        return null;
      }
      size[axis] = length.factor();
    }
    return graph.add("Reshape", List.of(given, graph.addLongs(size)));
  }

  private String old(View layout) {
    int rank = layout.axes().size();
    int row = axisOf(layout, Role.QUERY);
    int channel = axisOf(layout, Role.CHANNEL);
    boolean folded = rank == 3 && heads > 1;
    String value = given;
    if (rank == 4 || folded) {
      value = graph.add("Reshape", List.of(value, graph.addLongs(0, 0, heads, channels)));
    }
    if (folded) {
      value = graph.add("Transpose", List.of(value), GraphBuilder.numbers("perm", 0, 2, 1, 3));
      value = graph.add("Reshape", List.of(value, foldedShape()));
    }
    long[] perm = new long[rank];
    perm[row] = 1;
    perm[channel] = rank - 1L;
    if (rank == 4) {
      perm[batchAxis(layout, 1)] = 2;
    }
    return graph.add("Transpose", List.of(value), GraphBuilder.numbers("perm", perm));
  }

  private static int axisOf(View layout, Role role) {
    int axis = 0;
    while (!isOf(layout, axis, role)) {
      axis++;
    }
    return axis;
  }

  private String foldedShape() {
    String shape = graph.add("Shape", List.of(given));
    String images = graph.add("Gather", List.of(shape, graph.addLongs(0)));
    String rows = graph.add("Gather", List.of(shape, graph.addLongs(1)));
    String folded = graph.add("Mul", List.of(images, graph.addLongs(heads)));
    return graph.add(
        "Concat", List.of(folded, rows, graph.addLongs(channels)), GraphBuilder.number("axis", 0));
  }

  /** How long each axis of a value is, as lists of one number; null when one is not known. */
  private List<String> sizes(View layout) {
    Size batch = product(layout.flat().stream().filter(part -> part.role() == Role.BATCH).toList());
    String shape = graph.add("Shape", List.of(given));
    String images = graph.add("Gather", List.of(shape, graph.addLongs(0)));
    List<String> sizes = new ArrayList<>();
    for (int axis = 0; axis < layout.axes().size(); axis++) {
      Size size = product(layout.axes().get(axis));
      if (size.isNumber()) {
        sizes.add(graph.addLongs(size.factor()));
      } else if (isOf(layout, axis, Role.QUERY)) {
        sizes.add(graph.add("Gather", List.of(shape, graph.addLongs(1))));
      } else if (size.times(Size.of(heads)).equals(batch)) {
        sizes.add(images);
      } else if (size.equals(batch)) {
        sizes.add(graph.add("Mul", List.of(images, graph.addLongs(heads))));
      } else {
        return null;
      }
    }
    return sizes;
  }

  private String shape(List<String> sizes, Node node) {
    int rank = sizes.size();
    int start = (int) node.number("start", 0);
    int end = (int) Math.min(rank, node.number("end", rank));
    List<String> read = sizes.subList(start < 0 ? start + rank : start, end < 0 ? end + rank : end);
    return graph.add("Concat", read, GraphBuilder.number("axis", 0));
  }
}
