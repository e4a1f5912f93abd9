package io.github.palimpsest.model.folder;

import io.github.palimpsest.model.graph.OnnxHeader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Derives the levels of a U-Net without {@code config.json} from its residual inputs. */
final class UnetShape {
  private UnetShape() {}

  /**
   * {@code block_out_channels} and {@code layers_per_block}, or nothing where the network takes no
   * residuals, or leaves their channels open.
   *
   * <p>Residuals come as the first convolution, then of each level every layer and, but for the
   * last level, its down-sampling: of L levels with n layers there are L (n + 1).
   */
  static Map<String, Object> of(OnnxHeader header) {
    List<Long> channels = new ArrayList<>();
    for (int i = 0; header.input("down_block_additional_residual_" + i) != null; i++) {
      channels.add((long) header.input("down_block_additional_residual_" + i).size(1));
    }
    int levels = header.halvings() + 1;
    int layers = channels.size() / levels - 1;
    boolean known = channels.stream().allMatch(c -> c > 0);
    if (layers < 1 || !known || channels.size() % levels != 0) {
      return Map.of();
    }
    List<Object> widths = new ArrayList<>();
    for (int level = 0; level < levels; level++) {
      widths.add(channels.get(level * (layers + 1) + 1));
    }
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("block_out_channels", widths);
    shape.put("layers_per_block", (long) layers);
    return shape;
  }
}
