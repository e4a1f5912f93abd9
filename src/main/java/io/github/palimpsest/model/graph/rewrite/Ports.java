package io.github.palimpsest.model.graph.rewrite;

import io.github.palimpsest.model.graph.Onnx;

/** What graphs declare of their inputs and outputs. */
final class Ports {
  /** A size that is not declared. */
  static final long FREE = -1;

  private static final int CHANNELS = 1;

  private Ports() {}

  /** A value of which only the element type is known. */
  static Onnx.ValueInfoProto of(String name, int type) {
    return Onnx.ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            Onnx.TypeProto.newBuilder()
                .setTensorType(Onnx.TypeProto.Tensor.newBuilder().setElemType(type)))
        .build();
  }

  static int type(Onnx.ValueInfoProto port) {
    return port.getType().getTensorType().getElemType();
  }

  /** The declared sizes, {@link #FREE} where one is not. */
  static long[] sizes(Onnx.ValueInfoProto port) {
    return port.getType().getTensorType().getShape().getDimList().stream()
        .mapToLong(dim -> dim.getDimValue() > 0 ? dim.getDimValue() : FREE)
        .toArray();
  }

  /** The same port under another name and with other channels. */
  static Onnx.ValueInfoProto channels(Onnx.ValueInfoProto port, String name, long channels) {
    return with(port.toBuilder().setName(name).build(), CHANNELS, channels);
  }

  /** The same port with a batch of one, if it has axes. */
  static Onnx.ValueInfoProto batchOfOne(Onnx.ValueInfoProto port) {
    return port.getType().getTensorType().getShape().getDimCount() == 0 ? port : with(port, 0, 1);
  }

  private static Onnx.ValueInfoProto with(Onnx.ValueInfoProto port, int axis, long size) {
    Onnx.TypeProto.Tensor tensor = port.getType().getTensorType();
    Onnx.TensorShapeProto shape =
        tensor.getShape().toBuilder()
            .setDim(axis, Onnx.TensorShapeProto.Dimension.newBuilder().setDimValue(size))
            .build();
    return port.toBuilder()
        .setType(
            port.getType().toBuilder().setTensorType(tensor.toBuilder().setShape(shape)).build())
        .build();
  }
}
