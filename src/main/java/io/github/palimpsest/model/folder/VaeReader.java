package io.github.palimpsest.model.folder;

import io.github.palimpsest.model.LatentUnits;
import io.github.palimpsest.model.file.ModelJson;
import io.github.palimpsest.model.file.Problems;
import io.github.palimpsest.model.graph.OnnxHeader;
import io.github.palimpsest.model.graph.ValueInfo;
import java.util.List;
import java.util.Map;

/** Reads the autoencoder of a latent model. */
final class VaeReader {
  /** Channels that a picture may have. */
  static final int MOST_CHANNELS = 64;

  private static final float SD_SCALING = 0.18215f; // AutoencoderKL's default
  private static final int HALVINGS_AT_MOST = 8;
  private static final List<String> CONFIGS =
      List.of("vae_decoder/config.json", "vae_encoder/config.json", "vae/config.json");

  private VaeReader() {}

  /** Null for a model in pixel space. */
  static ModelParts.Vae read(FolderReader reader, Map<String, Object> index, UnetPart unet) {
    boolean exists =
        List.of("vae", "vae_encoder", "vae_decoder").stream()
            .anyMatch(part -> reader.has(part) || FolderReader.indexed(index, part));
    if (!exists) {
      return null;
    }
    Problems problems = reader.problems;
    OnnxHeader encoder = reader.onnx("vae_encoder");
    OnnxHeader decoder = reader.onnx("vae_decoder");
    String file = CONFIGS.stream().filter(reader::has).findFirst().orElse(CONFIGS.get(0));
    Map<String, Object> config = ModelJson.readOptional(reader.folder, file, problems);
    if (!reader.has(file)) {
      reader.warnings.add(
          "No config.json lies in vae_decoder or vae_encoder, so latents are scaled by "
              + SD_SCALING
              + ", which is right for Stable Diffusion 1 and 2; another model's config.json must"
              + " say its scaling_factor.");
    }
    reader.requireClass(file, config, "Autoencoder");
    for (String other : CONFIGS) {
      if (!other.equals(file)) {
        reader.requireClass(
            other, ModelJson.readOptional(reader.folder, other, problems), "Autoencoder");
      }
    }
    int latents = ModelJson.integer(config, "latent_channels", -1);
    int images = ModelJson.integer(config, "in_channels", 3);
    if (reader.requireInput("vae_decoder", decoder, "latent_sample")) {
      latents = latents(problems, decoder, latents, unet.channels());
    }
    if (reader.requireInput("vae_encoder", encoder, "sample")) {
      checkEncoder(reader, encoder, unet.channels());
      images = Math.max(images, encoder.input("sample").size(1));
    }
    if (images < 1 || images > MOST_CHANNELS) {
      problems.add(
          "%s says in_channels = %d: it must be the channels of a picture, 1 to %d",
          file, images, MOST_CHANNELS);
    }
    if (latents > 0 && unet.channels() > 0 && latents != unet.channels()) {
      problems.add(
          "the VAE has %d latent channels but unet/model.onnx gives %d", latents, unet.channels());
    }
    return new ModelParts.Vae(
        images,
        scale(problems, file, config, encoder, decoder),
        units(problems, file, config, unet.channels()));
  }

  /** Pixels per latent cell: every level but the last halves the size, and doubles it again. */
  private static int scale(
      Problems problems,
      String file,
      Map<String, Object> config,
      OnnxHeader encoder,
      OnnxHeader decoder) {
    int levels = ModelJson.integers(config, "block_out_channels").size();
    int halvings = levels - 1;
    if (levels == 0) {
      halvings = encoder == null ? 0 : encoder.halvings();
      int doublings = decoder == null ? 0 : decoder.doublings();
      if (encoder != null && decoder != null && halvings != doublings) {
        problems.add(
            "%s has no block_out_channels, and vae_encoder/model.onnx halves the size %d times but"
                + " vae_decoder/model.onnx doubles it %d times",
            file, halvings, doublings);
      }
    }
    if (halvings > HALVINGS_AT_MOST) {
      problems.add("%s describes %d levels: there can be %d", file, halvings + 1, HALVINGS_AT_MOST);
      return 1;
    }
    return 1 << halvings;
  }

  /** By two factors, or by mean and standard deviation of each channel, as SDXL's pipelines do. */
  private static LatentUnits units(
      Problems problems, String file, Map<String, Object> config, int channels) {
    float scaling = (float) ModelJson.number(config, "scaling_factor", SD_SCALING);
    if (!(config.get("latents_mean") instanceof List<?> means)
        || !(config.get("latents_std") instanceof List<?> deviations)) {
      float shift = (float) ModelJson.number(config, "shift_factor", 0);
      if (!usable(shift, scaling)) {
        problems.add(
            "%s says scaling_factor = %s and shift_factor = %s: they must be finite, and the first"
                + " not 0",
            file, scaling, shift);
      }
      return new LatentUnits(new float[] {shift}, new float[] {scaling});
    }
    float[] shifts = new float[means.size()];
    float[] scalings = new float[shifts.length];
    boolean fits = shifts.length == channels && deviations.size() == channels;
    for (int c = 0; fits && c < channels; c++) {
      fits = means.get(c) instanceof Number && deviations.get(c) instanceof Number;
      if (fits) {
        shifts[c] = ((Number) means.get(c)).floatValue();
        scalings[c] = scaling / ((Number) deviations.get(c)).floatValue();
      }
    }
    if (!fits && channels > 0) {
      problems.add("%s must have %d numbers in latents_mean and latents_std", file, channels);
    }
    for (int c = 0; fits && c < channels; c++) {
      if (!usable(shifts[c], scalings[c])) {
        problems.add(
            "%s says scaling_factor = %s, latents_mean = %s and latents_std = %s of channel %d:"
                + " they must be finite, and the first and last not 0",
            file, scaling, means.get(c), deviations.get(c), c + 1);
        break;
      }
    }
    return new LatentUnits(shifts, scalings);
  }

  /** Whether values go both ways without being lost. */
  private static boolean usable(float shift, float scaling) {
    return Float.isFinite(shift) && Float.isFinite(scaling) && Float.isFinite(1 / scaling);
  }

  private static int latents(Problems problems, OnnxHeader decoder, int config, int unet) {
    int onnx = decoder.input("latent_sample").size(1);
    if (onnx > 0 && config > 0 && onnx != config) {
      problems.add(
          "the VAE's config.json says latent_channels = %d but vae_decoder/model.onnx takes %d",
          config, onnx);
    }
    return onnx > 0 ? onnx : config > 0 ? config : unet;
  }

  private static void checkEncoder(FolderReader reader, OnnxHeader encoder, int latents) {
    ValueInfo output = encoder.outputs().values().iterator().next();
    int given = output.size(1);
    if (given > 0 && latents > 0 && given != latents && given != 2 * latents) {
      reader.problems.add(
          "vae_encoder/model.onnx gives %d channels: it must give %d (a latent) or %d (mean and"
              + " log variance)",
          given, latents, 2 * latents);
    }
    if (encoder.randomOperator() != null) {
      reader.warnings.add(
          "vae_encoder/model.onnx draws its own random numbers ("
              + encoder.randomOperator()
              + "), so a seed cannot reproduce runs that encode an image; export it with"
              + " scripts/export_model.py to cure that.");
    }
  }
}
