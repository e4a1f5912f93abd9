package io.github.palimpsest.model.graph.rewrite;

import io.github.palimpsest.model.graph.Graph;
import io.github.palimpsest.model.graph.GraphBuilder;
import io.github.palimpsest.model.graph.Node;
import io.github.palimpsest.model.graph.Onnx;
import io.github.palimpsest.model.graph.shape.Shapes;
import io.github.palimpsest.model.graph.shape.Size;
import java.util.ArrayList;
import java.util.List;

/**
 * Joins what {@code step} gives {@code call}, a vector for each block of a U-Net, into one vector:
 * ONNX Runtime's Java interface allocates for every value that it hands over.
 */
final class JoinedVectors {
  // before, Split takes the sizes as an attribute
  private static final long OLDEST = 13;

  private JoinedVectors() {}

  /**
   * Joins the vectors of single precision whose sizes are known.
   *
   * @param parts changed
   * @param shapes of the graph that was divided
   */
  static Hoist.Parts join(Hoist.Parts parts, Shapes shapes) {
    Graph step = parts.step();
    if (step == null || step.opset("") < OLDEST) {
      return parts;
    }
    List<Onnx.ValueInfoProto> given = new ArrayList<>();
    List<String> vectors = new ArrayList<>();
    for (Onnx.ValueInfoProto port : step.outputs().values()) {
      boolean joins = Ports.type(port) == GraphBuilder.FLOAT && known(shapes, port.getName());
      if (joins) {
        vectors.add(port.getName());
      } else {
        given.add(port);
      }
    }
    if (vectors.size() < 2) {
      return parts;
    }
    List<String> flat = new ArrayList<>();
    for (String vector : vectors) {
      flat.add(step.add("Reshape", List.of(vector, step.addLongs(-1))));
    }
    Onnx.ValueInfoProto joined =
        Ports.of(step.add("Concat", flat, GraphBuilder.number("axis", 0)), GraphBuilder.FLOAT);
    given.add(joined);
    takeApart(parts.call(), joined, vectors, shapes);
    return new Hoist.Parts(
        parts.run(), step.part(step.nodes(), step.inputs().values(), given), parts.call());
  }

  private static void takeApart(
      Graph call, Onnx.ValueInfoProto joined, List<String> vectors, Shapes shapes) {
    call.addInput(joined);
    long[] lengths = new long[vectors.size()];
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = 1;
      for (long size : sizes(shapes, vectors.get(i))) {
        lengths[i] *= size;
      }
    }
    Node split =
        call.add(
            "",
            "Split",
            List.of(joined.getName(), call.addLongs(lengths)),
            lengths.length,
            GraphBuilder.number("axis", 0));
    for (int i = 0; i < lengths.length; i++) {
      String shape = call.addLongs(sizes(shapes, vectors.get(i)));
      call.replace(vectors.get(i), call.add("Reshape", List.of(split.outputs().get(i), shape)));
      call.removeInput(vectors.get(i));
    }
  }

  private static boolean known(Shapes shapes, String value) {
    List<Size> shape = shapes.shape(value);
    return shape != null && shape.stream().allMatch(Size::isNumber);
  }

  private static long[] sizes(Shapes shapes, String value) {
    return shapes.shape(value).stream().mapToLong(Size::factor).toArray();
  }
}
