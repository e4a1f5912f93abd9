package io.github.palimpsest.model.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Nodes and what is between them: who gives a value, and who reads it. */
final class Links {
  private final Set<Node> nodes = new LinkedHashSet<>();
  private final Map<String, Node> producers = new HashMap<>();
  private final Map<String, Set<Node>> consumers = new HashMap<>();
  private List<Node> sorted;

  /** All nodes, each behind those whose values it reads; a copy. */
  List<Node> inOrder() {
    if (sorted == null) {
      sorted = NodeOrder.sort(nodes, producers);
    }
    return new ArrayList<>(sorted);
  }

  int count() {
    return nodes.size();
  }

  boolean contains(Node node) {
    return nodes.contains(node);
  }

  Node producer(String value) {
    return producers.get(value);
  }

  /** A copy. */
  List<Node> consumers(String value) {
    return new ArrayList<>(consumers.getOrDefault(value, Set.of()));
  }

  boolean isRead(String value) {
    return consumers.containsKey(value);
  }

  void add(Node node) {
    nodes.add(node);
    tie(node);
  }

  void remove(Node node) {
    if (nodes.remove(node)) {
      untie(node);
    }
  }

  /** Changes a node's inputs or outputs. */
  void change(Node node, Runnable change) {
    untie(node);
    change.run();
    tie(node);
  }

  private void tie(Node node) {
    sorted = null;
    node.outputs().stream().filter(v -> !v.isEmpty()).forEach(v -> producers.put(v, node));
    node.reads().forEach(v -> consumers.computeIfAbsent(v, k -> new LinkedHashSet<>()).add(node));
  }

  private void untie(Node node) {
    sorted = null;
    node.outputs().forEach(v -> producers.remove(v, node));
    for (String value : node.reads()) {
      Set<Node> readers = consumers.get(value);
      readers.remove(node);
      if (readers.isEmpty()) {
        consumers.remove(value);
      }
    }
  }
}
