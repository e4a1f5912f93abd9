package io.github.palimpsest.model.graph.shape;

import io.github.palimpsest.model.graph.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Shapes behind operators that add, drop, cut, join or repeat axes. */
final class AxisRules {
  private final Shapes known;

  AxisRules(Shapes known) {
    this.known = known;
  }

  List<Size> shape(Node node) {
    return switch (node.operator()) {
      case "Unsqueeze" -> unsqueeze(node);
      case "Squeeze" -> squeeze(node);
      case "Concat" -> concat(node);
      case "Slice" -> slice(node);
      case "Gather" -> gather(node);
      case "GatherND" -> gatherEach(node);
      case "Tile" -> tile(node);
      default -> null;
    };
  }

  private List<Size> input(Node node, int index) {
    return node.input(index).isEmpty() ? null : known.shape(node.input(index));
  }

  private long[] axes(Node node) {
    return node.attribute("axes") != null
        ? node.numbers("axes")
        : node.input(1).isEmpty() ? null : known.wholes(node.input(1));
  }

  private List<Size> unsqueeze(Node node) {
    List<Size> shape = input(node, 0);
    long[] axes = axes(node);
    if (shape == null || axes == null) {
      return null;
    }
    int rank = shape.size() + axes.length;
    List<Size> result = new ArrayList<>(shape);
    Arrays.stream(axes)
        .map(a -> a < 0 ? a + rank : a)
        .sorted()
        .forEach(a -> result.add((int) a, Size.ONE));
    return result;
  }

  private List<Size> squeeze(Node node) {
    List<Size> shape = input(node, 0);
    long[] axes = axes(node);
    if (shape == null || axes == null) {
      return null;
    }
    List<Size> result = new ArrayList<>();
    for (int i = 0; i < shape.size(); i++) {
      int axis = i;
      if (Arrays.stream(axes).noneMatch(a -> (a < 0 ? a + shape.size() : a) == axis)) {
        result.add(shape.get(i));
      }
    }
    return result;
  }

  private List<Size> concat(Node node) {
    List<Size> result = null;
    int axis = (int) node.number("axis", 0);
    for (int i = 0; i < node.inputs().size(); i++) {
      List<Size> shape = input(node, i);
      if (shape == null) {
        return null;
      }
      int at = axis < 0 ? axis + shape.size() : axis;
      if (result == null) {
        result = new ArrayList<>(shape);
      } else {
        result.set(at, ListRules.sum(result.get(at), shape.get(at)));
        for (int k = 0; k < shape.size(); k++) {
          if (k != at && shape.get(k).isNumber()) {
            result.set(k, shape.get(k));
          }
        }
      }
    }
    return result;
  }

  private List<Size> slice(Node node) {
    List<Size> shape = input(node, 0);
    long[] axes = SliceInputs.axes(known, node);
    if (shape == null || axes == null) {
      return shape == null ? null : ShapeRules.listed(node, Arrays.asList(new Size[shape.size()]));
    }
    long[] starts = SliceInputs.starts(known, node);
    long[] ends = SliceInputs.ends(known, node);
    long[] steps = SliceInputs.steps(known, node);
    List<Size> result = new ArrayList<>(shape);
    for (int i = 0; i < axes.length; i++) {
      int axis = (int) (axes[i] < 0 ? axes[i] + shape.size() : axes[i]);
      boolean given = starts != null && ends != null && steps != null && steps[i] == 1;
      Size cut =
          given ? cut(shape.get(axis), starts[i], ends[i]) : upTo(node, shape.get(axis), starts);
      result.set(axis, cut == null ? Shapes.unknown(node.output(), axis) : cut);
    }
    return result;
  }

  private static Size cut(Size size, long start, long end) {
    if (start == 0 && end > Integer.MAX_VALUE) {
      return size;
    }
    if (!size.isNumber()) {
      return null;
    }
    long n = size.factor();
    long from = Math.max(0, Math.min(n, start < 0 ? start + n : start));
    long to = Math.max(from, Math.min(n, end < 0 ? end + n : end));
    return Size.of(to - from);
  }

  /** What is left of an axis that is cut behind as many as a size that is free. */
  private Size upTo(Node node, Size size, long[] starts) {
    List<Size> ends = node.input(2).isEmpty() ? null : known.contents(node.input(2));
    boolean plain =
        starts != null && starts.length == 1 && starts[0] == 0 && ends != null && ends.size() == 1;
    if (!plain || ends.get(0) == null) {
      return null;
    }
    if (size.equals(ends.get(0))) {
      return size;
    }
    return size.isNumber() && size.factor() > 1 ? Size.least(size, ends.get(0)) : null;
  }

  void split(Node node) {
    List<Size> shape = input(node, 0);
    if (shape == null) {
      return;
    }
    int axis = (int) node.number("axis", 0);
    axis = axis < 0 ? axis + shape.size() : axis;
    int count = node.outputs().size();
    long[] parts = node.attribute("split") != null ? node.numbers("split") : new long[0];
    if (!node.input(1).isEmpty()) {
      parts = known.wholes(node.input(1));
    }
    for (int i = 0; i < count; i++) {
      List<Size> result = new ArrayList<>(shape);
      Size part = null;
      if (parts != null) {
        part = parts.length == count ? Size.of(parts[i]) : shape.get(axis).over(Size.of(count));
      }
      result.set(axis, part == null ? Shapes.unknown(node.outputs().get(i), axis) : part);
      known.shape(node.outputs().get(i), result);
    }
  }

  private List<Size> gather(Node node) {
    List<Size> data = input(node, 0);
    List<Size> indices = input(node, 1);
    if (data == null || indices == null) {
      return null;
    }
    int axis = (int) node.number("axis", 0);
    axis = axis < 0 ? axis + data.size() : axis;
    List<Size> result = new ArrayList<>(data.subList(0, axis));
    result.addAll(indices);
    result.addAll(data.subList(axis + 1, data.size()));
    return result;
  }

  private List<Size> gatherEach(Node node) {
    List<Size> data = input(node, 0);
    List<Size> indices = input(node, 1);
    int batch = (int) node.number("batch_dims", 0);
    if (data == null || indices == null || !indices.get(indices.size() - 1).isNumber()) {
      return null;
    }
    int depth = (int) indices.get(indices.size() - 1).factor();
    List<Size> result = new ArrayList<>(indices.subList(0, indices.size() - 1));
    result.addAll(data.subList(Math.min(data.size(), batch + depth), data.size()));
    return result;
  }

  private List<Size> tile(Node node) {
    List<Size> shape = input(node, 0);
    List<Size> times = known.contents(node.input(1));
    if (shape == null || times == null) {
      return null;
    }
    List<Size> result = new ArrayList<>();
    for (int i = 0; i < shape.size(); i++) {
      Size factor = times.get(i);
      result.add(factor == null ? Shapes.unknown(node.output(), i) : shape.get(i).times(factor));
    }
    return result;
  }

  List<Size> reduce(Node node) {
    List<Size> shape = input(node, 0);
    long[] axes = axes(node);
    if (shape == null || axes == null) {
      return null;
    }
    List<Size> result = new ArrayList<>();
    for (int i = 0; i < shape.size(); i++) {
      int axis = i;
      if (Arrays.stream(axes).noneMatch(a -> (a < 0 ? a + shape.size() : a) == axis)) {
        result.add(shape.get(i));
      } else if (node.number("keepdims", 1) != 0) {
        result.add(Size.ONE);
      }
    }
    return result;
  }
}
