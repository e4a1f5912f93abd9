package io.github.palimpsest.model.graph;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Channels that a graph leaves open at its inputs and outputs, read from the weights of the
 * convolution behind or before them: [out, in, height, width].
 */
final class ConvChannels {
  private static final Set<String> SAME_CHANNELS =
      Set.of("Add", "Sub", "Mul", "Div", "Clip", "Tanh", "Sigmoid", "Cast", "Identity");

  private final Map<String, String> source = new HashMap<>();
  private final Map<String, String> entered = new HashMap<>();
  private final Map<String, String> left = new HashMap<>();
  private final Map<String, List<Long>> weights = new HashMap<>();

  /** Takes the next node; nodes come in the order they are computed in. */
  void node(String operator, List<String> inputs, List<String> outputs) {
    if (inputs.isEmpty() || outputs.isEmpty()) {
      return;
    }
    String from = inputs.get(0);
    String to = outputs.get(0);
    if (operator.equals("Conv") && inputs.size() > 1) {
      entered.putIfAbsent(source.getOrDefault(from, from), inputs.get(1));
      left.put(to, inputs.get(1));
    } else if (SAME_CHANNELS.contains(operator)) {
      inputs.stream()
          .filter(left::containsKey)
          .findFirst()
          .ifPresent(v -> left.put(to, left.get(v)));
      if (operator.equals("Cast") || operator.equals("Identity")) {
        source.put(to, source.getOrDefault(from, from));
      }
    }
  }

  /** Takes the sizes of an initializer. */
  void weights(String name, List<Long> sizes) {
    if (sizes.size() == 4) {
      weights.put(name, sizes);
    }
  }

  ValueInfo input(ValueInfo port) {
    return known(port, weights.get(entered.get(port.name())), 1);
  }

  ValueInfo output(ValueInfo port) {
    return known(port, weights.get(left.get(port.name())), 0);
  }

  private static ValueInfo known(ValueInfo port, List<Long> sizes, int axis) {
    if (sizes == null || port.rank() != 4 || port.size(1) > 0 || sizes.get(axis) <= 0) {
      return port;
    }
    long[] shape = port.shape().clone();
    shape[1] = sizes.get(axis);
    return new ValueInfo(port.name(), port.type(), shape);
  }
}
