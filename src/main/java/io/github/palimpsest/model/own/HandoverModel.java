package io.github.palimpsest.model.own;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.model.Conditioning;
import io.github.palimpsest.model.ControlNet;
import io.github.palimpsest.model.Denoiser;
import io.github.palimpsest.model.LatentCodec;
import io.github.palimpsest.model.LoadedModel;
import io.github.palimpsest.model.Model;
import io.github.palimpsest.model.ModelCard;
import io.github.palimpsest.model.Models;
import io.github.palimpsest.model.NetworkMemory;
import io.github.palimpsest.model.PixelCodec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A trained model that hands over to the image's own patches: while there is much noise the network
 * decides where things are, then the patches decide how they look. Its name ends in {@code + this
 * image}.
 *
 * @param trained an inpainting model of one channel that works on pixels
 * @param own the model of the image
 */
record HandoverModel(Model trained, OwnImageModel own) implements Model {
  static final String ENDING = Models.AND_THIS_IMAGE;

  /**
   * Joins a trained model to an image.
   *
   * @throws BadInput if it is of another kind than it must be
   */
  static HandoverModel of(Model trained) {
    Object kind = trained.schedulerConfig().getOrDefault("prediction_type", "epsilon");
    if (trained.learnsFromImage()
        || !trained.pixelSpace()
        || trained.channels() != 1
        || !trained.inpainting()
        || trained.multiple() < 1
        || trained.fixedWidth() > 0
        || kind.equals("flow_prediction")) {
      throw BadInput.of(
          "model (%s%s) must begin with an inpainting model that works on pixels of one channel and"
              + " takes any size, such as micrographs: use [%s] alone, or model=[This image].",
          trained.name(), ENDING, trained.name());
    }
    return new HandoverModel(trained, new OwnImageModel(1, List.of()));
  }

  @Override
  public String name() {
    return trained.name() + ENDING;
  }

  @Override
  public String toString() {
    return name();
  }

  @Override
  public ModelCard card() {
    ModelCard c = trained.card();
    List<String> vocabulary = new ArrayList<>(c.vocabulary());
    own.words().stream().filter(w -> !vocabulary.contains(w)).forEach(vocabulary::add);
    return new ModelCard(
        name(),
        c.licence(),
        c.families(),
        vocabulary,
        c.scheduler(),
        c.steps(),
        c.guidance(),
        "Match",
        "",
        c.maskedFill(),
        c.vaeTile(),
        c.tileAbove(),
        c.tile(),
        c.bytesPerPixel(),
        c.rewrite(),
        c.intensity());
  }

  @Override
  public Map<String, Object> schedulerConfig() {
    Map<String, Object> config = new HashMap<>(trained.schedulerConfig());
    config.put("prediction_type", "sample");
    return config;
  }

  @Override
  public int channels() {
    return own.channels();
  }

  @Override
  public int inputChannels() {
    return own.inputChannels();
  }

  @Override
  public int multiple() {
    return trained.multiple();
  }

  @Override
  public int contextSide() {
    return own.contextSide();
  }

  @Override
  public boolean hasText() {
    return true;
  }

  @Override
  public List<ControlNet> controlNets() {
    return own.controlNets();
  }

  @Override
  public boolean learnsFromImage() {
    return true;
  }

  @Override
  public Model forImage(int channels, List<String> words) {
    return new HandoverModel(trained, new OwnImageModel(channels, List.copyOf(words)));
  }

  @Override
  public Map<String, String> sha256() {
    return trained.sha256();
  }

  @Override
  public NetworkMemory memory() {
    return trained.memory();
  }

  @Override
  public boolean inUse() {
    return trained.inUse();
  }

  @Override
  public List<String> describe() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "Model "
            + name()
            + ": while there is much noise "
            + trained.name()
            + " decides where things are, then");
    lines.add("the image's own patches how they look; several channels are filled together");
    lines.addAll(own.describeLearning());
    lines.addAll(trained.describe());
    return lines;
  }

  @Override
  public LoadedModel load(String device, Consumer<String> warn) {
    return load(device, Integer.MAX_VALUE, warn);
  }

  @Override
  public LoadedModel load(String device, int cores, Consumer<String> warn) {
    return new Loaded(this, trained.load(device, cores, warn), own.load(device, cores, warn));
  }

  /**
   * Both open.
   *
   * <p>A conditioning is that of the trained model, with the words of the image behind its {@code
   * pooled}.
   */
  private record Loaded(HandoverModel model, LoadedModel trained, LoadedModel own)
      implements LoadedModel {
    @Override
    public String device() {
      return trained.device();
    }

    @Override
    public String rewriter() {
      return trained.rewriter();
    }

    @Override
    public Conditioning encode(String prompt, Consumer<String> warn) {
      return joined(prompt, trained.encode(model.foreign(prompt), warn));
    }

    @Override
    public Conditioning encodeNegative(String negative, Consumer<String> warn) {
      return joined(negative, trained.encodeNegative(model.foreign(negative), warn));
    }

    private Conditioning joined(String prompt, Conditioning c) {
      float[] words = model.own.known(prompt);
      float[] pooled = Arrays.copyOf(c.pooled(), c.pooled().length + words.length);
      System.arraycopy(words, 0, pooled, c.pooled().length, words.length);
      return new Conditioning(c.embeddings(), c.tokens(), c.width(), pooled);
    }

    @Override
    public Denoiser denoiser(int height, int width, Conditioning c) {
      int words = model.own.words().size();
      int length = c.pooled().length - words;
      Conditioning first =
          new Conditioning(
              c.embeddings(), c.tokens(), c.width(), Arrays.copyOf(c.pooled(), length));
      float[] second = Arrays.copyOfRange(c.pooled(), length, length + words);
      return new HandoverDenoiser(
          model,
          trained,
          first,
          own.denoiser(height, width, new Conditioning(second, 1, words, new float[0])));
    }

    @Override
    public LatentCodec codec() {
      return new PixelCodec(model.channels());
    }

    @Override
    public void close() {
      trained.close();
      own.close();
    }
  }

  /** A prompt without the words that only the image knows. */
  private String foreign(String prompt) {
    List<String> kept = new ArrayList<>();
    for (String part : prompt.split(",")) {
      boolean ownWord = own.knows(part);
      boolean shared = trained.card().vocabulary().contains(part.strip().toLowerCase(Locale.ROOT));
      if (!ownWord || shared) {
        kept.add(part);
      }
    }
    return String.join(",", kept);
  }
}
