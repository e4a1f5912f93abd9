package io.github.palimpsest.model.graph.rewrite;

import io.github.palimpsest.model.graph.Graph;
import io.github.palimpsest.model.graph.GraphBuilder;
import io.github.palimpsest.model.graph.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Enlarging twice by repeating pixels, then a 3 x 3 convolution: of the nine pixels under the
 * kernel only four differ, so that each of the four positions within an enlarged pixel is a
 * convolution of 2 x 2 in the small picture, whose weights are sums. That is 4/9 of the work. The
 * sums are nodes of constants, which ONNX Runtime computes when it loads the network.
 */
final class UpsampleConv implements Rewrite {
  private static final int ROWS = 2;
  private static final int COLUMNS = 3;
  private static final float[] TWICE = {1, 1, 2, 2};

  private Graph graph;

  @Override
  public int apply(Graph changed) {
    graph = changed;
    Lifetimes lifetimes = new Lifetimes(graph, Map.of());
    int places = 0;
    for (Node conv : graph.nodes()) {
      Node enlarged = graph.producer(conv.input(0));
      boolean constant = lifetimes.of(conv.input(1)) == null;
      if (conv.is("Conv") && constant && isPlain(conv) && enlarged != null && repeats(enlarged)) {
        graph.replace(conv.output(), inFour(conv, enlarged.input(0)));
        graph.remove(conv);
        places++;
      }
    }
    graph.prune();
    return places;
  }

  private static boolean isPlain(Node conv) {
    return Arrays.equals(conv.numbers("kernel_shape"), new long[] {3, 3})
        && Arrays.equals(conv.numbers("pads"), new long[] {1, 1, 1, 1})
        && conv.text("auto_pad", "NOTSET").equals("NOTSET")
        && ones(conv.numbers("strides"))
        && ones(conv.numbers("dilations"))
        && conv.number("group", 1) == 1;
  }

  private static boolean ones(long[] values) {
    return Arrays.stream(values).allMatch(value -> value == 1);
  }

  // Resize(X, roi, scales, sizes)
  private boolean repeats(Node node) {
    if (!node.is("Resize") || !node.text("mode", "nearest").equals("nearest")) {
      return false;
    }
    String place = node.text("coordinate_transformation_mode", "half_pixel");
    String nearest = node.text("nearest_mode", "round_prefer_floor");
    boolean alike =
        place.equals("asymmetric") && nearest.matches("floor|round_prefer_floor")
            || place.equals("half_pixel") && nearest.equals("round_prefer_floor");
    return alike && node.attribute("axes") == null && twice(node.input(2));
  }

  private boolean twice(String scales) {
    float[] known = floats(scales);
    return known != null && Arrays.equals(known, TWICE);
  }

  // exporters put the four numbers together
  private float[] floats(String value) {
    float[] known = graph.floats(value);
    Node node = graph.producer(value);
    if (known != null || node == null || !node.is("Concat")) {
      return known;
    }
    List<Float> all = new ArrayList<>();
    for (String input : node.inputs()) {
      float[] part = graph.floats(input);
      if (part == null) {
        return null;
      }
      for (float number : part) {
        all.add(number);
      }
    }
    float[] values = new float[all.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = all.get(i);
    }
    return values;
  }

  private String inFour(Node conv, String x) {
    String[] rows = twoTaps(conv.input(1), ROWS);
    List<String> parts = new ArrayList<>();
    for (int row = 0; row < 2; row++) {
      String[] kernels = twoTaps(rows[row], COLUMNS);
      for (int column = 0; column < 2; column++) {
        List<String> read = new ArrayList<>(List.of(x, kernels[column]));
        if (!conv.input(2).isEmpty()) {
          read.add(conv.input(2));
        }
        parts.add(
            graph.add(
                "Conv",
                read,
                GraphBuilder.numbers("kernel_shape", 2, 2),
                GraphBuilder.numbers("pads", 1 - row, 1 - column, row, column)));
      }
    }
    String all = graph.add("Concat", parts, GraphBuilder.number("axis", 1));
    return graph.add("DepthToSpace", List.of(all), GraphBuilder.number("blocksize", 2));
  }

  /**
   * Of the taps w0, w1, w2 along an axis: (w0, w1 + w2) for the first of two equal pixels, (w0 +
   * w1, w2) for the second.
   */
  private String[] twoTaps(String weights, int axis) {
    String first = tap(weights, axis, 0);
    String middle = tap(weights, axis, 1);
    String last = tap(weights, axis, 2);
    return new String[] {
      joined(first, graph.add("Add", List.of(middle, last)), axis),
      joined(graph.add("Add", List.of(first, middle)), last, axis)
    };
  }

  private String tap(String weights, int axis, int at) {
    return graph.add(
        "Slice",
        List.of(weights, graph.addLongs(at), graph.addLongs(at + 1), graph.addLongs(axis)));
  }

  private String joined(String a, String b, int axis) {
    return graph.add("Concat", List.of(a, b), GraphBuilder.number("axis", axis));
  }
}
