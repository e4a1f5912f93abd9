package io.github.palimpsest.model.onnx;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OnnxTensor;
import io.github.palimpsest.model.TinyModels;
import io.github.palimpsest.model.graph.Graph;
import io.github.palimpsest.model.graph.attention.FuseAttention;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Every attention of the tiny models and of the model in the jar is found and gives the same. */
class FusedModelsTest {
  private static final double TOLERANCE = 5e-6;
  private static final double HALF_TOLERANCE = 6e-2;

  /** How many the networks hold; those that are not listed hold none. */
  private static final Map<String, Integer> COUNTS =
      Map.of("unet", 8, "controlnet", 4, "text_encoder", 3, "vae_decoder", 1, "vae_encoder", 1);

  @TempDir Path folder;

  @Test
  void tinyModels() throws Exception {
    List<Executable> checks = new ArrayList<>();
    for (String name : List.of("sd", "sd2", "sd-pooled", "sdxl-inpaint")) {
      networks(TinyModels.unzip(name, folder.resolve(name)))
          .forEach(file -> checks.add(() -> check(name, file, expected(name, file))));
    }
    assertTrue(checks.size() > 10, checks.size() + " networks");
    assertAll(checks);
  }

  @Test
  void countsInTheOthers() throws Exception {
    for (String name :
        List.of(
            "sd-inpaint",
            "sd-taesd",
            "sd-control-inpaint",
            "sd-control-nine",
            "lcm",
            "sdxl",
            "sdxl-control")) {
      for (Path file : networks(TinyModels.unzip(name, folder.resolve(name)))) {
        assertEquals(
            expected(name, file), new FuseAttention().apply(Graph.read(file)), file.toString());
      }
    }
  }

  private static int expected(String model, Path file) {
    String part = file.getParent().getFileName().toString();
    String kind = part.startsWith("controlnet") ? "controlnet" : part.replace("_2", "");
    return model.equals("sd-taesd") && kind.startsWith("vae") ? 0 : COUNTS.get(kind);
  }

  @Test
  void pixelModel() throws Exception {
    check("pixel", TinyModels.unzip("pixel", folder).resolve("unet/model.onnx"), 4);
  }

  @Test
  void modelInTheJar() throws Exception {
    Path models = Path.of("src/main/resources/palimpsest-models/micrographs");
    check("micrographs", models.resolve("text_encoder/model.onnx"), 1);
    Graph unet = Graph.read(models.resolve("unet/model.onnx"));
    assertEquals(8, new FuseAttention().apply(unet)); // its numbers: BundledParityTest
  }

  /** These are read beside their weights, from a file. */
  @Test
  void halfPrecision() throws Exception {
    for (Path file : networks(TinyModels.unzip("sd-fp16", folder))) {
      Graph graph = Graph.read(file);
      assertEquals(expected("sd-fp16", file), new FuseAttention().apply(graph), file.toString());
      Path fused = file.resolveSibling("fused.onnx");
      graph.write(fused);
      Map<String, OnnxTensor> inputs = inputs(graph, file.toString());
      try {
        List<List<float[]>> raw = GraphRun.run(file, List.of(inputs));
        double difference =
            GraphRun.difference(raw.get(0), GraphRun.run(fused, List.of(inputs)).get(0));
        assertTrue(difference <= HALF_TOLERANCE, file + " differs by " + difference);
      } finally {
        inputs.values().forEach(OnnxTensor::close);
      }
    }
  }

  private static List<Path> networks(Path model) throws Exception {
    try (Stream<Path> files = Files.walk(model)) {
      return files.filter(file -> file.endsWith("model.onnx")).sorted().toList();
    }
  }

  private static void check(String model, Path file, int expected) throws Exception {
    String name = model + " " + file.getParent().getFileName();
    Graph graph = Graph.read(file);
    assertEquals(expected, new FuseAttention().apply(graph), name);
    Map<String, OnnxTensor> inputs = inputs(graph, name);
    try {
      List<List<float[]>> raw = GraphRun.run(Files.readAllBytes(file), List.of(inputs));
      List<List<float[]>> fused = GraphRun.run(graph.model().toByteArray(), List.of(inputs));
      double difference = GraphRun.difference(raw.get(0), fused.get(0));
      assertTrue(difference <= TOLERANCE, name + " differs by " + difference);
    } finally {
      inputs.values().forEach(OnnxTensor::close);
    }
  }

  private static Map<String, OnnxTensor> inputs(Graph graph, String name) throws Exception {
    int scale = name.contains("vae_encoder") ? 8 : 1;
    return GraphRun.inputs(
        graph, place -> place.matches(".*[23]") ? scale * size(place) : size(place), name.length());
  }

  /** Sizes of free axes, from input and place: pictures of 16 x 8 cells. */
  private static long size(String place) {
    int axis = Character.digit(place.charAt(place.length() - 1), 10);
    if (axis < 2) {
      return axis == 0 ? 1 : 77;
    }
    int side = axis == 2 ? 16 : 8;
    if (place.startsWith("controlnet_cond")) {
      return 8 * side;
    }
    boolean half = place.startsWith("mid") || place.matches("down.*_residual_[2-9]\\..*");
    return half ? side / 2 : side;
  }
}
