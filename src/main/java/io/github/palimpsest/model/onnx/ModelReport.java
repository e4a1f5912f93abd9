package io.github.palimpsest.model.onnx;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.model.ModelCard;
import io.github.palimpsest.model.file.ModelJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The description of a model folder for people. */
final class ModelReport {
  private static final double MEGA = 1e6;
  private static final int FLOAT_BYTES = 4;

  /**
   * Activations that live at the same time, in layers of the first level's width: fitted to the
   * peak of the bundled model at 256 and 512 pixels.
   */
  private static final int LIVE_LAYERS = 12;

  private static final int TYPICAL_SIDE = 512;

  private ModelReport() {}

  /**
   * Parts, sizes, licence, hashes, vocabulary and memory estimate, a line each. Reads every weight
   * file once for its hash.
   */
  static List<String> of(ModelFolder model) {
    ModelCard card = model.card();
    List<String> lines = new ArrayList<>();
    lines.add("Model " + model.name() + " in " + model.path());
    lines.add("licence: " + otherwise(card.licence(), "not stated"));
    lines.add("works on: " + space(model));
    lines.add("made for: " + (model.inpainting() ? "inpainting (Concat, Blend)" : "any (Blend)"));
    lines.add("image sides: " + sides(model));
    lines.add("text: " + text(model));
    lines.add("vocabulary: " + words(card.vocabulary(), "open"));
    if (!card.intensity().isEmpty()) {
      lines.add("intensity: " + card.intensity());
    }
    lines.add("families: " + words(card.families(), "not stated"));
    lines.add("control nets: " + nets(model));
    lines.add("recommended: " + recommended(model));
    long weights = 0;
    Map<String, String> hashes = model.sha256();
    for (String file : model.weightFiles()) {
      long size = size(model.path().resolve(file));
      weights += size;
      lines.add(
          String.format(Locale.ROOT, "%s: %s MB, SHA-256 %s", file, mega(size), hashes.get(file)));
    }
    lines.addAll(RewriteReport.of(model.parts()));
    lines.add(memory(model, weights));
    model.warnings().forEach(w -> lines.add("note: " + w));
    return lines;
  }

  private static String space(ModelFolder model) {
    return model.pixelSpace()
        ? model.channels() + " channel(s) of pixels"
        : model.channels() + " latent channels, " + model.scale() + " pixels a cell, RGB";
  }

  private static String sides(ModelFolder model) {
    return model.fixedWidth() > 0
        ? model.fixedWidth() + " x " + model.fixedHeight() + " only"
        : "any multiple of " + model.multiple();
  }

  private static String text(ModelFolder model) {
    return model.hasText() ? model.parts().texts().size() + " text encoder(s)" : "none";
  }

  private static String nets(ModelFolder model) {
    return words(
        model.controlNets().stream().map(n -> n.kind() + " (" + n.channels() + " ch)").toList(),
        "none");
  }

  private static String recommended(ModelFolder model) {
    ModelCard card = model.card();
    return "scheduler "
        + model.defaultScheduler()
        + (card.steps() > 0 ? ", " + card.steps() + " steps" : "")
        + (Double.isNaN(card.guidance()) ? "" : ", guidance " + card.guidance())
        + (card.seam().isEmpty() ? "" : ", seam " + card.seam());
  }

  /**
   * Weights as fp32 (half precision widens on the CPU), and what was measured; else the widest
   * layers of the U-Net, and the largest attention matrix, twice (scores and their softmax).
   */
  private static String memory(ModelFolder model, long weights) {
    int width = model.fixedWidth() > 0 ? model.fixedWidth() : TYPICAL_SIDE;
    int height = model.fixedHeight() > 0 ? model.fixedHeight() : TYPICAL_SIDE;
    Map<String, Object> config = model.parts().unetConfig();
    List<Integer> widths = ModelJson.integers(config, "block_out_channels");
    int block = model.scale() * ModelJson.integer(config, "pixel_unshuffle", 1);
    double cells = (double) width / block * height / block;
    double layers = cells * (widths.isEmpty() ? 1 : widths.get(0)) * FLOAT_BYTES * LIVE_LAYERS;
    layers += attention(config, cells, widths.size());
    if (model.memory().measured()) {
      layers = model.memory().working(width, height, 0);
    }
    return String.format(
        Locale.ROOT,
        "memory: roughly %s MB for %d x %d pixels (weights %s MB as stored)",
        mega(2.0 * weights + layers),
        width,
        height,
        mega(weights));
  }

  private static double attention(Map<String, Object> config, double cells, int levels) {
    List<?> types = config.get("down_block_types") instanceof List<?> list ? list : List.of();
    int finest = 0;
    while (finest < types.size() && !String.valueOf(types.get(finest)).contains("Attn")) {
      finest++;
    }
    if (types.isEmpty() || finest == types.size()) {
      finest = Math.max(0, levels - 1);
    }
    List<Integer> heads = ModelJson.integers(config, "attention_head_dim");
    int count = heads.isEmpty() ? 1 : heads.get(Math.min(finest, heads.size() - 1));
    double tokens = cells / Math.pow(4, finest);
    return 2 * count * tokens * tokens * FLOAT_BYTES;
  }

  private static String mega(double bytes) {
    return String.format(Locale.ROOT, bytes < 10 * MEGA ? "%.1f" : "%.0f", bytes / MEGA);
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new BadInput("Model file \"" + file + "\" cannot be read (" + e.getMessage() + ").", e);
    }
  }

  private static String words(List<String> list, String none) {
    return list.isEmpty() ? none : String.join(", ", list);
  }

  private static String otherwise(String text, String none) {
    return text.isEmpty() ? none : text;
  }
}
