package io.github.palimpsest.model.onnx;

import io.github.palimpsest.model.graph.GraphBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/**
 * An inpainting model of the kind of the bundled one whose network is a single convolution of noisy
 * sample, mask and masked sample: it sees no farther than {@value #REACH} cells.
 */
public final class ConvModel {
  static final int REACH = 2;
  private static final int SIDE = 2 * REACH + 1;

  private ConvModel() {}

  /**
   * Writes the folder.
   *
   * @param card keys of {@code palimpsest.json}, such as {@code "tile": 32}
   */
  public static ModelFolder write(Path folder, String card) throws IOException {
    return write(folder, card, 1);
  }

  /** The same for pictures of so many channels. */
  public static ModelFolder write(Path folder, String card, int channels) throws IOException {
    int inputs = 2 * channels + 1;
    GraphBuilder g = new GraphBuilder();
    String x = g.input("sample", GraphBuilder.FLOAT, 1, inputs, "height", "width");
    String t = g.input("timestep", GraphBuilder.INT64, 1);
    float[] weights = new float[channels * inputs * SIDE * SIDE];
    Random random = new Random(1);
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) random.nextGaussian() / SIDE;
    }
    String conv =
        g.node(
            "Conv",
            List.of(x, g.tensor(weights, channels, inputs, SIDE, SIDE)),
            GraphBuilder.numbers("pads", REACH, REACH, REACH, REACH));
    String time = g.node("Cast", List.of(t), GraphBuilder.number("to", GraphBuilder.FLOAT));
    String shift = g.node("Mul", time, g.floats(1e-3f));
    String sum = g.node("Add", conv, shift);
    g.output("out_sample", sum, GraphBuilder.FLOAT, 1, channels, "height", "width");
    write(folder, "unet/model.onnx", g.model());
    text(
        folder,
        "unet/config.json",
        "{\"in_channels\": " + inputs + ", \"out_channels\": " + channels + "}");
    text(
        folder,
        "model_index.json",
        "{\"_class_name\": \"StableDiffusionInpaintPipeline\","
            + " \"scheduler\": [\"diffusers\", \"EulerDiscreteScheduler\"],"
            + " \"unet\": [\"diffusers\", \"UNet2DModel\"]}");
    text(
        folder,
        "scheduler/scheduler_config.json",
        "{\"_class_name\": \"EulerDiscreteScheduler\", \"prediction_type\": \"sample\","
            + " \"num_train_timesteps\": 1000, \"beta_schedule\": \"scaled_linear\","
            + " \"beta_start\": 0.00085, \"beta_end\": 0.012}");
    text(folder, "palimpsest.json", "{\"name\": \"conv\", " + card + "}");
    return ModelFolder.open(folder);
  }

  private static void text(Path folder, String file, String json) throws IOException {
    write(folder, file, json.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  private static void write(Path folder, String file, byte[] bytes) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.write(path, bytes);
  }
}
