package io.github.palimpsest.model.graph.rewrite;

import io.github.palimpsest.model.graph.Graph;
import io.github.palimpsest.model.graph.Node;
import io.github.palimpsest.model.graph.attention.FuseAttention;
import io.github.palimpsest.model.graph.shape.Shapes;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** All rewrites of a network, in order. */
final class Rewrites {
  private static final long OLDEST = 11;

  private final Map<String, Integer> changes = new LinkedHashMap<>();
  private final Hoist.Parts parts;

  /**
   * Changes a graph and divides it.
   *
   * @param inputs how long each input stays the same
   * @param noisyChannels channels of {@code sample} that change with every call
   * @param fuse whether nodes may become others that are faster on the CPU
   */
  Rewrites(Graph graph, Map<String, Lifetime> inputs, int noisyChannels, boolean fuse) {
    removeCopies(graph);
    // older operators take as attributes what these are given as inputs
    boolean known = graph.opset("") >= OLDEST;
    if (known && !inputs.isEmpty()) {
      List.copyOf(graph.inputs().values()).forEach(port -> graph.addInput(Ports.batchOfOne(port)));
      new Integers(graph).fold();
    }
    if (known) {
      new SplitSample(noisyChannels).apply(graph);
      new Integers(graph).fold();
    }
    if (known && fuse) {
      note("attentions fused", new FuseAttention().apply(graph));
      note("means over channels convolved", new ChannelMean().apply(graph));
      note("convolutions of enlarged pictures divided", new UpsampleConv().apply(graph));
      note("logarithms made independent of threads", new SteadyLog().apply(graph));
    }
    graph.prune();
    Map<String, Lifetime> lifetimes = new HashMap<>(inputs);
    lifetimes.put(SplitSample.KNOWN, Lifetime.RUN);
    // functions of a file's own may draw random numbers
    parts =
        graph.hasFunctions()
            ? new Hoist.Parts(null, null, graph)
            : JoinedVectors.join(Hoist.divide(graph, lifetimes), Shapes.of(graph));
    note("nodes run once a run", parts.run() == null ? 0 : parts.run().nodes().size());
    note("nodes run once a step", parts.step() == null ? 0 : parts.step().nodes().size());
  }

  private void note(String change, int count) {
    if (count > 0) {
      changes.put(change, count);
    }
  }

  // Exporters name weights that two layers share by copies.
  private static void removeCopies(Graph graph) {
    for (Node node : graph.nodes()) {
      if (node.is("Identity") && !graph.isOutput(node.output())) {
        graph.replace(node.output(), node.input(0));
        graph.remove(node);
      }
    }
    graph.prune();
  }

  /** How many places were changed; where none was, nothing is gained. */
  int places() {
    return changes.values().stream().mapToInt(Integer::intValue).sum();
  }

  Hoist.Parts parts() {
    return parts;
  }

  /** What was changed, for people. */
  @Override
  public String toString() {
    return changes.entrySet().stream()
        .map(change -> change.getValue() + " " + change.getKey())
        .collect(Collectors.joining(", "));
  }
}
