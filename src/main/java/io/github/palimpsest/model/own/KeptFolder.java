package io.github.palimpsest.model.own;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes a model folder that holds what was learnt, in the layout of any other model. */
final class KeptFolder {
  /** Measured with the peak of a run; see docs/own-image.md. */
  private static final int BYTES_PER_PIXEL = 400;

  private static final int STEPS = 20;

  /** Enough pixels for their brightness to be that of the images learnt from. */
  private static final int CONTEXT = 512;

  static final int TIMESTEPS = 1000;

  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

  private KeptFolder() {}

  /**
   * Writes all files.
   *
   * @param folder an empty one
   * @param name for people
   * @param families what it was made of, a phrase for each image
   */
  static void write(Path folder, KeptPictures pictures, String name, List<String> families)
      throws IOException {
    json(folder, "model_index.json", index(pictures));
    json(folder, "palimpsest.json", card(pictures, name, families));
    json(folder, "scheduler/scheduler_config.json", scheduler());
    json(folder, "unet/config.json", unet(pictures));
    onnx(folder, "unet", PatchUnet.model(pictures));
    for (int kind = 0; kind < pictures.kinds().size(); kind++) {
      String part = "controlnet_" + pictures.kinds().get(kind);
      Map<String, Object> config = new LinkedHashMap<>();
      config.put("_class_name", "ControlNetModel");
      config.put("conditioning_channels", 1);
      config.put("in_channels", 2 * pictures.channels() + 1);
      json(folder, part + "/config.json", config);
      onnx(folder, part, ControlGraph.model(pictures, kind));
    }
    int words = pictures.words().size();
    if (words > 0) {
      json(folder, "text_encoder/config.json", WordGraph.config(words));
      onnx(folder, "text_encoder", WordGraph.model(words));
      json(folder, "tokenizer/tokenizer.json", WordGraph.tokenizer(pictures.words()));
      json(folder, "tokenizer/tokenizer_config.json", WordGraph.tokenizerConfig());
    }
  }

  private static Map<String, Object> index(KeptPictures pictures) {
    Map<String, Object> index = new LinkedHashMap<>();
    index.put("_class_name", "StableDiffusionInpaintPipeline");
    index.put("scheduler", List.of("diffusers", "EulerDiscreteScheduler"));
    index.put("unet", List.of("palimpsest", "PatchUNet"));
    if (!pictures.words().isEmpty()) {
      index.put("text_encoder", List.of("palimpsest", "TextEncoder"));
      index.put("tokenizer", List.of("transformers", "PreTrainedTokenizerFast"));
    }
    return index;
  }

  private static Map<String, Object> card(
      KeptPictures pictures, String name, List<String> families) {
    Map<String, Object> card = new LinkedHashMap<>();
    card.put("name", name);
    card.put("licence", "that of the images it was learnt from, whose patches it holds");
    card.put("families", families);
    card.put("vocabulary", pictures.words());
    card.put("steps", STEPS);
    card.put("guidance", 1.0);
    card.put("masked_fill", "zero");
    card.put("multiple", 1 << (pictures.levels().size() - 1));
    card.put("context", CONTEXT);
    card.put("bytes_per_pixel", BYTES_PER_PIXEL);
    return card;
  }

  static Map<String, Object> scheduler() {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("_class_name", "EulerDiscreteScheduler");
    config.put("beta_start", 0.00085);
    config.put("beta_end", 0.012);
    config.put("beta_schedule", "scaled_linear");
    config.put("num_train_timesteps", TIMESTEPS);
    config.put("prediction_type", "sample");
    config.put("use_karras_sigmas", true);
    return config;
  }

  /** Residuals are one of the first convolution and the middle one, both at full size. */
  private static Map<String, Object> unet(KeptPictures pictures) {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("_class_name", "PatchUNet");
    config.put("in_channels", 2 * pictures.channels() + 1);
    config.put("out_channels", pictures.channels());
    if (!pictures.words().isEmpty()) {
      config.put("cross_attention_dim", pictures.words().size());
    }
    if (!pictures.kinds().isEmpty()) {
      config.put("block_out_channels", List.of(2 * pictures.kinds().size()));
      config.put("layers_per_block", 0);
    }
    return config;
  }

  private static void json(Path folder, String file, Map<String, Object> values)
      throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, GSON.toJson(values) + "\n");
  }

  private static void onnx(Path folder, String part, byte[] model) throws IOException {
    Path path = folder.resolve(part).resolve("model.onnx");
    Files.createDirectories(path.getParent());
    Files.write(path, model);
  }
}
