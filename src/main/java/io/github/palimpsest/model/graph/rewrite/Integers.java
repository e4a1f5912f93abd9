package io.github.palimpsest.model.graph.rewrite;

import io.github.palimpsest.model.graph.Constant;
import io.github.palimpsest.model.graph.Graph;
import io.github.palimpsest.model.graph.Node;
import io.github.palimpsest.model.graph.Onnx;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongBinaryOperator;

/**
 * Whole numbers that are known before the network runs: sizes, axes and bounds that exporters
 * compute from constants and from declared sizes of inputs.
 */
final class Integers {
  /** A single number, or a list. */
  private record Known(long[] values, boolean single) {}

  // longer chains are no arithmetic of sizes
  private static final int DEPTH = 32;
  private static final int LENGTH = 64;

  private final Graph graph;
  private final Batches batches;
  // also what is not known, which many nodes may ask for
  private final Map<String, Optional<Known>> asked = new HashMap<>();

  Integers(Graph graph) {
    this.graph = graph;
    batches = new Batches(graph);
  }

  /** The numbers that a value always has; null when that is not known. */
  long[] of(String value) {
    Known known = known(value, DEPTH);
    return known == null ? null : known.values;
  }

  /** Puts constants in place of all nodes whose numbers are known; returns how many. */
  int fold() {
    int folded = 0;
    for (Node node : graph.nodes()) {
      if (node.outputs().size() == 1 && !graph.isOutput(node.output())) {
        Known known = known(node.output(), DEPTH);
        if (known != null) {
          graph.replace(
              node.output(),
              known.single ? graph.addLong(known.values[0]) : graph.addLongs(known.values));
          graph.remove(node);
          folded++;
        }
      }
    }
    return folded;
  }

  private Known known(String value, int depth) {
    Optional<Known> before = asked.get(value);
    if (before == null) {
      before = Optional.ofNullable(compute(value, depth));
      asked.put(value, before);
    }
    return before.orElse(null);
  }

  private Known compute(String value, int depth) {
    Constant constant = graph.constant(value);
    if (constant != null) {
      boolean list = constant.shape().length == 1;
      boolean fits = constant.type() == ElementTypes.INT64 && constant.size() <= LENGTH;
      return fits && (list || constant.shape().length == 0)
          ? new Known(constant.longs(), !list)
          : null;
    }
    Node node = graph.producer(value);
    if (node == null || depth == 0) {
      return null;
    }
    int d = depth - 1;
    return switch (node.is(node.operator()) ? node.operator() : "") {
      case "Identity" -> known(node.input(0), d);
      case "Cast" -> node.number("to", 0) == ElementTypes.INT64 ? known(node.input(0), d) : null;
      case "Unsqueeze" -> reshaped(known(node.input(0), d), true, false);
      case "Squeeze" -> reshaped(known(node.input(0), d), false, true);
      case "Reshape" -> reshape(known(node.input(0), d), known(node.input(1), d));
      case "Shape" -> shape(node, d);
      case "Gather" -> gather(node, d);
      case "Concat" -> concat(node, d);
      case "Slice" -> slice(node, d);
      case "Add" -> both(node, Long::sum, d);
      case "Sub" -> both(node, (a, b) -> a - b, d);
      case "Mul" -> both(node, (a, b) -> a * b, d);
      case "Div" -> both(node, (a, b) -> b == 0 ? 0 : a / b, d);
      case "ConstantOfShape" -> filled(node, d);
      case "Where" -> where(node, d);
      default -> null;
    };
  }

  // Unsqueeze makes a list of one of a single number, Squeeze the reverse.
  private static Known reshaped(Known of, boolean from, boolean to) {
    return of != null && of.values.length == 1 && of.single == from
        ? new Known(of.values, to)
        : null;
  }

  private static Known reshape(Known of, Known shape) {
    if (of == null || shape == null || shape.values.length > 1) {
      return null;
    }
    return new Known(of.values, shape.values.length == 0);
  }

  private Known shape(Node node, int depth) {
    if (!node.attributes().isEmpty()) {
      boolean batch = node.number("start", 0) == 0 && node.number("end", 0) == 1;
      return batch && batches.ofOne(node.input(0)) ? new Known(new long[] {1}, false) : null;
    }
    Constant constant = graph.constant(node.input(0));
    if (constant != null) {
      return new Known(constant.shape(), false);
    }
    Known list = known(node.input(0), depth);
    if (list != null) {
      return new Known(list.single ? new long[0] : new long[] {list.values.length}, false);
    }
    Onnx.ValueInfoProto port = graph.inputs().get(node.input(0));
    if (port == null || !port.getType().getTensorType().hasShape()) {
      return null;
    }
    long[] sizes = Ports.sizes(port);
    return Arrays.stream(sizes).allMatch(size -> size > 0) ? new Known(sizes, false) : null;
  }

