package io.github.palimpsest.model.graph.rewrite;

import io.github.palimpsest.model.graph.Graph;
import io.github.palimpsest.model.graph.Node;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All rewrites of a network, in order. */
final class Rewrites {
  private Rewrites() {}

  /**
   * Changes a graph and divides it.
   *
   * @return null where nothing is gained
   */
  static Hoist.Parts apply(Graph graph, Map<String, Lifetime> inputs, int noisyChannels) {
    if (graph.hasFunctions()) {
      return null;
    }
    int places = 0;
    removeCopies(graph);
    if (!inputs.isEmpty()) {
      List.copyOf(graph.inputs().values()).forEach(port -> graph.addInput(Ports.batchOfOne(port)));
      new Integers(graph).fold();
    }
    new SplitSample(noisyChannels).apply(graph);
    new Integers(graph).fold();
    graph.prune();
    Map<String, Lifetime> lifetimes = new HashMap<>(inputs);
    lifetimes.put(SplitSample.KNOWN, Lifetime.RUN);
    Hoist.Parts parts = Hoist.divide(graph, lifetimes);
    return places == 0 && parts.run() == null && parts.step() == null ? null : parts;
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
}
