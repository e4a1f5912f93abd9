package io.github.palimpsest.model.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.platform.Fp16Conversions;
import io.github.palimpsest.model.graph.Graph;
import io.github.palimpsest.model.graph.GraphBuilder;
import io.github.palimpsest.model.graph.Onnx;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.ToLongFunction;

/** Runs graphs by ONNX Runtime on random numbers, to compare them before and after a change. */
final class GraphRun {
  private static final int FLOAT16 = 10;

  private GraphRun() {}

  /**
   * Random inputs for a graph. Whole numbers are 0 to 30, or 0 and 1 for masks.
   *
   * @param sizes how long free axes are, from their names
   */
  static Map<String, OnnxTensor> inputs(Graph graph, ToLongFunction<String> sizes, long seed)
      throws OrtException {
    Random random = new Random(seed);
    Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
    Map<String, Long> free = new HashMap<>();
    for (Map.Entry<String, Onnx.ValueInfoProto> input : graph.inputs().entrySet()) {
      Onnx.TypeProto.Tensor tensor = input.getValue().getType().getTensorType();
      List<Long> shape = new ArrayList<>();
      for (Onnx.TensorShapeProto.Dimension dim : tensor.getShape().getDimList()) {
        String place = input.getKey() + "." + shape.size();
        String name = dim.getDimParam().isEmpty() ? place : dim.getDimParam();
        shape.add(
            dim.getDimValue() > 0
                ? dim.getDimValue()
                : free.computeIfAbsent(name, n -> sizes.applyAsLong(place)));
      }
      boolean mask = input.getKey().contains("mask");
      inputs.put(input.getKey(), tensor(tensor.getElemType(), shape, mask, random));
    }
    return inputs;
  }

  private static OnnxTensor tensor(int type, List<Long> dims, boolean mask, Random random)
      throws OrtException {
    OrtEnvironment environment = Ort.environment();
    long[] shape = dims.stream().mapToLong(Long::longValue).toArray();
    int count = (int) dims.stream().mapToLong(Long::longValue).reduce(1, (a, b) -> a * b);
    if (type == GraphBuilder.FLOAT || type == FLOAT16) {
      FloatBuffer values = FloatBuffer.allocate(count);
      for (int i = 0; i < count; i++) {
        values.put(i, mask ? random.nextInt(2) : (float) random.nextGaussian());
      }
      return type == GraphBuilder.FLOAT
          ? OnnxTensor.createTensor(environment, values, shape)
          : OnnxTensor.createTensor(
              environment,
              Fp16Conversions.convertFloatBufferToFp16Buffer(values),
              shape,
              OnnxJavaType.FLOAT16);
    }
    // the first of every row counts, as the start of a text
    int row = (int) shape[shape.length - 1];
    if (type == GraphBuilder.INT64) {
      LongBuffer values = LongBuffer.allocate(count);
      for (int i = 0; i < count; i++) {
        values.put(i, mask ? (i % row == 0 ? 1 : random.nextInt(2)) : random.nextInt(30));
      }
      return OnnxTensor.createTensor(environment, values, shape);
    }
    IntBuffer values = IntBuffer.allocate(count);
    for (int i = 0; i < count; i++) {
      values.put(i, random.nextInt(30));
    }
    return OnnxTensor.createTensor(environment, values, shape);
  }

  /** All outputs for each of several inputs, in order. */
  static List<List<float[]>> run(byte[] model, List<Map<String, OnnxTensor>> inputs)
      throws OrtException {
    try (OrtSession.SessionOptions options = oneThread();
        OrtSession session = Ort.environment().createSession(model, options)) {
      return run(session, inputs);
    }
  }

  /** The same for a file, whose weights may lie in others beside it. */
  static List<List<float[]>> run(Path file, List<Map<String, OnnxTensor>> inputs)
      throws OrtException {
    try (OrtSession.SessionOptions options = oneThread();
        OrtSession session = Ort.environment().createSession(file.toString(), options)) {
      return run(session, inputs);
    }
  }

  private static List<List<float[]>> run(OrtSession session, List<Map<String, OnnxTensor>> inputs)
      throws OrtException {
    List<List<float[]>> results = new ArrayList<>();
    for (Map<String, OnnxTensor> input : inputs) {
      try (OrtSession.Result result = session.run(input)) {
        results.add(values(result));
      }
    }
    return results;
  }

  private static List<float[]> values(OrtSession.Result result) {
    List<float[]> values = new ArrayList<>();
    for (Map.Entry<String, OnnxValue> output : result) {
      FloatBuffer buffer = ((OnnxTensor) output.getValue()).getFloatBuffer();
      float[] numbers = new float[buffer.remaining()];
      buffer.get(numbers);
      values.add(numbers);
    }
    return values;
  }

  private static OrtSession.SessionOptions oneThread() throws OrtException {
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setIntraOpNumThreads(1);
    return options;
  }

  /** The largest difference, relative to max(1, |value|); NaN counts as infinity. */
  static double difference(List<float[]> expected, List<float[]> actual) {
    double largest = expected.size() == actual.size() ? 0 : Double.POSITIVE_INFINITY;
    for (int i = 0; i < Math.min(expected.size(), actual.size()); i++) {
      float[] e = expected.get(i);
      float[] a = actual.get(i);
      if (e.length != a.length) {
        return Double.POSITIVE_INFINITY;
      }
      for (int k = 0; k < e.length; k++) {
        double d = Math.abs(e[k] - a[k]) / Math.max(1, Math.abs(e[k]));
        largest = Math.max(largest, Double.isNaN(d) ? Double.POSITIVE_INFINITY : d);
      }
    }
    return largest;
  }
}
