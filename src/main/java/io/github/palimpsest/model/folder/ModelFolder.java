package io.github.palimpsest.model.folder;

import io.github.palimpsest.model.ControlNet;
import io.github.palimpsest.model.ModelCard;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A model folder that has been checked: which parts exist and what they expect.
 *
 * <p>The layout is that of a diffusers pipeline exported to ONNX: {@code model_index.json}, {@code
 * scheduler/}, {@code unet/} and, where the model has them, {@code vae_encoder/}, {@code
 * vae_decoder/}, {@code text_encoder/}, {@code tokenizer/}, {@code controlnet/} or {@code
 * controlnet_<kind>/}, {@code palimpsest.json}. Immutable and thread-safe; holds no weights and no
 * open file.
 */
public final class ModelFolder {
  private final ModelParts parts;

  private ModelFolder(ModelParts parts) {
    this.parts = parts;
  }

  /**
   * Checks the folder without loading weights.
   *
   * @throws io.github.palimpsest.check.BadInput naming every missing, truncated, swapped or
   *     inconsistent file at once
   */
  public static ModelFolder open(Path folder) {
    return new ModelFolder(FolderReader.read(folder));
  }

  /** What its files say, in the detail that running the networks needs. */
  public ModelParts parts() {
    return parts;
  }

  /** Where it lies. */
  public Path path() {
    return parts.path();
  }

  /** Display name: that of {@code palimpsest.json}, else of the folder. */
  public String name() {
    return parts.card().name();
  }

  /** What {@code palimpsest.json} says. */
  public ModelCard card() {
    return parts.card();
  }

  /**
   * {@code scheduler/scheduler_config.json}: integers are Long, others Double. Its {@code
   * _class_name} is the class that diffusers would load, which {@code model_index.json} names.
   */
  public Map<String, Object> schedulerConfig() {
    return parts.scheduler();
  }

  /** Channels D of latent and prediction. */
  public int channels() {
    return parts.channels();
  }

  /** Channels C that the U-Net takes: D, or 2 D + 1 for an inpainting network. */
  public int inputChannels() {
    return parts.inputChannels();
  }

  /** Whether the U-Net takes noisy latent, mask and masked latent (method Concat). */
  public boolean inpainting() {
    return inputChannels() == 2 * channels() + 1;
  }

  /** Whether the model works on pixels, without a VAE. */
  public boolean pixelSpace() {
    return parts.vae() == null;
  }

  /** Channels of the image side: 3 for a VAE, {@link #channels} in pixel space. */
  public int imageChannels() {
    return pixelSpace() ? channels() : parts.vae().imageChannels();
  }

  /** Pixels per latent cell along one axis; 1 in pixel space. */
  public int scale() {
    return pixelSpace() ? 1 : parts.vae().scale();
  }

  /** Width and height of an image, in pixels, must be multiples of this. */
  public int multiple() {
    return scale() * parts.latentMultiple();
  }

  /** Rows of the only image size an export with fixed sizes takes, or -1 when any will do. */
  public int fixedHeight() {
    return parts.fixedHeight() < 0 ? -1 : parts.fixedHeight() * scale();
  }

  /** Columns of the only image size an export with fixed sizes takes, or -1 when any will do. */
  public int fixedWidth() {
    return parts.fixedWidth() < 0 ? -1 : parts.fixedWidth() * scale();
  }

  /** Whether prompts mean something to it. */
  public boolean hasText() {
    return !parts.texts().isEmpty();
  }

  /** Its control nets, by name of their folders. */
  public List<ControlNet> controlNets() {
    return parts.controlNets();
  }

  /**
   * Whether the network takes the guidance scale as an input (LCM's {@code timestep_cond}): it then
   * runs once per step, without classifier-free guidance.
   */
  public boolean guidanceEmbedded() {
    return parts.guidanceEmbedded();
  }

  /** Sentences the user should know although the model works. */
  public List<String> warnings() {
    return parts.warnings();
  }

  /** Weight files, relative to the folder, sorted. */
  public List<String> weightFiles() {
    return parts.weightFiles();
  }

  /**
   * SHA-256 of every weight file in hexadecimal, by its path in the folder; read once per content.
   */
  public Map<String, String> sha256() {
    return WeightHashes.of(path(), weightFiles());
  }

  /** Equal for the same folder as long as no file in it has changed; cheap. */
  public String contentKey() {
    return WeightHashes.stamp(path());
  }

  @Override
  public String toString() {
    return name() + " (" + path() + ")";
  }
}
