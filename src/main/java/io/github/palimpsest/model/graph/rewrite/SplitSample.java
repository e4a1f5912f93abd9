package io.github.palimpsest.model.graph.rewrite;

import io.github.palimpsest.model.graph.Graph;
import io.github.palimpsest.model.graph.GraphBuilder;
import io.github.palimpsest.model.graph.Node;
import io.github.palimpsest.model.graph.Onnx;
import java.util.Arrays;
import java.util.List;

/**
 * Divides the input {@code sample} [1, C, h, w] of an inpainting network into the noisy channels,
 * {@code sample}, and mask and masked image behind them, {@code sample.known}, which stay the same
 * through a run. Nodes that take channels of one kind only read that input; others read both put
 * together.
 */
final class SplitSample implements Rewrite {
  private static final String SAMPLE = "sample";
  static final String KNOWN = SAMPLE + RewrittenNetwork.KNOWN;
  private static final int AXIS = 1;
  private static final int RANK = 4;

  private final int noisy;
  private Graph graph;
  private Integers integers;
  private int channels;

  /**
   * @param noisy how many channels change with every call
   */
  SplitSample(int noisy) {
    this.noisy = noisy;
  }

  @Override
  public int apply(Graph changed) {
    Onnx.ValueInfoProto port = changed.inputs().get(SAMPLE);
    if (port == null || Ports.sizes(port).length != RANK || noisy <= 0) {
      return 0;
    }
    channels = (int) Ports.sizes(port)[AXIS];
    if (channels <= noisy || changed.isOutput(SAMPLE)) {
      return 0;
    }
    graph = changed;
    integers = new Integers(graph);
    String both = graph.newName(SAMPLE + ".both");
    graph.replace(SAMPLE, both);
    graph.addInput(Ports.channels(port, SAMPLE, noisy));
    graph.addInput(Ports.channels(port, KNOWN, channels - noisy));
    graph.replace(
        both, graph.add("Concat", List.of(SAMPLE, KNOWN), GraphBuilder.number("axis", AXIS)));
    int places = 0;
    for (Node node : graph.consumers(graph.consumers(KNOWN).get(0).output())) {
      places += simplify(node) ? 1 : 0;
    }
    graph.prune();
    return places;
  }

  private boolean simplify(Node node) {
    return switch (node.is(node.operator()) ? node.operator() : "") {
      case "Slice" -> slice(node);
      case "Gather" -> gather(node);
      case "Split" -> split(node);
      case "Shape" -> shape(node);
      default -> false;
    };
  }

  // Slice(data, starts, ends, axes, steps)
  private boolean slice(Node node) {
    long[] starts = integers.of(node.input(1));
    long[] ends = integers.of(node.input(2));
    long[] axes = integers.of(node.input(3));
    boolean stepped =
        !node.input(4).isEmpty() && !Arrays.equals(integers.of(node.input(4)), new long[] {1});
    if (starts == null || ends == null || axes == null || axes.length != 1 || stepped) {
      return false;
    }
    return channelAxis(axes[0])
        && replace(
            node.output(), Integers.bound(starts[0], channels), Integers.bound(ends[0], channels));
  }

  // Split(data, sizes)
  private boolean split(Node node) {
    long[] sizes = node.inputs().size() > 1 ? integers.of(node.input(1)) : node.numbers("split");
    if (!channelAxis(node.number("axis", 0)) || sizes == null) {
      return false;
    }
    int count = node.outputs().size();
    if (sizes.length == 0 && channels % count == 0) {
      sizes = new long[count];
      Arrays.fill(sizes, channels / count);
    }
    boolean all = sizes.length == count;
    int from = 0;
    for (int i = 0; i < count && all; i++) {
      int to = from + (int) sizes[i];
      all = node.outputs().get(i).isEmpty() || replace(node.outputs().get(i), from, to);
      from = to;
    }
    return all;
  }

  private boolean gather(Node node) {
    long[] index = integers.of(node.input(1));
    if (!channelAxis(node.number("axis", 0)) || index == null) {
      return false;
    }
    long[] within = index.clone();
    boolean inNoisy = true;
    boolean inKnown = true;
    for (int i = 0; i < within.length; i++) {
      within[i] = index[i] < 0 ? index[i] + channels : index[i];
      inNoisy &= within[i] < noisy;
      inKnown &= within[i] >= noisy;
    }
    if (inNoisy == inKnown) {
      return false;
    }
    for (int i = 0; i < within.length; i++) {
      within[i] -= inKnown ? noisy : 0;
    }
    boolean single =
        graph.constant(node.input(1)) == null || graph.constant(node.input(1)).shape().length == 0;
    if (single && graph.constant(node.input(1)) == null) {
      return false;
    }
    graph.input(node, 1, single ? graph.addLong(within[0]) : graph.addLongs(within));
    graph.input(node, 0, inKnown ? KNOWN : SAMPLE);
    return true;
  }

  private boolean channelAxis(long axis) {
    return axis == AXIS || axis == AXIS - RANK;
  }

  /** Gives a value by the input that holds these channels alone. */
  private boolean replace(String value, int from, int to) {
    if (to <= noisy) {
      graph.replace(value, part(SAMPLE, from, to, noisy));
    } else if (from >= noisy) {
      graph.replace(value, part(KNOWN, from - noisy, to - noisy, channels - noisy));
    } else {
      return false;
    }
    return true;
  }

  private String part(String input, int from, int to, int all) {
    return from == 0 && to == all
        ? input
        : graph.add(
            "Slice",
            List.of(input, graph.addLongs(from), graph.addLongs(to), graph.addLongs(AXIS)));
  }

  // Batch, height and width of both inputs are the same: they are asked of what stays the same.
  private boolean shape(Node node) {
    if (!node.attributes().isEmpty()) {
      long start = node.number("start", 0);
      if (start > AXIS) {
        graph.input(node, 0, KNOWN);
      }
      return start > AXIS;
    }
    boolean any = false;
    for (Node reader : graph.consumers(node.output())) {
      long[] index = integers.of(reader.input(1));
      boolean gathers = reader.is("Gather") && index != null && index.length == 1;
      boolean slices = reader.is("Slice") && index != null && index.length == 1;
      if ((gathers || slices) && (index[0] > AXIS || index[0] < 0 && index[0] > AXIS - RANK)) {
        graph.input(reader, 0, graph.add("Shape", List.of(KNOWN)));
        any = true;
      } else if (gathers && index[0] == AXIS) {
        Node now = graph.producer(reader.output());
        boolean single =
            graph.constant(now.input(1)) != null
                && graph.constant(now.input(1)).shape().length == 0;
        if (single && !graph.isOutput(reader.output())) {
          graph.replace(reader.output(), graph.addLong(channels));
          graph.remove(reader);
          any = true;
        }
      }
    }
    return any;
  }
}
