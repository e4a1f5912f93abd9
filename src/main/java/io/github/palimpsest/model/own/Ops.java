package io.github.palimpsest.model.own;

import static io.github.palimpsest.model.graph.GraphBuilder.BOOL;
import static io.github.palimpsest.model.graph.GraphBuilder.FLOAT;
import static io.github.palimpsest.model.graph.GraphBuilder.INT64;
import static io.github.palimpsest.model.graph.GraphBuilder.number;
import static io.github.palimpsest.model.graph.GraphBuilder.numbers;

import io.github.palimpsest.model.graph.GraphBuilder;
import java.util.List;
import java.util.function.Consumer;

/** ONNX's operators by short names, in one graph or subgraph. */
record Ops(GraphBuilder g) {
  String add(String a, String b) {
    return g.node("Add", a, b);
  }

  String sub(String a, String b) {
    return g.node("Sub", a, b);
  }

  String mul(String a, String b) {
    return g.node("Mul", a, b);
  }

  String div(String a, String b) {
    return g.node("Div", a, b);
  }

  String mod(String a, String b) {
    return g.node("Mod", a, b);
  }

  String and(String a, String b) {
    return g.node("And", a, b);
  }

  String where(String condition, String yes, String no) {
    return g.node("Where", condition, yes, no);
  }

  /** A whole number. */
  String whole(long value) {
    return g.tensor(new long[] {value});
  }

  String floats(double value) {
    return g.floats((float) value);
  }

  String slice(String value, long from, long to, long axis) {
    return g.node("Slice", value, g.longs(from), g.longs(to), g.longs(axis));
  }

  String reshape(String value, long... shape) {
    return g.node("Reshape", value, g.longs(shape));
  }

  String unsqueeze(String value, long... axes) {
    return g.node("Unsqueeze", value, g.longs(axes));
  }

  String squeeze(String value, long... axes) {
    return g.node("Squeeze", value, g.longs(axes));
  }

  String transpose(String value, long... axes) {
    return g.node("Transpose", List.of(value), numbers("perm", axes));
  }

  String gather(String values, String at, long axis) {
    return g.node("Gather", List.of(values, at), number("axis", axis));
  }

  /** Of every row of the values those at the indices of that row. */
  String pick(String values, String at) {
    return g.node("GatherElements", List.of(values, at), number("axis", 1));
  }

  String sum(String value, long... axes) {
    return g.node("ReduceSum", List.of(value, g.longs(axes)), number("keepdims", 0));
  }

  String max(String value, long... axes) {
    return g.node("ReduceMax", List.of(value), numbers("axes", axes), number("keepdims", 0));
  }

  String concat(long axis, String... values) {
    return g.node("Concat", List.of(values), number("axis", axis));
  }

  String softmax(String value) {
    return g.node("Softmax", List.of(value), number("axis", -1));
  }

  String floatOf(String value) {
    return g.node("Cast", List.of(value), number("to", FLOAT));
  }

  String wholeOf(String value) {
    return g.node("Cast", List.of(value), number("to", INT64));
  }

  String truthOf(String value) {
    return g.node("Cast", List.of(value), number("to", BOOL));
  }

  /** The largest along the last axis: values, then their indices. */
  List<String> largest(String value, long count) {
    return g.nodes("TopK", 2, List.of(value, g.longs(count)));
  }

  /** What one of two subgraphs gives. */
  String choose(String condition, Consumer<Ops> yes, Consumer<Ops> no) {
    Ops then = new Ops(g.subgraph());
    yes.accept(then);
    Ops otherwise = new Ops(g.subgraph());
    no.accept(otherwise);
    return g.node(
        "If",
        List.of(condition),
        GraphBuilder.graph("then_branch", then.g),
        GraphBuilder.graph("else_branch", otherwise.g));
  }
}
