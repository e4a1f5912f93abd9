package io.github.palimpsest.model.onnx;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.model.file.ModelJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Shapes of the residuals that control nets add to the skip connections of a U-Net, in the order of
 * {@code down_block_additional_residual_N}, the middle one last.
 */
final class ResidualShapes {
  static final String DOWN = "down_block_additional_residual_";
  static final String MID = "mid_block_additional_residual";

  private ResidualShapes() {}

  /**
   * Shapes {@code [1, channels, rows, columns]} for a latent of {@code height x width}; empty when
   * the network takes none.
   *
   * <p>Skip connections of diffusers' U-Net: the first convolution, then of each level every layer
   * and, but for the last level, its down-sampling (which rounds up).
   */
  static List<long[]> shapes(
      Set<String> inputs, Map<String, Object> config, int height, int width) {
    if (!inputs.contains(MID)) {
      return List.of();
    }
    List<Integer> channels = ModelJson.integers(config, "block_out_channels");
    List<Integer> layers = ModelJson.integers(config, "layers_per_block");
    if (channels.isEmpty()) {
      throw new BadInput("unet/config.json has no block_out_channels.");
    }
    List<long[]> shapes = new ArrayList<>();
    // a network that packs blocks of pixels into channels (our own) works on a smaller grid
    int block = ModelJson.integer(config, "pixel_unshuffle", 1);
    int h = height / block;
    int w = width / block;
    shapes.add(new long[] {1, channels.get(0), h, w});
    for (int level = 0; level < channels.size(); level++) {
      int count = layers.isEmpty() ? 2 : layers.get(Math.min(level, layers.size() - 1));
      for (int i = 0; i < count; i++) {
        shapes.add(new long[] {1, channels.get(level), h, w});
      }
      if (level < channels.size() - 1) {
        h = (h + 1) / 2;
        w = (w + 1) / 2;
        shapes.add(new long[] {1, channels.get(level), h, w});
      }
    }
    shapes.add(new long[] {1, channels.get(channels.size() - 1), h, w});
    int taken = (int) inputs.stream().filter(n -> n.startsWith(DOWN)).count() + 1;
    if (taken != shapes.size()) {
      throw new BadInput(
          "unet/model.onnx takes "
              + taken
              + " control residuals but unet/config.json describes "
              + shapes.size()
              + "; export both from the same model.");
    }
    return shapes;
  }
}
