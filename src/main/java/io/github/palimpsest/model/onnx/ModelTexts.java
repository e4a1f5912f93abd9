package io.github.palimpsest.model.onnx;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.model.Conditioning;
import io.github.palimpsest.model.folder.ModelParts;
import io.github.palimpsest.model.tokenizer.Tokenizer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What texts mean to one model: its text encoders, loaded at once in the background. Texts that
 * were read last are not read again, so that the many runs of a batch read theirs once.
 * Thread-safe.
 */
final class ModelTexts {
  /** More than a run with regions has. */
  private static final int MOST = 16;

  private final ModelFolder folder;
  private final ModelParts parts;
  private final Function<String, Network> nets;
  private final LoadOnce<String, List<TextEncoder>> encoders = new LoadOnce<>();
  private final LastUsed<String, Read> read = new LastUsed<>(MOST);
  private final CompletableFuture<List<TextEncoder>> early;

  /** What a text means, with what its user is told of it. */
  private record Read(Conditioning conditioning, List<String> told) {}

  /**
   * Begins to load the encoders, if the folder has any.
   *
   * @param nets loads a part of the folder
   */
  ModelTexts(ModelFolder folder, Function<String, Network> nets) {
    this.folder = folder;
    this.nets = nets;
    parts = folder.parts();
    // every run reads a prompt; who asks for what fails here is told then
    early =
        folder.hasText()
            ? CompletableFuture.supplyAsync(this::opened, ModelTexts::inBackground)
            : CompletableFuture.completedFuture(null);
  }

  private static void inBackground(Runnable load) {
    Thread thread = new Thread(load, "Palimpsest-loads-text-encoders");
    thread.setDaemon(true);
    thread.start();
  }

  Conditioning encode(String prompt, Consumer<String> warn) {
    Read known = read.get(prompt);
    if (known == null) {
      LinkedHashSet<String> told = new LinkedHashSet<>();
      known = new Read(encodeNow(prompt, told::add), List.copyOf(told));
      read.put(prompt, known);
    }
    known.told().forEach(warn);
    return known.conditioning();
  }

  private Conditioning encodeNow(String prompt, Consumer<String> warn) {
    if (!folder.hasText()) {
      if (!prompt.isBlank()) {
        throw new BadInput(
            "prompt ("
                + prompt
                + ") must be empty: the model "
                + folder.name()
                + " has no text encoder; leave it out or choose another model.");
      }
      return Conditioning.NONE;
    }
    List<TextEncoder> all = opened();
    Conditioning result = all.get(0).encode(prompt, warn);
    for (TextEncoder next : all.subList(1, all.size())) {
      result = TextEncoder.join(result, next.encode(prompt, warn));
    }
    return result;
  }

  Conditioning encodeNegative(String negative, Consumer<String> warn) {
    Conditioning plain = encode(negative, warn);
    // The key is true by default in SDXL's pipelines and unknown to the others.
    boolean zeros =
        plain.pooled().length > 0
            && parts.texts().size() > 1
            && !Boolean.FALSE.equals(parts.index().get("force_zeros_for_empty_prompt"));
    return negative.isEmpty() && zeros ? plain.zeros() : plain;
  }

  private List<TextEncoder> opened() {
    return encoders.get("", this::open);
  }

  private List<TextEncoder> open() {
    List<TextEncoder> opened = new ArrayList<>();
    try {
      for (ModelParts.Text text : parts.texts()) {
        Network net = nets.apply(text.encoder());
        Tokenizer tokenizer = Tokenizer.open(parts.path().resolve(text.tokenizer()));
        opened.add(new TextEncoder(net, text, tokenizer));
      }
      return opened;
    } catch (RuntimeException | Error e) {
      opened.forEach(TextEncoder::close);
      throw e;
    }
  }

  /** Closes the encoders; their networks belong to the model. */
  void unload() {
    early.handle((made, failure) -> null).join();
    encoders.clear().forEach(all -> all.forEach(TextEncoder::close));
  }
}
