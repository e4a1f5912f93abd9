package io.github.palimpsest.model.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** One network of a model folder, loaded. Thread-safe. */
final class Network implements AutoCloseable {
  /** For messages, for example {@code unet/model.onnx}. */
  final String file;

  /** Name of the model, for messages. */
  final String model;

  final OrtSession session;
  final Map<String, TensorInfo> inputs;
  final Map<String, TensorInfo> outputs;

  /** Loads networks; a test may put another in its place. */
  interface Loader {
    /** See {@link Network#load}. */
    Network load(String model, Path folder, String part, Device device, int threads)
        throws OrtException;
  }

  private Network(String model, String file, OrtSession session) throws OrtException {
    this.model = model;
    this.file = file;
    this.session = session;
    inputs = tensors(session.getInputInfo());
    outputs = tensors(session.getOutputInfo());
  }

  /**
   * Loads {@code part/model.onnx}.
   *
   * @param model its name, for messages
   * @throws OrtException when the file or the device is unfit
   */
  static Network load(String model, Path folder, String part, Device device, int threads)
      throws OrtException {
    Path path = folder.resolve(part).resolve("model.onnx");
    try (OrtSession.SessionOptions options = device.options(threads)) {
      OrtSession session = Ort.environment().createSession(path.toString(), options);
      try {
        return new Network(model, part + "/model.onnx", session);
      } catch (OrtException | RuntimeException | Error e) {
        session.close();
        throw e;
      }
    }
  }

  private static Map<String, TensorInfo> tensors(Map<String, NodeInfo> nodes) {
    Map<String, TensorInfo> tensors = new LinkedHashMap<>();
    nodes.forEach(
        (name, node) -> {
          if (node.getInfo() instanceof TensorInfo tensor) {
            tensors.put(name, tensor);
          }
        });
    return tensors;
  }

  boolean takes(String input) {
    return inputs.containsKey(input);
  }

  /** Size of an input along {@code axis}, or {@code otherwise} when it is free. */
  int size(String input, int axis, int otherwise) {
    long[] shape = inputs.get(input).getShape();
    return axis < shape.length && shape[axis] > 0 ? (int) shape[axis] : otherwise;
  }

  @Override
  public void close() throws OrtException {
    session.close();
  }
}
