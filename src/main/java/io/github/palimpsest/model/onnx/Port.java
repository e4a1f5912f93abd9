package io.github.palimpsest.model.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.TensorInfo;
import io.github.palimpsest.model.graph.ValueInfo;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A tensor that a network takes or gives.
 *
 * @param type of its elements
 * @param shape its sizes, -1 where they are free
 */
record Port(OnnxJavaType type, long[] shape) {
  /** The tensors among what a session declares, in its order. */
  static Map<String, Port> of(Map<String, NodeInfo> nodes) {
    Map<String, Port> ports = new LinkedHashMap<>();
    nodes.forEach(
        (name, node) -> {
          if (node.getInfo() instanceof TensorInfo tensor) {
            ports.put(name, new Port(tensor.type, tensor.getShape()));
          }
        });
    return ports;
  }

  /** What a file declares, in its order. */
  static Map<String, Port> ofFile(Map<String, ValueInfo> declared) {
    Map<String, Port> ports = new LinkedHashMap<>();
    declared.forEach((name, info) -> ports.put(name, new Port(type(info.type()), info.shape())));
    return ports;
  }

  /** The type that ONNX's TensorProto.DataType gives this number. */
  private static OnnxJavaType type(int number) {
    return switch (number) {
      case 1 -> OnnxJavaType.FLOAT;
      case 2 -> OnnxJavaType.UINT8;
      case 3 -> OnnxJavaType.INT8;
      case 5 -> OnnxJavaType.INT16;
      case 6 -> OnnxJavaType.INT32;
      case 7 -> OnnxJavaType.INT64;
      case 9 -> OnnxJavaType.BOOL;
      case 10 -> OnnxJavaType.FLOAT16;
      case 11 -> OnnxJavaType.DOUBLE;
      case 16 -> OnnxJavaType.BFLOAT16;
      default -> OnnxJavaType.UNKNOWN;
    };
  }

  /** Size along {@code axis}, or {@code otherwise} when it is free or there is no such axis. */
  int size(int axis, int otherwise) {
    return axis < shape.length && shape[axis] > 0 ? (int) shape[axis] : otherwise;
  }
}
