package io.github.palimpsest.model.folder;

import io.github.palimpsest.check.BadInput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Refuses a folder without {@code model_index.json}: says what it is and what to give instead. */
final class UnsupportedFolder {
  private static final int DEPTH = 4;
  private static final int NAMED = 3;

  private UnsupportedFolder() {}

  /**
   * Does nothing for a folder that it does not recognise.
   *
   * @throws BadInput if it is something else than a model, or the model lies above or below
   */
  static void refuse(Path folder) throws IOException {
    if (UnsupportedPipeline.names(folder).isEmpty()) {
      throw BadInput.of("Model folder \"%s\" is empty.", folder);
    }
    Path around = UnsupportedFile.around(folder);
    if (around != null) {
      throw BadInput.of(
          "\"%s\" is only a part of a model: give the whole, \"%s\".", folder, around);
    }
    List<Path> below = below(folder);
    if (below.size() == 1) {
      throw BadInput.of(
          "The model lies further down in \"%s\": give \"%s\".", folder, below.get(0));
    } else if (!below.isEmpty()) {
      throw BadInput.of(
          "\"%s\" holds %d models: give one of them, such as \"%s\".",
          folder, below.size(), below.get(0));
    }
    refuseByFiles(folder);
  }

  private static void refuseByFiles(Path folder) throws IOException {
    List<String> names = UnsupportedPipeline.names(folder);
    if (names.contains("unet") && names.contains("scheduler")) {
      return;
    }
    if (names.contains("rdf.yaml") || names.contains("bioimageio.yaml")) {
      throw BadInput.of(
          "\"%s\" is a bioimage.io package: install it with Diffusion Models..., action=install"
              + " file=[%s].",
          folder, folder);
    }
    if (names.contains("adapter_config.json")
        || names.stream().anyMatch(n -> n.startsWith("pytorch_lora_weights"))) {
      throw BadInput.of(
          "\"%s\" is a LoRA: fuse it into its pipeline with diffusers (fuse_lora), and export the"
              + " pipeline with scripts/export_model.py.",
          folder);
    }
    if (names.stream().anyMatch(n -> n.startsWith("learned_embeds"))) {
      throw BadInput.of(
          "\"%s\" is a word taught by textual inversion: load it into its pipeline with diffusers"
              + " (load_textual_inversion), and export the pipeline with scripts/export_model.py.",
          folder);
    }
    if (names.contains("transformer")) {
      throw BadInput.of(
          "Model folder \"%s\" has a transformer (as of SD 3, Flux, PixArt or Sana) instead of a"
              + " U-Net, which cannot be used here: choose a Stable Diffusion 1, 2 or XL.",
          folder);
    }
    for (String name : names) {
      boolean onnx = name.endsWith(".onnx");
      if (onnx || UnsupportedFile.format(name) != null) {
        throw BadInput.of(
            "\"%s\" holds %s (%s) but no model: a model is a folder with model_index.json, scheduler"
                + " and unet/model.onnx, as scripts/export_model.py writes it.",
            folder, onnx ? "a single network" : UnsupportedFile.format(name), name);
      }
    }
  }

  /** The first model folders below, in the order of their names. */
  private static List<Path> below(Path folder) throws IOException {
    try (Stream<Path> files = Files.find(folder, DEPTH, (p, a) -> p.endsWith("model_index.json"))) {
      return files.map(Path::getParent).sorted().limit(NAMED).toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
