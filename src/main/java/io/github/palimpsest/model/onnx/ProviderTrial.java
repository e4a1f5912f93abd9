package io.github.palimpsest.model.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.model.graph.GraphBuilder;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;

/**
 * What {@link ProviderProbe} starts in a process of its own: a small network runs on the CPU and on
 * a device, and one line says how far apart the results are, or why there are none.
 */
final class ProviderTrial {
  /** Begins the line of the answer: libraries may print what they like. */
  static final String ANSWER = "palimpsest-trial ";

  /** Begins an answer that is a number: the largest |difference| over max(1, |value|). */
  static final String DIFFERENCE = "difference ";

  /** Begins an answer that is a reason. */
  static final String REFUSED = "refused ";

  private static final int CHANNELS = 4;
  private static final int WIDE = 16;
  private static final int SIDE = 16;
  private static final int HEADS = 2;

  private ProviderTrial() {}

  /** Tries the device of the given label. Returns normally whatever the answer. */
  public static void main(String[] label) {
    // what is missing stands in ONNX Runtime's own lines on stderr only
    OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "palimpsest-trial");
    System.out.println(ANSWER + answer(Device.of(label[0])));
  }

  private static String answer(Device device) {
    try {
      byte[] network = network();
      return DIFFERENCE + difference(run(network, Device.CPU), run(network, device));
    } catch (OrtException e) {
      return REFUSED + plain(e.getMessage());
    } catch (BadInput e) {
      return REFUSED + Ort.reason(e);
    }
  }

  /** A message of ONNX Runtime without codes, functions and folders. */
  static String plain(String message) {
    return message
        .replaceAll("\\s+", " ")
        .replaceFirst("^Error code - \\w+ - message: ", "")
        .replaceFirst("^.*\\[ONNXRuntimeError\\] : \\d+ : \\w+ : ", "")
        .replaceFirst("^OrtSessionOptionsAppendExecutionProvider_\\w+: ", "")
        .replaceFirst("(Failed to load library) .*[/\\\\](\\S+ with error)", "$1 $2")
        .strip();
  }

  static float[] run(byte[] network, Device device) throws OrtException {
    OrtEnvironment environment = Ort.environment();
    FloatBuffer values = FloatBuffer.wrap(waves(CHANNELS * SIDE * SIDE, 1));
    try (OrtSession.SessionOptions options = device.options(1);
        OrtSession session = environment.createSession(network, options);
        OnnxTensor x =
            OnnxTensor.createTensor(environment, values, new long[] {1, CHANNELS, SIDE, SIDE});
        OrtSession.Result result = session.run(Map.of("x", x))) {
      FloatBuffer found = ((OnnxTensor) result.get(0)).getFloatBuffer();
      float[] copy = new float[found.remaining()];
      found.get(copy);
      return copy;
    }
  }

  /** The largest |found - expected| over max(1, |expected|); NaN if a value is not a number. */
  static double difference(float[] expected, float[] found) {
    double largest = expected.length == found.length ? 0 : Double.NaN;
    for (int i = 0; i < Math.min(expected.length, found.length); i++) {
      double apart = Math.abs((double) found[i] - expected[i]);
      largest = Math.max(largest, apart / Math.max(1, Math.abs(expected[i])));
    }
    return largest;
  }

  /** Convolution, attention, convolution: what takes the time in the networks of models. */
  static byte[] network() {
    GraphBuilder g = new GraphBuilder();
    String x = g.input("x", GraphBuilder.FLOAT, 1, CHANNELS, SIDE, SIDE);
    String wide = conv(g, x, CHANNELS, WIDE);
    // [1, WIDE, SIDE, SIDE] to [1, cells, WIDE]
    String rows = g.node("Reshape", wide, g.longs(1, WIDE, -1));
    String cells = g.node("Transpose", List.of(rows), GraphBuilder.numbers("perm", 0, 2, 1));
    String seen =
        g.microsoft(
            "MultiHeadAttention",
            List.of(cells, cells, cells),
            GraphBuilder.number("num_heads", HEADS));
    String back = g.node("Transpose", List.of(seen), GraphBuilder.numbers("perm", 0, 2, 1));
    String plane = g.node("Reshape", back, g.longs(1, WIDE, SIDE, SIDE));
    String y = conv(g, g.node("Add", plane, wide), WIDE, CHANNELS);
    g.output("y", y, GraphBuilder.FLOAT, 1, CHANNELS, SIDE, SIDE);
    return g.model();
  }

  private static String conv(GraphBuilder g, String x, int from, int to) {
    // about as large behind as before
    double scale = 1 / Math.sqrt(from * 9 / 2.0);
    String weights = g.tensor(waves(to * from * 9, scale), to, from, 3, 3);
    String bias = g.tensor(waves(to, 0.1), to);
    return g.node("Conv", List.of(x, weights, bias), GraphBuilder.numbers("pads", 1, 1, 1, 1));
  }

  /** Numbers from -scale to scale, always the same. */
  private static float[] waves(int count, double scale) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (scale * Math.sin(1.7 * i + 0.3 * (i % 7) * (i % 11)));
    }
    return values;
  }
}
