package io.github.palimpsest.model.graph.attention;

import io.github.palimpsest.model.graph.Graph;
import io.github.palimpsest.model.graph.GraphBuilder;
import io.github.palimpsest.model.graph.Node;
import io.github.palimpsest.model.graph.Onnx;
import io.github.palimpsest.model.graph.attention.Layouts.Layout;
import io.github.palimpsest.model.graph.shape.Shapes;
import io.github.palimpsest.model.graph.shape.Size;
import java.util.ArrayList;
import java.util.List;

/**
 * Attention → ONNX Runtime's operator {@code com.microsoft.MultiHeadAttention}, which works through
 * the keys block by block (Dao et al. 2022, FlashAttention; where nothing masks them) instead of
 * holding a weight for every pair of query and key. What is no attention for certain, whatever the
 * inputs, stays as it is. Results differ by rounding only. Numbers of 16 bits are computed with 32
 * where ONNX Runtime has no such operator for 16, as it does with the products before.
 */
public final class FuseAttention {
  private static final String DOMAIN = "com.microsoft";

  /**
   * Changes every attention of a graph.
   *
   * @return how many were changed
   */
  public int apply(Graph graph) {
    Shapes shapes = Shapes.of(graph);
    int count = 0;
    for (Node node : graph.nodes()) {
      Attention attention = null;
      if (node.is("Softmax") && graph.contains(node)) {
        attention = Attention.around(graph, shapes, node);
      } else if (node.is("Attention")) {
        attention = Attention.of(graph, shapes, node);
      }
      if (attention != null && fuse(graph, shapes, attention)) {
        count++;
      }
    }
    if (count > 0) {
      graph.importDomain(DOMAIN, 1);
      graph.prune();
    }
    return count;
  }

  private static boolean fuse(Graph graph, Shapes shapes, Attention attention) {
    int type = shapes.type(attention.result());
    if (type != GraphBuilder.FLOAT && type != Factors.FLOAT16) {
      return false;
    }
    List<Layout> queries = Layouts.of(graph, shapes, attention.query(), type);
    List<Layout> keys = Layouts.of(graph, shapes, attention.key(), type);
    List<Layout> values = Layouts.of(graph, shapes, attention.value(), type);
    values.removeIf(layout -> layout.factor() != 1);
    Size channels = channels(attention.layout());
    List<Long> numbers =
        queries.stream()
            .map(Layout::heads)
            .distinct()
            .sorted((a, b) -> Long.compare(b, a))
            .toList();
    for (long heads : numbers) {
      Layout query = Layouts.last(queries, heads);
      Layout key = Layouts.last(keys, heads);
      Layout value = Layouts.last(values, heads);
      Bias bias = new Bias(graph, shapes, heads, type);
      boolean possible =
          key != null
              && value != null
              && channels.isNumber()
              && Result.takes(attention.layout(), heads)
              && attention.masks().stream().allMatch(bias::takes);
      if (possible) {
        write(graph, shapes, attention, List.of(query, key, value), bias, channels.factor());
        return true;
      }
    }
    return false;
  }

  private static Size channels(View layout) {
    return Size.product(
        layout.flat().stream()
            .filter(part -> part.role() == View.Role.CHANNEL)
            .map(View.Part::size)
            .toList());
  }

  private static void write(
      Graph graph,
      Shapes shapes,
      Attention attention,
      List<Layout> layouts,
      Bias bias,
      long channels) {
    List<String> read = new ArrayList<>();
    double factor = attention.factor();
    for (Layout layout : layouts) {
      read.add(layout.build(graph));
      factor *= layout.factor();
    }
    String sum = bias.build(attention.masks(), read.get(0), read.get(1));
    if (!sum.isEmpty()) {
      read.addAll(List.of("", "", sum));
    }
    List<Onnx.AttributeProto> attributes = new ArrayList<>();
    attributes.add(GraphBuilder.number("num_heads", bias.heads()));
    attributes.add(GraphBuilder.decimal("scale", (float) factor));
    if (attention.causal()) {
      attributes.add(GraphBuilder.number("unidirectional", 1));
    }
    String given =
        graph
            .add(
                DOMAIN,
                "MultiHeadAttention",
                read,
                1,
                attributes.toArray(Onnx.AttributeProto[]::new))
            .output();
    new Result(graph, shapes, given, bias.heads(), channels)
        .replace(attention.result(), attention.layout());
  }
}
