package io.github.palimpsest.model.folder;

import io.github.palimpsest.model.ControlNet;
import io.github.palimpsest.model.file.ModelJson;
import io.github.palimpsest.model.file.Problems;
import io.github.palimpsest.model.graph.OnnxHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads the control nets of a folder: {@code controlnet/} and {@code controlnet_<kind>/}. */
final class ControlNetReader {
  private static final String PLAIN = "controlnet";
  private static final int EMBEDDINGS_AT_MOST = 9;

  private ControlNetReader() {}

  static List<ControlNet> read(
      FolderReader reader, Map<String, Object> index, UnetPart unet, ModelParts.Vae vae) {
    List<String> folders = new ArrayList<>();
    for (String folder : reader.folders()) {
      if (folder.equals(PLAIN) || folder.startsWith(PLAIN + "_")) {
        folders.add(folder);
      }
    }
    if (folders.isEmpty() && FolderReader.indexed(index, PLAIN)) {
      folders.add(PLAIN);
    }
    List<ControlNet> nets = new ArrayList<>();
    for (String folder : folders) {
      nets.add(net(reader, folder, unet, vae));
    }
    return List.copyOf(nets);
  }

  private static ControlNet net(
      FolderReader reader, String folder, UnetPart unet, ModelParts.Vae vae) {
    Problems problems = reader.problems;
    Map<String, Object> config =
        ModelJson.readOptional(reader.folder, folder + "/config.json", problems);
    reader.requireClass(folder + "/config.json", config, "ControlNet");
    OnnxHeader header = reader.onnx(folder);
    int channels = ModelJson.integer(config, "conditioning_channels", 3);
    if (reader.requireInput(folder, header, "controlnet_cond")) {
      int onnx = header.input("controlnet_cond").size(1);
      channels = onnx > 0 ? onnx : channels;
      if (channels < 1 || channels > VaeReader.MOST_CHANNELS) {
        problems.add(
            "%s/config.json says conditioning_channels = %d: it must be the channels of a picture,"
                + " 1 to %d",
            folder, channels, VaeReader.MOST_CHANNELS);
      }
      checkResiduals(problems, folder, header, unet);
    }
    // Every entry after the first of the conditioning embedding halves the map.
    List<Integer> embedding = ModelJson.integers(config, "conditioning_embedding_out_channels");
    int vaeScale = vae == null ? 1 : vae.scale();
    if (embedding.size() > EMBEDDINGS_AT_MOST) {
      problems.add("%s/config.json describes %d embeddings of its map", folder, embedding.size());
    }
    int scale = embedding.isEmpty() ? vaeScale : 1 << (embedding.size() - 1);
    String kind = folder.equals(PLAIN) ? "control" : folder.substring(PLAIN.length() + 1);
    boolean pooled = Boolean.TRUE.equals(config.get("global_pool_conditions"));
    return new ControlNet(kind, folder, channels, scale, pooled);
  }

  private static void checkResiduals(
      Problems problems, String folder, OnnxHeader header, UnetPart unet) {
    long given =
        header.outputs().keySet().stream()
            .filter(n -> n.startsWith("down_block_res_sample"))
            .count();
    if (given == 0 || !header.outputs().containsKey("mid_block_res_sample")) {
      problems.add(
          "%s/model.onnx lacks the outputs down_block_res_samples_N and mid_block_res_sample",
          folder);
    } else if (unet.readable() && unet.residuals() == 0) {
      problems.add(
          "unet/model.onnx has no inputs down_block_additional_residual_N, so %s cannot act on it",
          folder);
    } else if (unet.readable() && unet.residuals() != given) {
      problems.add(
          "%s/model.onnx gives %d residuals but unet/model.onnx takes %d",
          folder, given, unet.residuals());
    }
  }
}
