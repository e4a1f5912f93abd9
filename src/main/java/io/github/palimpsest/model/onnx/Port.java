package io.github.palimpsest.model.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.TensorInfo;
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

  /** Size along {@code axis}, or {@code otherwise} when it is free or there is no such axis. */
  int size(int axis, int otherwise) {
    return axis < shape.length && shape[axis] > 0 ? (int) shape[axis] : otherwise;
  }
}
