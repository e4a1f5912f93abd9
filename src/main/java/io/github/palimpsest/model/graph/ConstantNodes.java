package io.github.palimpsest.model.graph;

import java.util.List;

/** Nodes of the operator {@code Constant}, read as what they give. */
final class ConstantNodes {
  private ConstantNodes() {}

  /** The constant that a node gives; null for other nodes, and for texts and sparse tensors. */
  static Constant read(Node node) {
    if (!node.is("Constant") || node.attributes().size() != 1) {
      return null;
    }
    Onnx.AttributeProto value = node.attributes().iterator().next();
    String name = node.output();
    return switch (value.getName()) {
      case "value" -> new Constant(value.getT()).named(name);
      case "value_int" -> Constant.of(name, new long[] {value.getI()});
      case "value_ints" -> Constant.of(name, longs(value.getIntsList()), value.getIntsCount());
      case "value_float" -> Constant.of(name, new float[] {value.getF()});
      case "value_floats" ->
          Constant.of(name, floats(value.getFloatsList()), value.getFloatsCount());
      default -> null;
    };
  }

  private static long[] longs(List<Long> list) {
    return list.stream().mapToLong(Long::longValue).toArray();
  }

  private static float[] floats(List<Float> list) {
    float[] values = new float[list.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = list.get(i);
    }
    return values;
  }
}
