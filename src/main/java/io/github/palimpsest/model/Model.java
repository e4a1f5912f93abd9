package io.github.palimpsest.model;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A model before it is loaded: what it expects and how to load it. A {@link ModelSource} finds it
 * by the value of {@code model=}. Immutable and thread-safe.
 *
 * <p>The defaults describe a model that works on pixels, reads no text and takes any size.
 */
public interface Model {
  /** Display name. */
  String name();

  /** What {@code palimpsest.json} says: licence, words, recommended settings. */
  default ModelCard card() {
    return ModelCard.named(name());
  }

  /**
   * The keys of diffusers' {@code scheduler_config.json}: integers are Long, others Double. Its
   * {@code _class_name} is the scheduler to use where the user names none.
   */
  Map<String, Object> schedulerConfig();

  /** Channels D of latent and prediction. */
  int channels();

  /** Channels C that the network takes: D, or 2 D + 1 for an inpainting network. */
  default int inputChannels() {
    return channels();
  }

  /**
   * Whether the network takes noisy latent, mask and masked latent (method Concat): it is then told
   * the known pixels of the context by {@link Denoiser#bindMask}.
   */
  default boolean inpainting() {
    return inputChannels() == 2 * channels() + 1;
  }

  /** Whether the model works on pixels, without a VAE. */
  default boolean pixelSpace() {
    return true;
  }

  /** Channels of the image side: 3 for a VAE, {@link #channels} in pixel space. */
  default int imageChannels() {
    return channels();
  }

  /**
   * Whether the channels of one slice and frame that a user names are one picture for it, so that
   * what it fills agrees between them; else every channel is a picture of its own.
   */
  default boolean joinsChannels() {
    return learnsFromImage();
  }

  /** Pixels per latent cell along one axis; 1 in pixel space. */
  default int scale() {
    return 1;
  }

  /** Width and height of an image, in pixels, must be multiples of this. */
  default int multiple() {
    return scale();
  }

  /** Pixels that a context has on each side at least where the user names none. */
  default int contextSide() {
    return 0;
  }

  /** Rows of the only image size that it takes, or -1 when any will do. */
  default int fixedHeight() {
    return -1;
  }

  /** Columns of the only image size that it takes, or -1 when any will do. */
  default int fixedWidth() {
    return -1;
  }

  /** Whether it reads prompts. */
  default boolean hasText() {
    return false;
  }

  /** Its control nets, in the order in which {@link Denoiser#bindControl} counts them. */
  default List<ControlNet> controlNets() {
    return List.of();
  }

  /**
   * Whether the network takes the guidance scale as an input (LCM's {@code timestep_cond}): it then
   * runs once per step, without classifier-free guidance.
   */
  default boolean guidanceEmbedded() {
    return false;
  }

  /** Whether guidance above 1 has something to act through: a prompt beside a negative one. */
  default boolean supportsGuidance() {
    return hasText() && !guidanceEmbedded();
  }

  /**
   * Whether it is made of the image that is repainted: {@link #forImage} then fits it to that, and
   * its denoisers are told what they may copy by {@link Denoiser#bindExamples}.
   */
  default boolean learnsFromImage() {
    return false;
  }

  /**
   * This model for one image.
   *
   * @param imageChannels channels that are filled together: 3 for RGB
   * @param words names of the examples that the image has
   */
  default Model forImage(int imageChannels, List<String> words) {
    return this;
  }

  /** Number of steps where the user names none: the recommended one, else 20. */
  default int defaultSteps() {
    return card().steps() > 0 ? card().steps() : 20;
  }

  /** Guidance scale where the user names none: the recommended one, else 7.5, or 1 without text. */
  default double defaultGuidance() {
    return !Double.isNaN(card().guidance()) ? card().guidance() : hasText() ? 7.5 : 1;
  }

  /** Scheduler where the user names none: the recommended one, else the class of its config. */
  default String defaultScheduler() {
    return card().scheduler().isEmpty()
        ? String.valueOf(schedulerConfig().get("_class_name"))
        : card().scheduler();
  }

  /** Value of {@code seam=} where the user names none: the recommended one, else as diffusers. */
  default String defaultSeam() {
    return card().seam().isEmpty() ? "Off" : card().seam();
  }

  /** SHA-256 of every weight file in hexadecimal, by its name, for the record of a run. */
  default Map<String, String> sha256() {
    return Map.of();
  }

  /**
   * The tiles in which its networks work on a plane, one independent of the other but for what
   * their overlaps show them.
   *
   * @param height rows of the latent, a multiple of the model's
   * @param width columns of the latent, a multiple of the model's
   * @return null where the plane is worked on at once, or no part of it can be told by itself
   */
  default TileGrid tiles(int height, int width) {
    return null;
  }

  /** The memory of the computer that its networks work in. */
  default NetworkMemory memory() {
    return NetworkMemory.NONE;
  }

  /** Whether a run uses its networks now, so that another run adds no weights. */
  default boolean inUse() {
    return false;
  }

  /** A description for people, one line each. May read every weight file. */
  default List<String> describe() {
    return List.of("Model " + name());
  }

  /**
   * Makes the model ready to run; close it after the run.
   *
   * @param device value of {@code device=}; a model that has no choice ignores it
   * @param warn told, in one sentence each, what the user should know; until the model is closed
   * @throws io.github.palimpsest.check.BadInput for an unknown device or a network that cannot be
   *     loaded
   */
  LoadedModel load(String device, Consumer<String> warn);

  /**
   * The same for runs that use so many cores at most. No pixel depends on it.
   *
   * @param cores 1 or more; more than the computer has means all
   */
  default LoadedModel load(String device, int cores, Consumer<String> warn) {
    return load(device, warn);
  }
}
