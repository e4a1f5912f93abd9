package io.github.palimpsest.model.graph.shape;

import io.github.palimpsest.model.graph.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** The shape that each operator gives to its values; unknown operators leave it open. */
final class ShapeRules {
  private static final Set<String> ALIKE =
      Set.of(
          ("Identity Cast LayerNormalization InstanceNormalization GroupNormalization "
                  + "BatchNormalization RMSNormalization Softmax LogSoftmax Relu LeakyRelu "
                  + "Sigmoid HardSigmoid Tanh Erf Gelu Elu Selu Softplus Mish Swish HardSwish "
                  + "Sqrt Exp Log Sin Cos Abs Neg Reciprocal Floor Ceil Round Sign Not IsNaN "
                  + "IsInf Clip Dropout Trilu CumSum ScatterND ScatterElements LpNormalization "
                  + "QuickGelu")
              .split(" "));

  private static final Set<String> BROADCAST =
      Set.of(
          ("Add Sub Mul Div Pow Min Max Mod Equal Less LessOrEqual Greater "
                  + "GreaterOrEqual And Or Xor Where PRelu")
              .split(" "));

  private final Shapes known;
  private final AxisRules axes;
  private final WindowRules windows;

  ShapeRules(Shapes known) {
    this.known = known;
    axes = new AxisRules(known);
    windows = new WindowRules(known);
  }

  void apply(Node node) {
    if (!node.is(node.operator()) || node.outputs().isEmpty()) {
      return;
    }
    if (node.is("Split")) {
      axes.split(node);
      return;
    }
    known.shape(node.output(), shape(node));
  }

  private List<Size> shape(Node node) {
    if (ALIKE.contains(node.operator())) {
      return input(node, 0);
    }
    if (BROADCAST.contains(node.operator())) {
      return broadcast(node);
    }
    if (node.operator().startsWith("Reduce")) {
      return axes.reduce(node);
    }
    return switch (node.operator()) {
      case "MatMul" -> matMul(node);
      case "Gemm" -> gemm(node);
      case "Einsum" -> einsum(node);
      case "Transpose" -> transpose(node);
      case "Reshape" -> reshape(node);
      case "Expand" -> expand(node);
      case "ConstantOfShape" -> listed(node, known.contents(node.input(0)));
      case "Shape" -> rankOf(node);
      case "Range" -> range(node);
      case "Attention" -> attention(node);
      case "Unsqueeze", "Squeeze", "Concat", "Slice", "Gather", "GatherND", "Tile" ->
          axes.shape(node);
      default -> windows.shape(node);
    };
  }

  private List<Size> input(Node node, int index) {
    return node.input(index).isEmpty() ? null : known.shape(node.input(index));
  }

  private List<Size> broadcast(Node node) {
    List<Size> result = List.of();
    for (int i = 0; i < node.inputs().size(); i++) {
      List<Size> shape = input(node, i);
      if (shape == null) {
        return null;
      }
      result = broadcast(result, shape, node.output());
    }
    return result;
  }

  private static List<Size> broadcast(List<Size> a, List<Size> b, String value) {
    int rank = Math.max(a.size(), b.size());
    List<Size> result = new ArrayList<>();
    for (int axis = 0; axis < rank; axis++) {
      Size left = axis < rank - a.size() ? Size.ONE : a.get(axis - rank + a.size());
      Size right = axis < rank - b.size() ? Size.ONE : b.get(axis - rank + b.size());
      result.add(wider(left, right, value, axis));
    }
    return result;
  }

  private static Size wider(Size a, Size b, String value, int axis) {
    if (a.equals(b) || b.is(1) || a.isNumber() && !a.is(1)) {
      return a;
    }
    if (a.is(1) || b.isNumber() || a.isLeast(b)) {
      return b;
    }
    return b.isLeast(a) ? a : Shapes.unknown(value, axis);
  }

  private List<Size> matMul(Node node) {
    List<Size> a = input(node, 0);
    List<Size> b = input(node, 1);
    if (a == null || b == null || a.size() < 2 || b.size() < 2) {
      return null;
    }
    List<Size> result =
        new ArrayList<>(
            broadcast(a.subList(0, a.size() - 2), b.subList(0, b.size() - 2), node.output()));
    result.add(a.get(a.size() - 2));
    result.add(b.get(b.size() - 1));
    return result;
  }

