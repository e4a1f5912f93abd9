package io.github.palimpsest.model.graph.attention;

import io.github.palimpsest.model.graph.Node;
import io.github.palimpsest.model.graph.shape.Shapes;
import io.github.palimpsest.model.graph.shape.Size;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/**
 * What the axes of a value are made of, so that it can be followed through {@code Reshape} and
 * {@code Transpose}: batch and heads, rows (queries or keys), and the numbers of one row. Axes of
 * length one hold no part. Immutable.
 *
 * @param axes the parts of each axis, the slowest first
 */
record View(List<List<Part>> axes) {
  /** What a part counts. */
  enum Role {
    /** Images and heads. */
    BATCH,
    /** Queries. */
    QUERY,
    /** Keys and their values. */
    KEY,
    /** Numbers of a query, a key or a value. */
    CHANNEL
  }

  /**
   * A part of an axis.
   *
   * @param from where it stands among the parts of its role; parts with smaller numbers are slower
   * @param to where it ends there
   */
  record Part(Role role, double from, double to, Size size) {}

  /** All parts, the slowest first. */
  List<Part> flat() {
    return axes.stream().flatMap(List::stream).toList();
  }

  /** Whether the parts of an axis are all those of a role, in order; none for length one. */
  boolean isAll(int axis, Role role) {
    return axis < axes.size() && isAll(axes.get(axis), role);
  }

  private boolean isAll(List<Part> parts, Role role) {
    long all = flat().stream().filter(p -> p.role == role).count();
    return parts.size() == all && parts.stream().allMatch(p -> p.role == role) && ordered(parts);
  }

  static boolean ordered(List<Part> parts) {
    for (int i = 1; i < parts.size(); i++) {
      if (parts.get(i).from < parts.get(i - 1).from) {
        return false;
      }
    }
    return true;
  }

  /**
   * The number of heads when the value is laid out as the operator takes it: images, rows, and then
   * heads and their channels in one axis or more; null when it is laid out otherwise.
   */
  Long heads(Role rows) {
    if (axes.size() < 3 || !isAll(1, rows)) {
      return null;
    }
    List<Part> last = axes.subList(2, axes.size()).stream().flatMap(List::stream).toList();
    List<Part> heads = last.stream().filter(p -> p.role == Role.BATCH).toList();
    List<Part> channels = last.subList(heads.size(), last.size());
    List<Part> batch = new ArrayList<>(axes.get(0));
    batch.addAll(heads);
    boolean inOrder = last.subList(0, heads.size()).equals(heads) && isAll(batch, Role.BATCH);
    Size count = Size.product(heads.stream().map(Part::size).toList());
    return inOrder && isAll(channels, Role.CHANNEL) && count.isNumber() ? count.factor() : null;
  }

  /** The view of a node's output, from that of its input; null unless it only moves numbers. */
  View after(Node node, Shapes shapes) {
    return switch (node.operator()) {
      case "Identity", "Cast", "Dropout" -> this;
      case "Transpose" -> transposed(order(node));
      case "Reshape", "Unsqueeze", "Squeeze" -> reshaped(shapes.shape(node.output()));
      default -> null;
    };
  }

  /** The view of a node's input, from that of its output; null unless it only moves numbers. */
  View before(Node node, Shapes shapes) {
    return switch (node.operator()) {
      case "Identity", "Cast", "Dropout" -> this;
      case "Transpose" -> transposed(inverse(order(node)));
      case "Reshape", "Unsqueeze", "Squeeze" -> reshaped(shapes.shape(node.input(0)));
      default -> null;
    };
  }

  private int[] order(Node node) {
    long[] order = node.numbers("perm");
    int rank = axes.size();
    int[] result = new int[rank];
    for (int i = 0; i < rank; i++) {
      result[i] = order.length == rank ? (int) order[i] : rank - 1 - i;
    }
    return result;
  }

  private static int[] inverse(int[] order) {
    int[] inverse = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      inverse[order[i]] = i;
    }
    return inverse;
  }

  View transposed(int... order) {
    return new View(Arrays.stream(order).mapToObj(axes::get).toList());
  }

  /** The same numbers in other axes; null when that cannot be told for every call. */
  private View reshaped(List<Size> shape) {
    if (shape == null) {
      return null;
    }
    Deque<Part> left = new ArrayDeque<>(flat());
    List<List<Part>> result = new ArrayList<>();
    for (Size size : shape) {
      List<Part> axis = take(left, size);
      if (axis == null) {
        return null;
      }
      result.add(axis);
    }
    return left.isEmpty() ? new View(Collections.unmodifiableList(result)) : null;
  }

  private static List<Part> take(Deque<Part> left, Size size) {
    List<Part> axis = new ArrayList<>();
    Size rest = size;
    while (!rest.is(1)) {
      Part part = left.poll();
      if (part == null) {
        return null;
      }
      Size more = rest.over(part.size);
      if (more != null) {
        axis.add(part);
        rest = more;
        continue;
      }
      Size inner = part.size.over(rest);
      if (inner == null) {
        return null;
      }
      double cut = (part.from + part.to) / 2;
      axis.add(new Part(part.role, part.from, cut, rest));
      left.push(new Part(part.role, cut, part.to, inner));
      rest = Size.ONE;
    }
    return axis;
  }
}