  private Known gather(Node node, int depth) {
    Known index = known(node.input(1), depth);
    if (index == null || node.number("axis", 0) != 0) {
      return null;
    }
    Known list = known(node.input(0), depth);
    if (list == null && isBatch(node.input(0), index)) {
      return new Known(new long[] {1}, index.single);
    }
    long[] values = list == null ? partOfShape(node.input(0)) : list.single ? null : list.values;
    if (values == null) {
      return null;
    }
    long[] taken = new long[index.values.length];
    for (int i = 0; i < taken.length; i++) {
      long at = index.values[i] < 0 ? index.values[i] + values.length : index.values[i];
      if (at < 0 || at >= values.length || values[(int) at] == Ports.FREE) {
        return null;
      }
      taken[i] = values[(int) at];
    }
    return new Known(taken, index.single);
  }

  private boolean isBatch(String value, Known index) {
    Node shape = graph.producer(value);
    boolean whole = shape != null && shape.is("Shape") && shape.attributes().isEmpty();
    return whole
        && index.values.length == 1
        && index.values[0] == 0
        && batches.ofOne(shape.input(0));
  }

  // the declared sizes of an input, of which some may be free
  private long[] partOfShape(String value) {
    Node shape = graph.producer(value);
    if (shape == null || !shape.is("Shape") || !shape.attributes().isEmpty()) {
      return null;
    }
    Onnx.ValueInfoProto port = graph.inputs().get(shape.input(0));
    return port == null || !port.getType().getTensorType().hasShape() ? null : Ports.sizes(port);
  }

  private Known concat(Node node, int depth) {
    List<Long> all = new ArrayList<>();
    for (String input : node.inputs()) {
      Known part = known(input, depth);
      if (part == null || part.single || all.size() > LENGTH) {
        return null;
      }
      Arrays.stream(part.values).forEach(all::add);
    }
    return new Known(all.stream().mapToLong(Long::longValue).toArray(), false);
  }

  private Known slice(Node node, int depth) {
    Known of = known(node.input(0), depth);
    Known start = known(node.input(1), depth);
    Known end = known(node.input(2), depth);
    boolean plain = node.input(4).isEmpty() || Arrays.equals(of(node.input(4)), new long[] {1});
    if (of == null || of.single || start == null || end == null || !plain) {
      return null;
    }
    int from = bound(start.values[0], of.values.length);
    int to = Math.max(from, bound(end.values[0], of.values.length));
    return new Known(Arrays.copyOfRange(of.values, from, to), false);
  }

  /** A bound of a slice: negative ones count from the end, what lies beyond is the end. */
  static int bound(long bound, int length) {
    return (int) Math.max(0, Math.min(length, bound < 0 ? bound + length : bound));
  }

  private Known both(Node node, LongBinaryOperator operator, int depth) {
    Known a = known(node.input(0), depth);
    Known b = known(node.input(1), depth);
    if (a == null || b == null) {
      return null;
    }
    int length = Math.max(a.values.length, b.values.length);
    boolean fits =
        (a.values.length == 1 || a.values.length == length)
            && (b.values.length == 1 || b.values.length == length);
    if (!fits) {
      return null;
    }
    long[] values = new long[length];
    for (int i = 0; i < length; i++) {
      values[i] =
          operator.applyAsLong(
              a.values[a.values.length == 1 ? 0 : i], b.values[b.values.length == 1 ? 0 : i]);
    }
    return new Known(values, a.single && b.single);
  }

  private Known filled(Node node, int depth) {
    Known shape = known(node.input(0), depth);
    Onnx.AttributeProto with = node.attribute("value");
    long[] fill = with == null ? null : new Constant(with.getT()).longs();
    boolean list = shape != null && shape.values.length == 1 && shape.values[0] <= LENGTH;
    if (fill == null || !list || with.getT().getDataType() != ElementTypes.INT64) {
      return null;
    }
    long[] values = new long[(int) shape.values[0]];
    Arrays.fill(values, fill[0]);
    return new Known(values, false);
  }

  // what exporters write for expand: Where(Equal(a, b), c, d)
  private Known where(Node node, int depth) {
    Node equal = graph.producer(node.input(0));
    if (equal == null || !equal.is("Equal")) {
      return null;
    }
    Known a = known(equal.input(0), depth);
    Known b = known(equal.input(1), depth);
    Known yes = known(node.input(1), depth);
    Known no = known(node.input(2), depth);
    boolean fits =
        a != null
            && b != null
            && yes != null
            && no != null
            && a.values.length == b.values.length
            && a.values.length == yes.values.length
            && a.values.length == no.values.length;
    if (!fits) {
      return null;
    }
    long[] values = new long[a.values.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = a.values[i] == b.values[i] ? yes.values[i] : no.values[i];
    }
    return new Known(values, yes.single && no.single);
  }
}
