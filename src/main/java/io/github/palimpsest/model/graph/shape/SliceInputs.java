package io.github.palimpsest.model.graph.shape;

import io.github.palimpsest.model.graph.Node;
import java.util.stream.LongStream;

/** From where to where {@code Slice} cuts: attributes at first, inputs since version 10. */
final class SliceInputs {
  private SliceInputs() {}

  static long[] starts(Shapes known, Node node) {
    return old(node) ? node.numbers("starts") : known.wholes(node.input(1));
  }

  static long[] ends(Shapes known, Node node) {
    return old(node) ? node.numbers("ends") : known.wholes(node.input(2));
  }

  /** The axes; null when they are not known. */
  static long[] axes(Shapes known, Node node) {
    boolean given = old(node) ? node.attribute("axes") != null : !node.input(3).isEmpty();
    if (given) {
      return old(node) ? node.numbers("axes") : known.wholes(node.input(3));
    }
    long[] starts = starts(known, node);
    return starts == null ? null : LongStream.range(0, starts.length).toArray();
  }

  static long[] steps(Shapes known, Node node) {
    if (!old(node) && !node.input(4).isEmpty()) {
      return known.wholes(node.input(4));
    }
    long[] axes = axes(known, node);
    return axes == null ? null : LongStream.of(axes).map(a -> 1).toArray();
  }

  private static boolean old(Node node) {
    return node.attribute("starts") != null;
  }
}
