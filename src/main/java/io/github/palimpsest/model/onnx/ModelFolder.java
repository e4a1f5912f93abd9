package io.github.palimpsest.model.onnx;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.model.ControlNet;
import io.github.palimpsest.model.LoadedModel;
import io.github.palimpsest.model.Model;
import io.github.palimpsest.model.ModelCard;
import io.github.palimpsest.model.NetworkMemory;
import io.github.palimpsest.model.TileGrid;
import io.github.palimpsest.model.folder.ModelParts;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A model folder that has been checked, run by ONNX Runtime.
 *
 * <p>The layout is that of a diffusers pipeline exported to ONNX: {@code model_index.json}, {@code
 * scheduler/}, {@code unet/} and, where the model has them, {@code vae_encoder/}, {@code
 * vae_decoder/}, {@code text_encoder/}, {@code tokenizer/}, {@code controlnet/} or {@code
 * controlnet_<kind>/}, {@code palimpsest.json}. Immutable and thread-safe; holds no weights and no
 * open file.
 */
public final class ModelFolder implements Model {
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
    return new ModelFolder(ReadFolders.read(folder));
  }

  /** What its files say, in the detail that running the networks needs. */
  ModelParts parts() {
    return parts;
  }

  /** Where it lies. */
  public Path path() {
    return parts.path();
  }

  @Override
  public String name() {
    return parts.card().name();
  }

  @Override
  public ModelCard card() {
    return parts.card();
  }

  @Override
  public Map<String, Object> schedulerConfig() {
    return parts.scheduler();
  }

  @Override
  public int channels() {
    return parts.channels();
  }

  @Override
  public int inputChannels() {
    return parts.inputChannels();
  }

  @Override
  public boolean pixelSpace() {
    return parts.vae() == null;
  }

  @Override
  public int imageChannels() {
    return pixelSpace() ? channels() : parts.vae().imageChannels();
  }

  @Override
  public int scale() {
    return pixelSpace() ? 1 : parts.vae().scale();
  }

  @Override
  public int multiple() {
    return scale() * parts.latentMultiple();
  }

  @Override
  public int fixedHeight() {
    return parts.fixedHeight() < 0 ? -1 : parts.fixedHeight() * scale();
  }

  @Override
  public int fixedWidth() {
    return parts.fixedWidth() < 0 ? -1 : parts.fixedWidth() * scale();
  }

  @Override
  public int contextSide() {
    return parts.contextSide();
  }

  @Override
  public boolean hasText() {
    return !parts.texts().isEmpty();
  }

  @Override
  public List<ControlNet> controlNets() {
    return parts.controlNets();
  }

  @Override
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

  @Override
  public Map<String, String> sha256() {
    return WeightHashes.of(path(), weightFiles());
  }

  @Override
  public TileGrid tiles(int height, int width) {
    return TileSizes.grid(this, height, width);
  }

  @Override
  public NetworkMemory memory() {
    return new FolderMemory(this);
  }

  @Override
  public boolean inUse() {
    return OnnxModels.inUse(this);
  }

  @Override
  public List<String> describe() {
    return ModelReport.of(this);
  }

  @Override
  public LoadedModel load(String device, Consumer<String> warn) {
    return OnnxModels.open(this, device, warn);
  }

  @Override
  public LoadedModel load(String device, int cores, Consumer<String> warn) {
    return OnnxModels.open(this, device, cores, warn);
  }

  /** Equal for the same folder as long as no file in it has changed; cheap. */
  public String contentKey() {
    return WeightHashes.stamp(path()).text();
  }

  @Override
  public String toString() {
    return name() + " (" + path() + ")";
  }

  /**
   * Refuses latents of a size that the networks do not take.
   *
   * @throws BadInput naming the size and what it must be
   */
  void requireSize(int height, int width) {
    int multiple = parts.latentMultiple();
    int fixedHeight = parts.fixedHeight();
    int fixedWidth = parts.fixedWidth();
    if (height % multiple != 0
        || width % multiple != 0
        || fixedHeight > 0 && fixedHeight != height
        || fixedWidth > 0 && fixedWidth != width) {
      int scale = scale();
      throw new BadInput(
          "size ("
              + width * scale
              + " x "
              + height * scale
              + ") must be "
              + (fixedHeight > 0 || fixedWidth > 0
                  ? fixedWidth() + " x " + fixedHeight()
                  : "multiples of " + multiple())
              + " for the model "
              + name()
              + ".");
    }
  }
}
