package io.github.palimpsest.model.graph.rewrite;

import io.github.palimpsest.model.graph.Graph;
import io.github.palimpsest.model.graph.GraphBuilder;
import io.github.palimpsest.model.graph.Node;
import io.github.palimpsest.model.graph.shape.Shapes;
import java.util.List;

/**
 * The logarithm as that of a sum of one: ONNX Runtime's Log rounds the values at the ends of the
 * pieces that its threads work on otherwise than those within, so that the last bit would depend on
 * the number of threads.
 */
final class SteadyLog implements Rewrite {
  // from these versions on, axes are an input
  private static final long UNSQUEEZE = 13;
  private static final long REDUCE = 18;

  @Override
  public int apply(Graph graph) {
    Shapes shapes = Shapes.of(graph);
    int places = 0;
    for (Node node : graph.nodes()) {
      if (node.is("Log") && shapes.type(node.input(0)) == GraphBuilder.FLOAT) {
        String one = lastAxis(graph, "Unsqueeze", UNSQUEEZE, node.input(0));
        graph.replace(node.output(), lastAxis(graph, "ReduceLogSum", REDUCE, one));
        graph.remove(node);
        places++;
      }
    }
    graph.prune();
    return places;
  }

  private static String lastAxis(Graph graph, String operator, long asInput, String value) {
    boolean reduces = operator.equals("ReduceLogSum");
    if (graph.opset("") >= asInput) {
      List<String> read = List.of(value, graph.addLongs(-1));
      return reduces
          ? graph.add(operator, read, GraphBuilder.number("keepdims", 0))
          : graph.add(operator, read);
    }
    return reduces
        ? graph.add(
            operator,
            List.of(value),
            GraphBuilder.numbers("axes", -1),
            GraphBuilder.number("keepdims", 0))
        : graph.add(operator, List.of(value), GraphBuilder.numbers("axes", -1));
  }
}
