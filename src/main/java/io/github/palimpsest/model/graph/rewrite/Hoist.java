package io.github.palimpsest.model.graph.rewrite;

import io.github.palimpsest.model.graph.Graph;
import io.github.palimpsest.model.graph.Node;
import io.github.palimpsest.model.graph.Onnx;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Divides a graph by how often its nodes need to run: {@code run} holds what depends on inputs that
 * stay the same through a run, {@code step} what depends on the timestep alone, {@code call} the
 * rest. What one gives the other is an output of the one and an input of the other under the same
 * name. Nodes that only view or enlarge a value stay with those who read it, so that few and small
 * values cross.
 */
final class Hoist {
  /**
   * A divided graph.
   *
   * @param run null where nothing of it costs time
   * @param step the same
   * @param call the rest, with the outputs of all
   */
  record Parts(Graph run, Graph step, Graph call) {}

  private final Graph graph;
  private final Lifetimes lifetimes;
  private final Set<Node> called = new LinkedHashSet<>();
  private final Map<Lifetime, Set<String>> crossing = new HashMap<>();

  private Hoist(Graph graph, Map<String, Lifetime> inputs) {
    this.graph = graph;
    lifetimes = new Lifetimes(graph, inputs);
    crossing.put(Lifetime.RUN, new LinkedHashSet<>());
    crossing.put(Lifetime.STEP, new LinkedHashSet<>());
    Set<String> seen = new LinkedHashSet<>();
    graph.outputs().keySet().forEach(output -> keep(graph.producer(output), seen));
    for (Node node : graph.nodes()) {
      // in order, so that the same graph is always divided the same way
      if (seen.contains(node.output())) {
        called.add(node);
      }
    }
  }

  /**
   * Divides a graph, which stays as it is.
   *
   * @param inputs how long each stays the same; those not listed change with every call
   */
  static Parts divide(Graph graph, Map<String, Lifetime> inputs) {
    Map<String, Lifetime> worth = new HashMap<>(inputs);
    while (true) {
      Hoist hoist = new Hoist(graph, worth);
      Graph run = hoist.part(Lifetime.RUN);
      Graph step = hoist.part(Lifetime.STEP);
      Lifetime idle = idle(run, Lifetime.RUN, worth);
      idle = idle == null ? idle(step, Lifetime.STEP, worth) : idle;
      if (idle == null) {
        return new Parts(run, step, hoist.call());
      }
      Lifetime dropped = idle;
      worth.values().removeIf(lifetime -> lifetime == dropped);
    }
  }

  // what costs no time is not worth a network of its own
  private static Lifetime idle(Graph part, Lifetime lifetime, Map<String, Lifetime> inputs) {
    boolean asked = part != null && inputs.containsValue(lifetime);
    return asked && part.nodes().stream().noneMatch(Cost::takesTime) ? lifetime : null;
  }

  // A node of the part that runs with every call, and what it needs there.
  private void keep(Node first, Set<String> seen) {
    List<Node> open = new ArrayList<>();
    open.add(first);
    while (!open.isEmpty()) {
      Node node = open.remove(open.size() - 1);
      if (node == null || !seen.add(node.output())) {
        continue;
      }
      for (String value : node.reads()) {
        Node giver = graph.producer(value);
        if (giver != null && !stays(giver, value)) {
          crossing.get(lifetimes.of(value)).add(value);
        } else {
          open.add(giver);
        }
      }
    }
  }

  private boolean stays(Node giver, String value) {
    Lifetime lifetime = lifetimes.of(value);
    return lifetime == null
        || lifetime == Lifetime.CALL
        || lifetimes.isSize(value)
        || Cost.onlyViews(giver)
            && giver.inputs().stream().skip(1).allMatch(v -> v.isEmpty() || known(v));
  }

  private boolean known(String value) {
    return lifetimes.of(value) == null || lifetimes.isSize(value);
  }

  private Graph part(Lifetime lifetime) {
    Set<String> given = crossing.get(lifetime);
    if (given.isEmpty()) {
      return null;
    }
    List<Onnx.ValueInfoProto> outputs = new ArrayList<>();
    List<Node> nodes = new ArrayList<>();
    for (Node node : graph.nodes()) {
      Lifetime own = lifetimes.of(node.output());
      if (own == null || own == lifetime) {
        nodes.add(node);
      }
      for (String output : node.outputs()) {
        if (given.contains(output)) {
          outputs.add(Ports.of(output, lifetimes.type(output)));
        }
      }
    }
    return withReadInputs(graph.part(nodes, graph.inputs().values(), outputs));
  }

  private Graph call() {
    List<Onnx.ValueInfoProto> inputs = new ArrayList<>(graph.inputs().values());
    for (Node node : graph.nodes()) {
      for (String output : node.outputs()) {
        if (crossing.values().stream().anyMatch(values -> values.contains(output))) {
          inputs.add(Ports.of(output, lifetimes.type(output)));
        }
      }
    }
    return withReadInputs(graph.part(called, inputs, graph.outputs().values()));
  }

  // An input that nobody reads stays one of the network.
  private Graph withReadInputs(Graph part) {
    for (String input : List.copyOf(part.inputs().keySet())) {
      boolean read = !part.consumers(input).isEmpty() || part.isOutput(input);
      boolean unused =
          part.isOutput(graph.outputs().keySet().iterator().next())
              && graph.inputs().containsKey(input)
              && graph.consumers(input).isEmpty();
      if (!read && !unused) {
        part.removeInput(input);
      }
    }
    return part;
  }
}
