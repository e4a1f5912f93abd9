package io.github.palimpsest.model.folder;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.model.file.ModelJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Refuses diffusers pipelines that are not supported and exports that ONNX Runtime cannot read:
 * says what they are, where a list of missing files would mislead.
 */
public final class UnsupportedPipeline {
  private static final String KNOWN =
      "choose a pipeline with a two-dimensional U-Net, such as Stable Diffusion 1, 2 or XL";

  /** Parts of other families, with what they tell. */
  private static final Map<String, String> FOREIGN =
      Map.ofEntries(
          Map.entry("transformer", "a transformer (as of SD 3, Flux, PixArt or Sana)"),
          Map.entry("dit", "a transformer"),
          Map.entry("prior", "a prior (as of Kandinsky or Stable Cascade)"),
          Map.entry("prior_prior", "a prior (as of Kandinsky or Stable Cascade)"),
          Map.entry("movq", "Kandinsky's decoder (MoVQ)"),
          Map.entry("vqgan", "a VQGAN (as of Wuerstchen)"),
          Map.entry("vqvae", "a VQ-VAE"),
          Map.entry("vocoder", "sound (a vocoder)"),
          Map.entry("mel", "sound (spectrograms)"),
          Map.entry("motion_adapter", "video (a motion adapter)"),
          Map.entry("low_res_scheduler", "an upscaler (a second scheduler)"));

  /** U-Nets that take no plane pictures. */
  private static final List<String> OTHER_UNETS =
      List.of("3D", "1D", "SpatioTemporal", "Motion", "I2VGen", "StableCascade", "Kandinsky3");

  private UnsupportedPipeline() {}

  /**
   * @param folder a folder with a {@code model_index.json}
   * @throws BadInput if it is something else than a pipeline of ONNX networks with a U-Net
   */
  static void refuse(Path folder, Map<String, Object> index) throws IOException {
    String name = ModelJson.string(index, "_class_name", "pipeline");
    for (String part : FOREIGN.keySet().stream().sorted().toList()) {
      boolean alone = !Files.exists(folder.resolve("unet")) && !FolderReader.indexed(index, "unet");
      if (FolderReader.indexed(index, part) || alone && Files.isDirectory(folder.resolve(part))) {
        throw refused(folder, name, "with " + FOREIGN.get(part));
      }
    }
    if (index.get("unet") instanceof List<?> unet && unet.size() > 1) {
      String type = String.valueOf(unet.get(1));
      if (OTHER_UNETS.stream().anyMatch(type::contains)) {
        throw refused(folder, name, "with a " + type + " (video, sound or the like)");
      }
    }
    Path unet = folder.resolve("unet");
    if (!Files.isDirectory(unet) || Files.exists(unet.resolve("model.onnx"))) {
      return;
    }
    List<String> files = names(unet);
    List<String> onnx = files.stream().filter(f -> f.endsWith(".onnx")).toList();
    if (!onnx.isEmpty()) {
      throw BadInput.of(
          "Model folder \"%s\" has %s in unet instead of model.onnx: rename the one you want, and"
              + " likewise in the other parts.",
          folder, String.join(" and ", onnx));
    }
    for (String file : files) {
      String format = UnsupportedFile.format(file);
      if (format != null) {
        throw BadInput.of(
            "Model folder \"%s\" holds %s (unet/%s) instead of ONNX networks: export it to ONNX"
                + " with scripts/export_model.py, or with optimum-cli export onnx.",
            folder, format, file);
      }
    }
  }

  private static BadInput refused(Path folder, String name, String what) {
    return BadInput.of(
        "Model folder \"%s\" is a %s %s, which cannot be used here: %s.",
        folder, name, what, KNOWN);
  }

  /** Names of files and folders in a folder, sorted. */
  public static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }
}
