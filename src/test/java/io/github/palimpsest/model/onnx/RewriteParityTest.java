package io.github.palimpsest.model.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.github.palimpsest.model.TinyModels;
import io.github.palimpsest.model.file.ModelJson;
import io.github.palimpsest.model.file.Problems;
import io.github.palimpsest.model.graph.Graph;
import io.github.palimpsest.model.graph.rewrite.RewrittenNetwork;
import io.github.palimpsest.sample.TorchRandom;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Rewritten networks give what their files give: all test models and the bundled one. */
class RewriteParityTest {
  private static final Path BUNDLED = Path.of("src/main/resources/palimpsest-models/micrographs");
  private static final double SINGLE = 5e-6;
  private static final double HALF = 6e-2;
  private static final List<String> MODELS =
      List.of(
          "sd",
          "sd2",
          "sd-inpaint",
          "sd-fp16",
          "sd-control-inpaint",
          "sd-control-nine",
          "sd-pooled",
          "lcm",
          "pixel",
          "sdxl",
          "sdxl-inpaint",
          "sdxl-control",
          "sdxl-control-inpaint");

  /** The same inputs for both, by name. */
  private record Case(NetworkFile file, int height, int width, double timestep) {}

  @TestFactory
  Stream<DynamicTest> theRewrittenNetworkGivesWhatTheFileGives() throws Exception {
    List<DynamicTest> tests = new ArrayList<>();
    for (String model : MODELS) {
      Path unpacked = TinyModels.folder(model);
      for (Path part : parts(unpacked)) {
        tests.add(test(model, unpacked, part.getFileName().toString()));
      }
    }
    for (String part : List.of("unet", "controlnet_edges")) {
      tests.add(test("bundled", BUNDLED, part));
    }
    return tests.stream();
  }

  private static List<Path> parts(Path model) throws Exception {
    try (Stream<Path> parts = Files.list(model)) {
      return parts
          .filter(part -> part.getFileName().toString().matches("unet|controlnet.*"))
          .filter(part -> Files.exists(part.resolve("model.onnx")))
          .sorted()
          .toList();
    }
  }

  private static DynamicTest test(String model, Path root, String part) {
    return DynamicTest.dynamicTest(model + " " + part, () -> compare(model, root, part));
  }

  private static void compare(String model, Path root, String part) throws Exception {
    NetworkFile file = new NetworkFile(model, root, part, noisyChannels(root, part), true);
    // every one of them embeds the timestep at least
    RewrittenNetwork network = RewrittenFiles.of(file, Device.CPU).orElseThrow();
    Path weights = network.external() ? file.path().toAbsolutePath().getParent() : null;
    int[][] sizes = {{16, 16}, {8, 24}};
    try (Session whole = new Session(file.path(), null);
        Session run = new Session(network.run(), weights);
        Session step = new Session(network.step(), weights);
        Session call = new Session(network.call(), weights)) {
      for (int[] size : sizes) {
        for (double timestep : new double[] {1, 981}) {
          Case c = new Case(file, size[0], size[1], timestep);
          Map<String, OnnxTensor> inputs = inputs(c, whole);
          Map<String, float[]> wanted = values(whole.run(inputs));
          split(inputs, file.noisyChannels());
          inputs.putAll(run.run(inputs));
          inputs.putAll(step.run(inputs));
          Map<String, float[]> given = values(call.run(inputs));
          inputs.values().forEach(OnnxTensor::close);
          assertEquals(wanted.keySet(), given.keySet());
          boolean half = model.contains("fp16");
          wanted.forEach((name, values) -> near(c, name, values, given.get(name), half));
        }
      }
    }
  }

  private static void near(Case c, String name, float[] wanted, float[] given, boolean half) {
    double largest = 1;
    double off = 0;
    for (int i = 0; i < wanted.length; i++) {
      largest = Math.max(largest, Math.abs(wanted[i]));
      off = Math.max(off, Math.abs(wanted[i] - given[i]));
    }
    assertTrue(off <= (half ? HALF : SINGLE) * largest, c + " " + name + " is off by " + off);
  }

  private static Map<String, Object> config(Path part) {
    return ModelJson.read(part, "config.json", new Problems());
  }

  private static int noisyChannels(Path root, String part) throws Exception {
    Map<String, Object> config = config(root.resolve(part));
    int in = ModelJson.integer(config, "in_channels", 1);
    int out = ModelJson.integer(config, "out_channels", in == 9 ? 4 : in);
    return Math.min(in == 3 && root.equals(BUNDLED) ? 1 : out, in);
  }

  /** A session that may be none, and the results of its runs. */
  private static final class Session implements AutoCloseable {
    final OrtSession session;

    Session(Path file, Path weights) throws Exception {
      if (file == null) {
        session = null;
        return;
      }
      try (OrtSession.SessionOptions options = Device.CPU.options(1)) {
        if (weights == null) {
          session = Ort.environment().createSession(file.toString(), options);
        } else {
          options.addConfigEntry(
              "session.model_external_initializers_file_folder_path", weights.toString());
          session = Ort.environment().createSession(Files.readAllBytes(file), options);
        }
      }
    }

