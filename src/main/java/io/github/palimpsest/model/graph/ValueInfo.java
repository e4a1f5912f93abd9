package io.github.palimpsest.model.graph;

/**
 * An input or output that an ONNX graph declares (ValueInfoProto).
 *
 * @param name its name
 * @param type element type by ONNX's TensorProto.DataType, for example 1 float, 7 int64, 10 float16
 * @param shape its sizes, -1 where they are free
 */
public record ValueInfo(String name, int type, long[] shape) {
  /** Size along {@code axis}, or -1 when it is free or there is no such axis. */
  public int size(int axis) {
    return axis < shape.length ? (int) Math.min(shape[axis], Integer.MAX_VALUE) : -1;
  }

  /** Number of axes. */
  public int rank() {
    return shape.length;
  }
}
