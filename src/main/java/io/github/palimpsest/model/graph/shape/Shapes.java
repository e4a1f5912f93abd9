package io.github.palimpsest.model.graph.shape;

import io.github.palimpsest.model.graph.Constant;
import io.github.palimpsest.model.graph.Graph;
import io.github.palimpsest.model.graph.GraphBuilder;
import io.github.palimpsest.model.graph.Node;
import io.github.palimpsest.model.graph.Onnx;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What is known of the values of a graph without running it: shapes, element types, what stands in
 * small lists of sizes that are computed from shapes, and single numbers that are computed from
 * those. Read once; later changes of the graph are not seen. For one thread.
 */
public final class Shapes {
  private static final int MOST_LISTED = 64;
  private static final Pattern NAME = Pattern.compile("(?i)(?!none$|unknown$)[a-z]");

  private final Graph graph;
  private final Map<String, List<Size>> shapes = new HashMap<>();
  private final Map<String, List<Size>> contents = new HashMap<>();
  private final Map<String, Double> numbers = new HashMap<>();
  private final Map<String, Integer> types = new HashMap<>();

  private Shapes(Graph graph) {
    this.graph = graph;
  }

  /** Reads a graph. */
  public static Shapes of(Graph graph) {
    Shapes shapes = new Shapes(graph);
    graph.inputs().keySet().forEach(shapes::declared);
    ShapeRules rules = new ShapeRules(shapes);
    ListRules lists = new ListRules(shapes);
    for (Node node : graph.nodes()) {
      shapes.type(node);
      lists.apply(node);
      rules.apply(node);
      for (String value : node.outputs()) {
        if (!shapes.shapes.containsKey(value)) {
          shapes.declared(value);
        }
      }
    }
    return shapes;
  }

  /** The shape of a value; null when not even the number of its axes is known. */
  public List<Size> shape(String value) {
    Constant constant = graph.constant(value);
    if (constant == null) {
      return shapes.get(value);
    }
    List<Size> sizes = new ArrayList<>();
    for (long size : constant.shape()) {
      sizes.add(Size.of(size));
    }
    return sizes;
  }

  /** What stands in a small list of whole numbers, null where unknown; or null. */
  public List<Size> contents(String value) {
    Constant constant = graph.constant(value);
    if (constant == null) {
      return contents.get(value);
    }
    if (constant.size() > MOST_LISTED || constant.longs() == null) {
      return null;
    }
    List<Size> sizes = new ArrayList<>();
    for (long number : constant.longs()) {
      sizes.add(Size.of(number));
    }
    return sizes;
  }

  /** A whole number, or null unless the value is a known single one. */
  public Long whole(String value) {
    List<Size> list = contents(value);
    boolean known =
        list != null && list.size() == 1 && list.get(0) != null && list.get(0).isNumber();
    return known ? list.get(0).factor() : null;
  }

  /** Whole numbers, or null unless all are known. */
  public long[] wholes(String value) {
    List<Size> list = value.isEmpty() ? null : contents(value);
    if (list == null || list.stream().anyMatch(size -> size == null || !size.isNumber())) {
      return null;
    }
    return list.stream().mapToLong(Size::factor).toArray();
  }

  /** A number, or null unless the value is a known single one (of any number of axes). */
  public Double number(String value) {
    Constant constant = graph.constant(value);
    if (constant != null && constant.size() == 1) {
      float[] floats = constant.floats();
      if (floats != null) {
        return (double) floats[0];
      }
    }
    Double number = numbers.get(value);
    if (number == null) {
      Long whole = whole(value);
      number = whole == null ? null : (double) whole;
    }
    return number;
  }

  /** The element type of a value as ONNX counts them; 0 when unknown. */
  public int type(String value) {
    Constant constant = graph.constant(value);
    return constant != null ? constant.type() : types.getOrDefault(value, 0);
  }

  void shape(String value, List<Size> shape) {
    if (shape != null) {
      shapes.put(value, List.copyOf(shape));
    }
  }

  void contents(String value, List<Size> list) {
    if (list != null && list.size() <= MOST_LISTED) {
      contents.put(value, list);
    }
  }

  void number(String value, Double number) {
    if (number != null) {
      numbers.put(value, number);
    }
  }

  /** A size of which nothing is known but the axis that it belongs to. */
  static Size unknown(String value, int axis) {
    return Size.named(value + "." + axis);
  }

  private void declared(String value) {
    Onnx.ValueInfoProto info = graph.info(value);
    if (info == null || !info.getType().hasTensorType()) {
      return;
    }
    Onnx.TypeProto.Tensor tensor = info.getType().getTensorType();
    types.putIfAbsent(value, tensor.getElemType());
    if (!tensor.hasShape()) {
      return;
    }
    List<Size> sizes = new ArrayList<>();
    for (Onnx.TensorShapeProto.Dimension dim : tensor.getShape().getDimList()) {
      if (dim.getDimValue() > 0) {
        sizes.add(Size.of(dim.getDimValue()));
      } else if (!NAME.matcher(dim.getDimParam()).find()) { // "?", "-1": not one and the same size
        sizes.add(unknown(value, sizes.size()));
      } else {
        sizes.add(Size.named(dim.getDimParam()));
      }
    }
    shapes.put(value, sizes);
  }

  private void type(Node node) {
    int type =
        switch (node.operator()) {
          case "Shape", "Size", "NonZero", "ArgMax", "ArgMin", "TopK" -> GraphBuilder.INT64;
          case "Cast" -> (int) node.number("to", 0);
          case "Equal", "Less", "LessOrEqual", "Greater", "GreaterOrEqual", "IsNaN", "IsInf" ->
              GraphBuilder.BOOL;
          case "Where" -> type(node.input(1));
          case "ConstantOfShape" ->
              node.attribute("value") == null
                  ? GraphBuilder.FLOAT
                  : node.attribute("value").getT().getDataType();
          case "Loop", "Scan", "If", "SequenceAt", "DequantizeLinear", "QuantizeLinear" -> 0;
          default -> type(node.input(0));
        };
    if (type != 0 && (node.is(node.operator()))) {
      node.outputs().forEach(value -> types.put(value, type));
    }
  }
}
