package io.github.palimpsest.model.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Puts nodes behind those they read, and leaves their order as it is otherwise. */
final class NodeOrder {
  private NodeOrder() {}

  private record Visit(Node node, Iterator<String> reads) {}

  static List<Node> sort(Collection<Node> nodes, Map<String, Node> producers) {
    List<Node> sorted = new ArrayList<>(nodes.size());
    Set<Node> begun = new HashSet<>();
    Deque<Visit> path = new ArrayDeque<>();
    for (Node first : nodes) {
      if (begun.add(first)) {
        path.push(new Visit(first, first.reads().iterator()));
      }
      // without recursion: a network may be thousands of nodes deep
      while (!path.isEmpty()) {
        Visit top = path.peek();
        if (top.reads.hasNext()) {
          Node needed = producers.get(top.reads.next());
          if (needed != null && begun.add(needed)) {
            path.push(new Visit(needed, needed.reads().iterator()));
          }
        } else {
          sorted.add(path.pop().node);
        }
      }
    }
    return sorted;
  }
}