  private List<Size> gemm(Node node) {
    List<Size> a = input(node, 0);
    List<Size> b = input(node, 1);
    if (a == null || b == null) {
      return null;
    }
    return List.of(
        a.get((int) node.number("transA", 0)), b.get(1 - (int) node.number("transB", 0)));
  }

  private List<Size> einsum(Node node) {
    String equation = node.text("equation", "").replace(" ", "");
    int arrow = equation.indexOf("->");
    if (arrow < 0 || equation.contains(".")) {
      return null;
    }
    String[] terms = equation.substring(0, arrow).split(",");
    List<Size> result = new ArrayList<>();
    for (char label : equation.substring(arrow + 2).toCharArray()) {
      Size size = null;
      for (int i = 0; i < terms.length; i++) {
        List<Size> shape = input(node, i);
        int axis = terms[i].indexOf(label);
        if (axis >= 0 && shape != null && axis < shape.size() && (size == null || size.is(1))) {
          size = shape.get(axis);
        }
      }
      result.add(size == null ? Shapes.unknown(node.output(), result.size()) : size);
    }
    return result;
  }

  private List<Size> transpose(Node node) {
    List<Size> shape = input(node, 0);
    if (shape == null) {
      return null;
    }
    long[] order = node.numbers("perm");
    List<Size> result = new ArrayList<>();
    for (int i = 0; i < shape.size(); i++) {
      result.add(shape.get(order.length == 0 ? shape.size() - 1 - i : (int) order[i]));
    }
    return result;
  }

  private List<Size> reshape(Node node) {
    List<Size> target = known.contents(node.input(1));
    List<Size> from = input(node, 0);
    if (target == null) {
      return listed(node, rankIn(node.input(1)));
    }
    List<Size> result = new ArrayList<>();
    int open = -1;
    boolean complete = from != null;
    for (Size size : target) {
      int axis = result.size();
      if (size != null && size.is(-1)) {
        open = axis;
        result.add(Size.ONE);
      } else if (size != null && size.is(0) && node.number("allowzero", 0) == 0) {
        result.add(
            from != null && axis < from.size()
                ? from.get(axis)
                : Shapes.unknown(node.output(), axis));
      } else {
        complete &= size != null;
        result.add(size == null ? Shapes.unknown(node.output(), axis) : size);
      }
    }
    if (open >= 0) {
      Size rest = complete ? Size.product(from).over(Size.product(result)) : null;
      result.set(open, rest == null ? Shapes.unknown(node.output(), open) : rest);
    }
    return result;
  }

  /** As many unknown sizes as a list of sizes has places; null when that is not known either. */
  private List<Size> rankIn(String list) {
    List<Size> shape = known.shape(list);
    if (shape == null || shape.size() != 1 || !shape.get(0).isNumber()) {
      return null;
    }
    return Arrays.asList(new Size[(int) shape.get(0).factor()]);
  }

  static List<Size> listed(Node node, List<Size> list) {
    if (list == null) {
      return null;
    }
    List<Size> result = new ArrayList<>();
    for (Size size : list) {
      result.add(size == null ? Shapes.unknown(node.output(), result.size()) : size);
    }
    return result;
  }

  private List<Size> expand(Node node) {
    List<Size> target = known.contents(node.input(1));
    List<Size> sizes = listed(node, target == null ? rankIn(node.input(1)) : target);
    List<Size> from = input(node, 0);
    return sizes == null || from == null ? null : broadcast(from, sizes, node.output());
  }

  private List<Size> rankOf(Node node) {
    List<Size> list = known.contents(node.output());
    return list == null ? null : List.of(Size.of(list.size()));
  }

  private List<Size> range(Node node) {
    List<Size> limit = known.contents(node.input(1));
    boolean plain =
        Long.valueOf(0).equals(known.whole(node.input(0)))
            && Long.valueOf(1).equals(known.whole(node.input(2)))
            && limit != null
            && limit.get(0) != null;
    return List.of(plain ? limit.get(0) : Shapes.unknown(node.output(), 0));
  }

  private List<Size> attention(Node node) {
    List<Size> query = input(node, 0);
    List<Size> value = input(node, 2);
    if (query == null || value == null || query.size() != 4 || value.size() != 4) {
      return null;
    }
    List<Size> result = new ArrayList<>(query.subList(0, 3));
    result.add(value.get(3));
    return result;
  }
}
