package io.github.palimpsest.model.graph.shape;

import io.github.palimpsest.model.graph.Constant;
import io.github.palimpsest.model.graph.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/** What small lists of sizes, and single numbers computed of them, hold behind each operator. */
final class ListRules {
  private final Shapes known;

  ListRules(Shapes known) {
    this.known = known;
  }

  void apply(Node node) {
    if (!node.is(node.operator()) || node.outputs().isEmpty()) {
      return;
    }
    known.contents(node.output(), list(node));
    known.number(node.output(), number(node));
  }

  private List<Size> list(Node node) {
    return switch (node.operator()) {
      case "Shape" -> shape(node);
      case "Identity", "Cast", "Unsqueeze", "Squeeze", "Reshape", "Floor" -> contents(node, 0);
      case "Gather" -> gather(node);
      case "Slice" -> slice(node);
      case "Concat" -> concat(node);
      case "ConstantOfShape" -> filled(node);
      case "Mul" -> each(node, Size::times);
      case "Div" -> each(node, (a, b) -> divided(a, b, isWhole(node)));
      case "Add" -> each(node, ListRules::sum);
      case "Sub" -> each(node, ListRules::difference);
      case "Equal" -> each(node, ListRules::equal);
      case "Where" -> chosen(node);
      case "ReduceProd" -> product(contents(node, 0));
      default -> null;
    };
  }

  private List<Size> contents(Node node, int input) {
    String value = node.input(input);
    return value.isEmpty() ? null : known.contents(value);
  }

  private boolean isWhole(Node node) {
    int type = known.type(node.input(0));
    return type == 6 || type == 7;
  }

  private List<Size> shape(Node node) {
    List<Size> shape = known.shape(node.input(0));
    if (shape == null) {
      return null;
    }
    int start = within(node.number("start", 0), shape.size());
    int end = within(node.number("end", shape.size()), shape.size());
    return shape.subList(start, Math.max(start, end));
  }

  private static int within(long index, int count) {
    return (int) Math.max(0, Math.min(count, index < 0 ? index + count : index));
  }

  private List<Size> gather(Node node) {
    List<Size> list = contents(node, 0);
    long[] indices = known.wholes(node.input(1));
    if (list == null || indices == null) {
      return null;
    }
    List<Size> picked = new ArrayList<>();
    for (long index : indices) {
      long i = index < 0 ? index + list.size() : index;
      if (i < 0 || i >= list.size()) {
        return null;
      }
      picked.add(list.get((int) i));
    }
    return picked;
  }

  private List<Size> slice(Node node) {
    List<Size> list = contents(node, 0);
    long[] starts = SliceInputs.starts(known, node);
    long[] ends = SliceInputs.ends(known, node);
    long[] steps = SliceInputs.steps(known, node);
    boolean plain = starts != null && ends != null && starts.length == 1 && ends.length == 1;
    if (list == null || !plain || steps == null || steps[0] != 1) {
      return null;
    }
    int start = within(starts[0], list.size());
    int end = within(Math.max(ends[0], -1L - list.size()), list.size());
    return list.subList(start, Math.max(start, end));
  }

  private List<Size> concat(Node node) {
    List<Size> all = new ArrayList<>();
    for (int i = 0; i < node.inputs().size(); i++) {
      List<Size> part = contents(node, i);
      if (part == null) {
        List<Size> shape = known.shape(node.input(i));
        if (shape == null || shape.size() != 1 || !shape.get(0).isNumber()) {
          return null;
        }
        part = Collections.nCopies((int) Math.min(shape.get(0).factor(), 64), null);
      }
      all.addAll(part);
    }
    return all;
  }

  private List<Size> filled(Node node) {
    long[] shape = known.wholes(node.input(0));
    var value = node.attribute("value");
    if (shape == null || value == null) {
      return null;
    }
    long count = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    long[] number = new Constant(value.getT()).longs();
    boolean small = count <= 64 && number != null && number.length == 1;
    return small ? Collections.nCopies((int) count, Size.of(number[0])) : null;
  }

