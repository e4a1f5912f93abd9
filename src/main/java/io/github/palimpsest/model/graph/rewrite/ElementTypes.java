package io.github.palimpsest.model.graph.rewrite;

import io.github.palimpsest.model.graph.Constant;
import io.github.palimpsest.model.graph.Graph;
import io.github.palimpsest.model.graph.Node;
import io.github.palimpsest.model.graph.Onnx;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Element types of the values of a graph, as far as they follow from the operators. */
final class ElementTypes {
  /** Type of a value of which it is not known. */
  static final int UNKNOWN = 0;

  static final int FLOAT = 1;
  static final int INT64 = 7;
  static final int BOOL = 9;
  static final int FLOAT16 = 10;

  private static final Set<String> TRUTHS =
      Set.of(
          "Equal",
          "Less",
          "LessOrEqual",
          "Greater",
          "GreaterOrEqual",
          "Not",
          "And",
          "Or",
          "Xor",
          "IsNaN",
          "IsInf");
  private static final Set<String> WHOLE = Set.of("Shape", "Size", "NonZero", "ArgMax", "ArgMin");
  // operators of others whose outputs are of the type of their first input
  private static final Set<String> OTHERS =
      Set.of(
          "MultiHeadAttention",
          "Attention",
          "Gelu",
          "FastGelu",
          "QuickGelu",
          "BiasGelu",
          "SkipLayerNormalization",
          "GroupNorm",
          "FusedMatMul",
          "FusedConv");

  private final Map<String, Integer> types = new HashMap<>();

  ElementTypes(Graph graph) {
    for (String name : graph.constants()) {
      types.put(name, graph.constant(name).type());
    }
    graph.inputs().forEach((name, port) -> types.put(name, Ports.type(port)));
    for (Node node : graph.nodes()) {
      for (int i = 0; i < node.outputs().size(); i++) {
        String output = node.outputs().get(i);
        Onnx.ValueInfoProto port = graph.info(output);
        int declared = port == null ? UNKNOWN : Ports.type(port);
        types.put(output, declared == UNKNOWN ? type(node, i) : declared);
      }
    }
  }

  /** The type of a value, or {@link #UNKNOWN}. */
  int of(String value) {
    return types.getOrDefault(value, UNKNOWN);
  }

  private int type(Node node, int output) {
    String operator = node.operator();
    if (!node.is(operator)) {
      return OTHERS.contains(operator) ? of(node.input(0)) : UNKNOWN;
    }
    if (!node.bodies().isEmpty()) {
      return body(node, output);
    }
    if (TRUTHS.contains(operator)) {
      return BOOL;
    }
    if (WHOLE.contains(operator)) {
      return INT64;
    }
    return switch (operator) {
      case "Cast" -> (int) node.number("to", UNKNOWN);
      case "CastLike", "Where", "DequantizeLinear" -> of(node.input(1));
      case "ConstantOfShape" -> filled(node);
      case "TopK", "MaxPool", "Unique" -> output == 0 ? of(node.input(0)) : INT64;
      case "Dropout" -> output == 0 ? of(node.input(0)) : BOOL;
      case "OneHot" -> of(node.input(2));
      case "RandomNormal",
          "RandomUniform",
          "Multinomial",
          "EyeLike",
          "Bernoulli",
          "RandomNormalLike",
          "RandomUniformLike",
          "HannWindow",
          "HammingWindow",
          "BlackmanWindow",
          "StringNormalizer",
          "TfIdfVectorizer",
          "DynamicQuantizeLinear",
          "MatMulInteger",
          "ConvInteger",
          "QLinearConv",
          "QLinearMatMul",
          "Optional",
          "QuantizeLinear",
          "SequenceConstruct",
          "SequenceAt",
          "SplitToSequence",
          "Constant" ->
          UNKNOWN;
      default -> of(node.input(0));
    };
  }

  private static int filled(Node node) {
    Onnx.AttributeProto value = node.attribute("value");
    return value == null ? FLOAT : new Constant(value.getT()).type();
  }

  // If has the outputs of its branches; Loop begins with a condition, and Scan with nothing.
  private static int body(Node node, int output) {
    Onnx.GraphProto body = node.bodies().get(0);
    int at = node.is("Loop") ? output + 1 : output;
    return at < body.getOutputCount() ? Ports.type(body.getOutput(at)) : UNKNOWN;
  }
}
