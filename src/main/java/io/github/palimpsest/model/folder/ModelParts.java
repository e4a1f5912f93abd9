package io.github.palimpsest.model.folder;

import io.github.palimpsest.model.ControlNet;
import io.github.palimpsest.model.LatentUnits;
import io.github.palimpsest.model.ModelCard;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The contents of a model folder in the detail that running the networks needs. Paths of parts are
 * relative to {@code path}.
 *
 * @param path the model folder
 * @param card {@code palimpsest.json}
 * @param index {@code model_index.json}
 * @param scheduler {@code scheduler/scheduler_config.json} under the class that is used
 * @param unetConfig {@code unet/config.json}
 * @param channels D
 * @param inputChannels C
 * @param latentMultiple latent height and width must be multiples of this
 * @param fixedHeight latent rows of an export with fixed sizes, or -1
 * @param fixedWidth latent columns of an export with fixed sizes, or -1
 * @param contextSide pixels that a context has on each side at least under {@code context=Auto}
 * @param guidanceEmbedded whether the U-Net has an input {@code timestep_cond}
 * @param vae the autoencoder, or null in pixel space
 * @param texts text encoders in the order their vectors are joined
 * @param controlNets control nets by folder name
 * @param weightFiles every weight file, sorted
 * @param warnings sentences for the user
 */
public record ModelParts(
    Path path,
    ModelCard card,
    Map<String, Object> index,
    Map<String, Object> scheduler,
    Map<String, Object> unetConfig,
    int channels,
    int inputChannels,
    int latentMultiple,
    int fixedHeight,
    int fixedWidth,
    int contextSide,
    boolean guidanceEmbedded,
    Vae vae,
    List<Text> texts,
    List<ControlNet> controlNets,
    List<String> weightFiles,
    List<String> warnings) {

  /**
   * The autoencoder.
   *
   * @param imageChannels channels of the image
   * @param scale pixels per latent cell
   * @param units its units beside the sampler's
   */
  public record Vae(int imageChannels, int scale, LatentUnits units) {}

  /**
   * A text encoder with its tokenizer.
   *
   * @param encoder its folder
   * @param tokenizer the folder of its tokenizer
   * @param output the output with one vector a token that the U-Net reads
   * @param pooledOutput the output with one vector a prompt, or null
   * @param width length of a token vector
   * @param maxLength tokens a prompt is padded or truncated to
   * @param masksPadding whether its attention mask, where it has one, is 0 on padding
   */
  public record Text(
      String encoder,
      String tokenizer,
      String output,
      String pooledOutput,
      int width,
      int maxLength,
      boolean masksPadding) {}
}
