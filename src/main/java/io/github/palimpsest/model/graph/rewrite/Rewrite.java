package io.github.palimpsest.model.graph.rewrite;

import io.github.palimpsest.model.graph.Graph;

/** One change of a graph that leaves its outputs as they are, but for rounding. */
@FunctionalInterface
public interface Rewrite {
  /**
   * Changes every place that it knows.
   *
   * @return how many places were changed
   */
  int apply(Graph graph);
}
