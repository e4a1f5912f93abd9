package io.github.palimpsest.model.own;

import static io.github.palimpsest.model.graph.GraphBuilder.FLOAT;

import io.github.palimpsest.model.graph.GraphBuilder;

/**
 * A control net that hands its map on to {@link PatchUnet}: of the residual's two channels for each
 * kind its own hold the map and 1, those of other kinds 0. Weighted and added, as residuals are,
 * they are the weighted maps and their weights.
 */
final class ControlGraph {
  private ControlGraph() {}

  /**
   * The bytes of {@code controlnet_<kind>/model.onnx}.
   *
   * @param kind its number
   * @param kinds how many there are
   */
  static byte[] model(KeptPictures pictures, int kind) {
    int channels = 2 * pictures.kinds().size();
    GraphBuilder g = new GraphBuilder();
    g.input("sample", FLOAT, 1, 2 * pictures.channels() + 1, "height", "width");
    g.input("timestep", FLOAT);
    String map = g.input("controlnet_cond", FLOAT, 1, 1, "height", "width");
    float[] weights = new float[channels];
    float[] bias = new float[channels];
    weights[2 * kind] = 1;
    bias[2 * kind + 1] = 1;
    output(g, "down_block_res_samples_0", map, weights, bias);
    output(g, "mid_block_res_sample", map, new float[channels], new float[channels]);
    return g.model();
  }

  private static void output(
      GraphBuilder g, String name, String map, float[] weights, float[] bias) {
    int channels = weights.length;
    String value =
        g.node("Conv", map, g.tensor(weights, channels, 1, 1, 1), g.tensor(bias, channels));
    g.output(name, value, FLOAT, 1, channels, "height", "width");
  }
}
