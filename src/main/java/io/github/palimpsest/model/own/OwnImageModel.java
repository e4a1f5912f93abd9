package io.github.palimpsest.model.own;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.concurrent.SideBySide;
import io.github.palimpsest.control.ControlKindNames;
import io.github.palimpsest.model.Conditioning;
import io.github.palimpsest.model.ControlNet;
import io.github.palimpsest.model.Denoiser;
import io.github.palimpsest.model.LatentCodec;
import io.github.palimpsest.model.LoadedModel;
import io.github.palimpsest.model.Model;
import io.github.palimpsest.model.ModelCard;
import io.github.palimpsest.model.Models;
import io.github.palimpsest.model.PixelCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * The model that is made in a run from the known pixels of the image: {@code model=[This image]}.
 *
 * @param channels of the image
 * @param words names of its examples
 */
record OwnImageModel(int channels, List<String> words) implements Model {
  static final String NAME = Models.THIS_IMAGE;

  private static final Map<String, Object> SCHEDULER =
      Map.of(
          "_class_name",
          "EulerDiscreteScheduler",
          "beta_start",
          0.00085,
          "beta_end",
          0.012,
          "beta_schedule",
          "scaled_linear",
          "num_train_timesteps",
          1000L,
          "prediction_type",
          "sample",
          "use_karras_sigmas",
          true);

  @Override
  public String name() {
    return NAME;
  }

  /** Alike for all images: the times of runs are compared by it. */
  @Override
  public String toString() {
    return NAME;
  }

  @Override
  public ModelCard card() {
    return new ModelCard(
        NAME,
        "",
        List.of(),
        words,
        "",
        20,
        1,
        "Off",
        "",
        "zero",
        ModelCard.VAE_TILE,
        0,
        0,
        0,
        true,
        "");
  }

  @Override
  public Map<String, Object> schedulerConfig() {
    return SCHEDULER;
  }

  @Override
  public int inputChannels() {
    return 2 * channels + 1;
  }

  /** Enough patches to choose from, at a cost that does not grow with the image. */
  @Override
  public int contextSide() {
    return 512;
  }

  @Override
  public boolean hasText() {
    return true;
  }

  /** One for every kind of map: none is trained, so none is missing. */
  @Override
  public List<ControlNet> controlNets() {
    return ControlKindNames.all().stream().map(k -> new ControlNet(k, "", 3, 1, false)).toList();
  }

  @Override
  public boolean learnsFromImage() {
    return true;
  }

  @Override
  public Model forImage(int imageChannels, List<String> names) {
    return new OwnImageModel(imageChannels, List.copyOf(names));
  }

  @Override
  public List<String> describe() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "Model "
            + NAME
            + ": made in each run from the image's own known pixels; nothing is trained or kept");
    lines.addAll(describeLearning());
    lines.add("made for: inpainting (Concat, Blend), generating more of an open image");
    lines.add("channels: all that are filled are filled together; image sides: any");
    lines.add("recommended: scheduler Euler, " + defaultSteps() + " steps, guidance 1");
    return lines;
  }

  /** What it takes from the image, one line each. */
  List<String> describeLearning() {
    return List.of(
        "copies from: known pixels of the context, which is 512 pixels a side or more unless context= says otherwise",
        "vocabulary: names of ROIs with palimpsest.role=example; without a prompt it copies from everything",
        "control maps: every kind, without a control net");
  }

  @Override
  public LoadedModel load(String device, Consumer<String> warn) {
    return load(device, Integer.MAX_VALUE, warn);
  }

  @Override
  public LoadedModel load(String device, int cores, Consumer<String> warn) {
    return new Loaded(this, new NoiseLevels(SCHEDULER), new SideBySide(cores));
  }

  /**
   * The words of a prompt as {@link #known}.
   *
   * @throws BadInput for a word that no example has
   */
  private float[] chosen(String prompt) {
    for (String part : prompt.split(",")) {
      if (!part.isBlank() && !knows(part)) {
        throw BadInput.of(
            "prompt (%s): the model of this image knows %s; name a ROI '%s', give it the property"
                + " palimpsest.role=example and keep it in the overlay or ROI Manager.",
            prompt,
            words.isEmpty() ? "no words yet" : "the words " + String.join(", ", words) + " only",
            part.strip());
      }
    }
    return known(prompt);
  }

  /** For each word of the examples 1 if it is among those of a prompt, else 0. */
  float[] known(String prompt) {
    float[] known = new float[words.size()];
    for (String part : prompt.split(",")) {
      for (int k = 0; k < known.length; k++) {
        known[k] = words.get(k).equalsIgnoreCase(part.strip()) ? 1 : known[k];
      }
    }
    return known;
  }

  /** Whether an example has a word. */
  boolean knows(String word) {
    return words.stream().anyMatch(word.strip()::equalsIgnoreCase);
  }

  private record Loaded(OwnImageModel model, NoiseLevels noise, SideBySide share)
      implements LoadedModel {
    @Override
    public String device() {
      return "CPU";
    }

    @Override
    public Conditioning encode(String prompt, Consumer<String> warn) {
      float[] chosen = model.chosen(prompt);
      return new Conditioning(chosen, 1, chosen.length, new float[0]);
    }

    @Override
    public Conditioning encodeNegative(String negative, Consumer<String> warn) {
      return encode(negative, warn);
    }

    @Override
    public Denoiser denoiser(int height, int width, Conditioning conditioning) {
      Set<String> chosen = new TreeSet<>();
      for (int k = 0; k < conditioning.embeddings().length; k++) {
        if (conditioning.embeddings()[k] > 0) {
          chosen.add(model.words.get(k).toLowerCase(Locale.ROOT));
        }
      }
      return new PatchDenoiser(
          model.channels, height, width, chosen, noise, PatchSettings.DEFAULT, share);
    }

    @Override
    public LatentCodec codec() {
      return new PixelCodec(model.channels);
    }

    @Override
    public void close() {
      // holds nothing
    }
  }
}
