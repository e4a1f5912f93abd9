package io.github.palimpsest.model.graph;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts how often the paths through a graph halve and double the size of an image. */
final class SizeChanges {
  private record Counts(int halved, int doubled) {
    static final Counts NONE = new Counts(0, 0);

    Counts max(Counts other) {
      return new Counts(Math.max(halved, other.halved), Math.max(doubled, other.doubled));
    }
  }

  // Only values behind a change of size are kept.
  private final Map<String, Counts> behind = new HashMap<>();

  /** Takes the next node; nodes come in the order they are computed in. */
  void node(String operator, int stride, List<String> inputs, List<String> outputs) {
    Counts counts = inputs.stream().map(this::at).reduce(Counts.NONE, Counts::max);
    int factor = 31 - Integer.numberOfLeadingZeros(stride);
    counts =
        switch (operator) {
          case "Conv", "MaxPool", "AveragePool", "SpaceToDepth" ->
              new Counts(counts.halved + factor, counts.doubled);
          case "ConvTranspose", "DepthToSpace" ->
              new Counts(counts.halved, counts.doubled + factor);
          case "Resize", "Upsample" -> new Counts(counts.halved, counts.doubled + 1);
          default -> counts;
        };
    if (!counts.equals(Counts.NONE)) {
      for (String output : outputs) {
        behind.put(output, counts);
      }
    }
  }

  int halvings(Collection<String> outputs) {
    return outputs.stream().mapToInt(output -> at(output).halved).max().orElse(0);
  }

  int doublings(Collection<String> outputs) {
    return outputs.stream().mapToInt(output -> at(output).doubled).max().orElse(0);
  }

  private Counts at(String value) {
    return behind.getOrDefault(value, Counts.NONE);
  }
}
