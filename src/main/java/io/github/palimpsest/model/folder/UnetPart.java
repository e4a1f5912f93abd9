package io.github.palimpsest.model.folder;

import io.github.palimpsest.model.file.ModelJson;
import io.github.palimpsest.model.file.Problems;
import io.github.palimpsest.model.graph.OnnxHeader;
import io.github.palimpsest.model.graph.ValueInfo;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The U-Net of a folder: channels, sizes and inputs, checked against its config.json. */
record UnetPart(
    OnnxHeader header, Map<String, Object> config, int channels, int inputChannels, int multiple) {
  private static final Set<String> KNOWN =
      Set.of(
          "sample",
          "timestep",
          "encoder_hidden_states",
          "text_embeds",
          "time_ids",
          "timestep_cond",
          "mid_block_additional_residual");
  private static final String CONFIG = "unet/config.json";
  private static final int LEVELS_AT_MOST = 10;
  private static final Pattern RESIDUAL = Pattern.compile("down_block_additional_residual_\\d+");

  static UnetPart read(FolderReader reader) {
    Problems problems = reader.problems;
    OnnxHeader header = reader.onnx("unet");
    Map<String, Object> config = ModelJson.readOptional(reader.folder, CONFIG, problems);
    reader.requireClass(CONFIG, config, "UNet");
    int configIn = ModelJson.integer(config, "in_channels", -1);
    int configOut = ModelJson.integer(config, "out_channels", -1);
    if (!reader.requireInput("unet", header, "sample")
        || !reader.requireInput("unet", header, "timestep")) {
      return new UnetPart(header, config, configOut, configIn, 1);
    }
    for (String input : header.inputs().keySet()) {
      if (!KNOWN.contains(input) && !RESIDUAL.matcher(input).matches()) {
        problems.add("unet/model.onnx asks for an input '%s' that is not supported", input);
      }
    }
    ValueInfo sample = header.input("sample");
    ValueInfo output = header.outputs().values().iterator().next();
    if (sample.rank() != 4 || output.rank() != 4) {
      problems.add(
          "unet/model.onnx has a sample of rank %d and an output of rank %d: both must be 4"
              + " (batch, channels, height, width)",
          sample.rank(), output.rank());
      return new UnetPart(header, config, configOut, configIn, 1);
    }
    int in = agree(problems, "in_channels", sample.size(1), configIn);
    int given = output.size(1) < 0 && configOut < 0 ? latents(reader) : output.size(1);
    int out = agree(problems, "out_channels", given, configOut);
    if (in > 0 && out > 0 && in != out && in != 2 * out + 1) {
      problems.add(
          "unet/model.onnx takes %d channels and gives %d: it must take %d (plain) or %d"
              + " (inpainting)",
          in, out, out, 2 * out + 1);
    }
    return new UnetPart(
        header,
        config.isEmpty() ? UnetShape.of(header) : config,
        out,
        in,
        multiple(problems, header, config));
  }

  /** Channels of the latents that the autoencoder reads, or -1. */
  private static int latents(FolderReader reader) {
    OnnxHeader decoder = reader.has("vae_decoder") ? reader.onnx("vae_decoder") : null;
    ValueInfo latent = decoder == null ? null : decoder.input("latent_sample");
    return latent == null ? -1 : latent.size(1);
  }

  private static int agree(Problems problems, String key, int onnx, int config) {
    if (onnx < 0 && config < 0) {
      problems.add("neither unet/config.json nor unet/model.onnx says %s", key);
    } else if (onnx > 0 && config > 0 && onnx != config) {
      problems.add("unet/config.json says %s = %d but unet/model.onnx has %d", key, config, onnx);
    }
    return onnx > 0 ? onnx : config;
  }

  // Every down block but the last halves the size; an export that resizes by a factor on the way up
  // only meets its skip connections again when the halvings were exact.
  private static int multiple(Problems problems, OnnxHeader header, Map<String, Object> config) {
    if (header.takesAnySize()) {
      return 1;
    }
    int levels =
        config.get("down_block_types") instanceof List<?> types
            ? types.size()
            : ModelJson.integers(config, "block_out_channels").size();
    // 2022's exports have no config.json; every halving in the graph is one by two
    int halvings = levels > 0 ? levels - 1 : header.halvings();
    if (halvings >= LEVELS_AT_MOST) {
      problems.add("unet/config.json or unet/model.onnx describes %d levels", halvings + 1);
      return 1;
    }
    return 1 << halvings;
  }

  boolean readable() {
    return header != null;
  }

  boolean takes(String input) {
    return header != null && header.input(input) != null;
  }

  /** Number of residuals it takes from control nets, without the middle one. */
  int residuals() {
    if (header == null) {
      return 0;
    }
    return (int)
        header.inputs().keySet().stream().filter(n -> RESIDUAL.matcher(n).matches()).count();
  }
}