    Map<String, OnnxTensor> run(Map<String, OnnxTensor> all) throws OrtException {
      Map<String, OnnxTensor> given = new LinkedHashMap<>();
      if (session != null) {
        Map<String, OnnxTensor> taken = new LinkedHashMap<>(all);
        taken.keySet().retainAll(session.getInputNames());
        // the values live on as inputs of later sessions
        for (Map.Entry<String, OnnxValue> value : session.run(taken)) {
          given.put(value.getKey(), (OnnxTensor) value.getValue());
        }
      }
      return given;
    }

    @Override
    public void close() throws OrtException {
      if (session != null) {
        session.close();
      }
    }
  }

  private static Map<String, float[]> values(Map<String, OnnxTensor> tensors) {
    Map<String, float[]> values = new LinkedHashMap<>();
    tensors.forEach(
        (name, tensor) -> {
          float[] copy = new float[tensor.getFloatBuffer().remaining()];
          tensor.getFloatBuffer().get(copy);
          values.put(name, copy);
          tensor.close();
        });
    return values;
  }

  private static Map<String, OnnxTensor> inputs(Case c, Session whole) throws Exception {
    Path part = c.file.path().getParent();
    Map<String, Object> config = config(part);
    Map<String, long[]> shapes = new LinkedHashMap<>();
    List<long[]> residuals =
        ResidualShapes.shapes(whole.session.getInputNames(), config, c.height, c.width);
    for (int i = 0; i < residuals.size(); i++) {
      boolean last = i == residuals.size() - 1;
      shapes.put(last ? ResidualShapes.MID : ResidualShapes.DOWN + i, residuals.get(i));
    }
    List<Integer> levels = ModelJson.integers(config, "conditioning_embedding_out_channels");
    int scale = levels.isEmpty() ? 1 : 1 << levels.size() - 1;
    Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
    TorchRandom random = new TorchRandom(7);
    for (String name : whole.session.getInputNames()) {
      TensorInfo info = (TensorInfo) whole.session.getInputInfo().get(name).getInfo();
      long[] shape = shapes.getOrDefault(name, info.getShape()).clone();
      for (int i = 0; i < shape.length; i++) {
        if (shape[i] < 0) {
          boolean map = name.equals("controlnet_cond");
          shape[i] =
              switch (i + (shape.length == 4 ? 0 : 10)) {
                case 2 -> (long) c.height * (map ? scale : 1);
                case 3 -> (long) c.width * (map ? scale : 1);
                case 11 -> name.equals("timestep_cond") ? 256 : 7;
                default -> 1;
              };
        }
      }
      NativeTensor tensor = new NativeTensor(info.type, shape);
      float[] values = new float[tensor.size];
      if (name.equals("timestep")) {
        values[0] = (float) c.timestep;
      } else {
        random.normal(values);
      }
      tensor.put(values, 0);
      inputs.put(name, tensor.tensor());
    }
    return inputs;
  }

  private static void split(Map<String, OnnxTensor> inputs, int noisy) throws OrtException {
    OnnxTensor sample = inputs.get("sample");
    long[] shape = sample.getInfo().getShape();
    if (shape[1] > noisy) {
      inputs.put("sample", part(sample, 0, noisy));
      inputs.put("sample.known", part(sample, noisy, (int) shape[1]));
      sample.close();
    }
  }

  private static OnnxTensor part(OnnxTensor sample, int from, int to) throws OrtException {
    long[] shape = sample.getInfo().getShape();
    int plane = (int) (shape[2] * shape[3]);
    float[] all = new float[(int) shape[1] * plane];
    sample.getFloatBuffer().get(all);
    NativeTensor part = new NativeTensor(sample.getInfo().type, 1, to - from, shape[2], shape[3]);
    part.put(Arrays.copyOfRange(all, from * plane, to * plane), 0);
    return part.tensor();
  }

  @Test
  void theBundledNetworkIsDivided() throws Exception {
    NetworkFile file = new NetworkFile("bundled", BUNDLED, "unet", 1, true);
    RewrittenNetwork network = RewrittenFiles.of(file, Device.CPU).orElseThrow();
    Graph run = Graph.read(network.run());
    Graph step = Graph.read(network.step());
    Graph call = Graph.read(network.call());
    int hoisted = run.nodes().size() + step.nodes().size();
    assertTrue(hoisted > call.nodes().size() / 2, run + "\n" + step + "\n" + call);
    assertEquals(
        List.of("encoder_hidden_states", "sample.known"),
        run.inputs().keySet().stream().sorted().toList());
    assertEquals(List.of("timestep"), List.copyOf(step.inputs().keySet()));
    assertTrue(!call.inputs().containsKey("sample.known"), call.toString());
  }
}
