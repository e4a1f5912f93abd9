package io.github.palimpsest.model.graph.rewrite;

import io.github.palimpsest.model.graph.Graph;
import io.github.palimpsest.model.graph.Node;
import io.github.palimpsest.model.graph.Onnx;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How long the values of a graph stay as they are. */
final class Lifetimes {
  private static final Set<String> OF_SIZES =
      Set.of(
          "Shape",
          "Gather",
          "Slice",
          "Concat",
          "Unsqueeze",
          "Squeeze",
          "Cast",
          "Add",
          "Sub",
          "Mul",
          "Div",
          "Reshape",
          "ConstantOfShape",
          "Equal",
          "Where",
          "Floor",
          "Identity",
          "Range");

  private final Map<String, Lifetime> lifetimes = new HashMap<>();
  private final Set<String> sizes = new HashSet<>();
  private final ElementTypes types;

  Lifetimes(Graph graph, Map<String, Lifetime> inputs) {
    types = new ElementTypes(graph);
    for (String input : graph.inputs().keySet()) {
      lifetimes.put(input, inputs.getOrDefault(input, Lifetime.CALL));
    }
    for (Node node : graph.nodes()) {
      Lifetime lifetime = null;
      boolean ofSizes = node.is(node.operator()) && OF_SIZES.contains(node.operator());
      for (String value : node.reads()) {
        Lifetime read = lifetimes.get(value);
        if (read != null) {
          lifetime = lifetime == null ? read : lifetime.and(read);
          boolean asked = node.is("Shape") && graph.inputs().containsKey(value);
          ofSizes &= asked || sizes.contains(value);
        }
      }
      put(graph, node, lifetime, ofSizes && lifetime != null);
    }
  }

  private void put(Graph graph, Node node, Lifetime lifetime, boolean ofSizes) {
    boolean untyped = node.outputs().stream().anyMatch(v -> !v.isEmpty() && types.of(v) == 0);
    boolean fixed = lifetime != null && untyped || isRandom(node.operator(), node.bodies());
    Lifetime own =
        fixed || node.outputs().stream().anyMatch(graph::isOutput) ? Lifetime.CALL : lifetime;
    for (String output : node.outputs()) {
      if (own != null) {
        lifetimes.put(output, own);
      }
      if (ofSizes) {
        sizes.add(output);
      }
    }
  }

  private static boolean isRandom(String operator, List<Onnx.GraphProto> bodies) {
    return operator.startsWith("Random")
        || operator.equals("Multinomial")
        || operator.equals("Bernoulli")
        || operator.equals("Dropout")
        || bodies.stream()
            .flatMap(body -> body.getNodeList().stream())
            .anyMatch(node -> isRandom(node.getOpType(), Node.bodies(node)));
  }

  /** How long a value stays the same; null for what is constant. */
  Lifetime of(String value) {
    return lifetimes.get(value);
  }

  /** Whether a value is made of the sizes of inputs alone. */
  boolean isSize(String value) {
    return sizes.contains(value);
  }

  /** Element type of a value, see {@link ElementTypes#of}. */
  int type(String value) {
    return types.of(value);
  }
}
