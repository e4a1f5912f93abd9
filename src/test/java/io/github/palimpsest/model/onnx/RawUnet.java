package io.github.palimpsest.model.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.github.palimpsest.model.file.ModelJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * The U-Net of a folder as other programs call it: its file as it is, one session, every input at
 * every step, for the benchmarks. Threads and session options are Palimpsest's own, so that what
 * differs is the graph and the loop. Its input tensors are made once, which others do not do.
 */
public final class RawUnet implements AutoCloseable {
  private static final int TOKENS = 77;

  private final OrtSession session;
  private final Map<String, NativeTensor> inputs = new LinkedHashMap<>();
  private final float[] noise;
  private final float[] result;
  private final int calls;

  /**
   * Loads it.
   *
   * @param height cells
   * @param width cells
   * @param halves 1, or 2 for guidance: one call with a batch of two, as diffusers and sd4j do,
   *     where the file takes batches, else two calls
   */
  public RawUnet(ModelFolder folder, int height, int width, int halves) throws OrtException {
    String file = folder.path().resolve("unet").resolve("model.onnx").toString();
    try (OrtSession.SessionOptions options =
        Device.CPU.options(Runtime.getRuntime().availableProcessors())) {
      session = Ort.environment().createSession(file, options);
    }
    boolean batches = info("sample").getShape()[0] <= 0;
    int batch = batches ? halves : 1;
    calls = halves / batch;
    Map<String, Object> config = folder.parts().unetConfig();
    List<long[]> residuals = ResidualShapes.shapes(session.getInputNames(), config, height, width);
    Random random = new Random(0);
    for (String name : session.getInputNames()) {
      long[] shape = info(name).getShape();
      switch (name) {
        case "sample" -> sizes(shape, batch, folder.inputChannels(), height, width);
        case "timestep" -> sizes(shape, 1);
        case "encoder_hidden_states" ->
            sizes(shape, batch, TOKENS, ModelJson.integer(config, "cross_attention_dim", 1));
        default -> {
          boolean middle = name.equals(ResidualShapes.MID);
          if (middle || name.startsWith(ResidualShapes.DOWN)) {
            int at =
                middle
                    ? residuals.size() - 1
                    : Integer.parseInt(name.substring(ResidualShapes.DOWN.length()));
            System.arraycopy(residuals.get(at), 0, shape, 0, shape.length);
          }
          sizes(shape, batch);
        }
      }
      NativeTensor tensor = new NativeTensor(info(name).type, shape);
      if (!name.startsWith("down_block") && !name.startsWith("mid_block")) {
        for (int i = 0; i < tensor.size; i++) {
          tensor.put(i, random.nextGaussian());
        }
      }
      inputs.put(name, tensor);
    }
    noise = new float[inputs.get("sample").size];
    result = new float[batch * folder.channels() * height * width];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (float) random.nextGaussian();
    }
  }

  private TensorInfo info(String input) throws OrtException {
    return (TensorInfo) session.getInputInfo().get(input).getInfo();
  }

  /** Fills in what the file leaves open. */
  private static void sizes(long[] shape, int... sizes) {
    for (int axis = 0; axis < shape.length; axis++) {
      if (shape[axis] <= 0) {
        shape[axis] = axis < sizes.length ? sizes[axis] : 1;
      }
    }
    if (sizes.length > 0 && shape.length > 0 && sizes[0] > 1) {
      shape[0] = sizes[0];
    }
  }

  /** Whether guidance takes one call with a batch of two. */
  public boolean batches() {
    return result.length > 0 && calls == 1;
  }

  /** One step: the network's calls, the difference that guidance makes, and a step of Euler. */
  public void step(double timestep) throws OrtException {
    Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
    inputs.forEach((name, tensor) -> tensors.put(name, tensor.tensor()));
    for (int call = 0; call < calls; call++) {
      inputs.get("sample").put(noise, 0);
      for (int i = 0; i < inputs.get("timestep").size; i++) {
        inputs.get("timestep").put(i, timestep);
      }
      try (OrtSession.Result results = session.run(tensors)) {
        ((OnnxTensor) results.get(0)).getFloatBuffer().get(result);
      }
    }
    int half = result.length / 2;
    for (int i = 0; i < half; i++) {
      noise[i] += 1e-6f * (result[half + i] + 7.5f * (result[i] - result[half + i]));
    }
  }

  @Override
  public void close() throws OrtException {
    inputs.values().forEach(NativeTensor::close);
    session.close();
  }
}