  private List<Size> each(Node node, BinaryOperator<Size> operator) {
    return each(contents(node, 0), contents(node, 1), operator);
  }

  private static List<Size> each(List<Size> a, List<Size> b, BinaryOperator<Size> operator) {
    if (a == null || b == null || (a.size() != b.size() && a.size() != 1 && b.size() != 1)) {
      return null;
    }
    List<Size> result = new ArrayList<>();
    for (int i = 0; i < Math.max(a.size(), b.size()); i++) {
      Size left = a.get(a.size() == 1 ? 0 : i);
      Size right = b.get(b.size() == 1 ? 0 : i);
      result.add(left == null || right == null ? null : operator.apply(left, right));
    }
    return result;
  }

  private static Size divided(Size a, Size b, boolean whole) {
    Size quotient = a.over(b);
    if (quotient != null || !whole) {
      return quotient;
    }
    boolean numbers = a.isNumber() && b.isNumber() && b.factor() != 0;
    return numbers ? Size.of(a.factor() / b.factor()) : Size.named("(" + a + " / " + b + ")");
  }

  static Size sum(Size a, Size b) {
    if (a.isNumber() && b.isNumber()) {
      return Size.of(a.factor() + b.factor());
    }
    return a.is(0) ? b : b.is(0) ? a : Size.named("(" + a + " + " + b + ")");
  }

  private static Size difference(Size a, Size b) {
    if (a.isNumber() && b.isNumber()) {
      return Size.of(a.factor() - b.factor());
    }
    return b.is(0) ? a : a.equals(b) ? Size.of(0) : Size.named("(" + a + " - " + b + ")");
  }

  /** 1 where both are the same in every call, 0 where they never are. Sizes are not negative. */
  private static Size equal(Size a, Size b) {
    if (a.equals(b)) {
      return Size.ONE;
    }
    boolean never =
        a.isNumber() && (b.isNumber() || a.factor() < 0) || b.isNumber() && b.factor() < 0;
    return never ? Size.of(0) : null;
  }

  private List<Size> chosen(Node node) {
    List<Size> which = contents(node, 0);
    List<Size> yes = contents(node, 1);
    List<Size> no = contents(node, 2);
    if (which == null || yes == null || no == null) {
      return null;
    }
    int count = Math.max(which.size(), Math.max(yes.size(), no.size()));
    List<Size> result = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Size w = at(which, i);
      result.add(w == null ? null : w.is(1) ? at(yes, i) : w.is(0) ? at(no, i) : null);
    }
    return result;
  }

  private static Size at(List<Size> list, int i) {
    return list.size() == 1 ? list.get(0) : i < list.size() ? list.get(i) : null;
  }

  private static List<Size> product(List<Size> list) {
    boolean unknown = list == null || list.contains(null);
    return unknown ? null : List.of(Size.product(list));
  }

  private Double number(Node node) {
    return switch (node.operator()) {
      case "Identity", "Unsqueeze", "Squeeze", "Reshape" -> known.number(node.input(0));
      case "Cast" -> one(node, x -> known.type(node.output()) == 1 ? x : (long) x);
      case "Sqrt" -> one(node, Math::sqrt);
      case "Reciprocal" -> one(node, x -> 1 / x);
      case "Neg" -> one(node, x -> -x);
      case "Mul" -> two(node, (a, b) -> a * b);
      case "Div" -> isWhole(node) ? null : two(node, (a, b) -> a / b);
      case "Add" -> two(node, Double::sum);
      case "Sub" -> two(node, (a, b) -> a - b);
      case "Pow" -> two(node, Math::pow);
      default -> null;
    };
  }

  private Double one(Node node, DoubleUnaryOperator operator) {
    Double x = known.number(node.input(0));
    return x == null ? null : (Double) operator.applyAsDouble(x);
  }

  private Double two(Node node, DoubleBinaryOperator operator) {
    Double a = known.number(node.input(0));
    Double b = known.number(node.input(1));
    return a == null || b == null ? null : (Double) operator.applyAsDouble(a, b);
  }
}
