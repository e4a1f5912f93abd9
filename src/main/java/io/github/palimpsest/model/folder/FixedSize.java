package io.github.palimpsest.model.folder;

import io.github.palimpsest.model.ControlNet;
import io.github.palimpsest.model.file.Problems;
import io.github.palimpsest.model.graph.OnnxHeader;
import java.util.List;

/**
 * The only latent size of a folder whose networks were exported with fixed sizes. Any part may fix
 * it; parts that contradict each other are a problem.
 */
final class FixedSize {
  private final Problems problems;
  private final int axis;
  private int size = -1;
  private String from = "";

  /**
   * @param axis 2 for rows, 3 for columns
   */
  private FixedSize(Problems problems, int axis) {
    this.problems = problems;
    this.axis = axis;
  }

  /** Latent rows (axis 2) or columns (axis 3), or -1 where all parts take any. */
  static int of(
      FolderReader reader, int axis, UnetPart unet, ModelParts.Vae vae, List<ControlNet> nets) {
    FixedSize fixed = new FixedSize(reader.problems, axis);
    fixed.take("unet", unet.header(), "sample", 1);
    if (vae != null) {
      fixed.take("vae_decoder", reader.onnx("vae_decoder"), "latent_sample", 1);
      fixed.take("vae_encoder", reader.onnx("vae_encoder"), "sample", vae.scale());
    }
    for (ControlNet net : nets) {
      OnnxHeader header = reader.onnx(net.folder());
      fixed.take(net.folder(), header, "sample", 1);
      fixed.take(net.folder(), header, "controlnet_cond", net.scale());
    }
    return fixed.size;
  }

  private void take(String part, OnnxHeader header, String input, int scale) {
    if (header == null || header.input(input) == null) {
      return;
    }
    int given = header.input(input).size(axis);
    if (given <= 0) {
      return;
    }
    if (given % scale != 0 || size > 0 && given / scale != size) {
      problems.add(
          "%s/model.onnx takes a '%s' of %d %s only, which does not fit %s",
          part,
          input,
          given,
          axis == 2 ? "rows" : "columns",
          from.isEmpty() ? "its scale of " + scale : from);
      return;
    }
    size = given / scale;
    from = part;
  }
}
