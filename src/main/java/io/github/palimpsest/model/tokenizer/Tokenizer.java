package io.github.palimpsest.model.tokenizer;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.google.gson.JsonObject;
import io.github.palimpsest.check.BadInput;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns prompts into token numbers by Hugging Face's tokenizers library, from any {@code
 * tokenizer.json}, or CLIP's {@code vocab.json} with {@code merges.txt}. Never uses the network.
 * Thread-safe.
 */
public final class Tokenizer implements AutoCloseable {
  private final HuggingFaceTokenizer library;
  private final long[] before;
  private final long[] after;
  private final long padding;

  /** Words of a word-level vocabulary, with its number for all others; empty and -1 for others. */
  private final List<String> vocabulary;

  private final long unknown;

  /** Words of several vectors; see {@link AddedTokens#vectors}. */
  private final Map<String, String> vectors;

  /**
   * A prompt as numbers.
   *
   * @param ids start token, words, end token, padding
   * @param used how many of them are not padding
   * @param weights weight of each, or null when all are 1
   */
  public record Tokens(long[] ids, int used, float[] weights) {}

  private Tokenizer(HuggingFaceTokenizer library, JsonObject json, long padding) {
    this.library = library;
    this.padding = padding;
    vocabulary = TokenizerJson.words(json);
    unknown = TokenizerJson.unknown(json);
    vectors = AddedTokens.vectors(json);
    // The tokens a post-processor puts around a text, learned from a text of one word.
    Encoding example = library.encode("a", true, false);
    long[] special = example.getSpecialTokenMask();
    int first = 0;
    while (first < special.length && special[first] == 1) {
      first++;
    }
    int last = special.length;
    while (last > first && special[last - 1] == 1) {
      last--;
    }
    if (first == special.length) {
      first = special.length / 2;
      last = first;
    }
    before = Arrays.copyOfRange(example.getIds(), 0, first);
    after = Arrays.copyOfRange(example.getIds(), last, special.length);
  }

  /**
   * Opens the tokenizer of a checked model folder.
   *
   * @param folder for example {@code tokenizer/}
   * @throws BadInput when the files cannot be used or the library has none for this computer
   */
  public static Tokenizer open(Path folder) {
    try {
      JsonObject json = TokenizerJson.read(folder);
      long padding = TokenizerJson.padding(folder, json);
      // Truncation and padding are ours: the model says to what length.
      json.remove("truncation");
      json.remove("padding");
      return new Tokenizer(TokenizerLibrary.load(json.toString()), json, padding);
    } catch (BadInput e) {
      throw e;
    } catch (RuntimeException e) {
      throw new BadInput(
          "Tokenizer \"" + folder + "\" cannot be used (" + e.getMessage() + ").", e);
    }
  }

  /**
   * The numbers of a prompt, {@code length} of them.
   *
   * @param warn told which words are left out because they do not fit, and which are not in a
   *     word-level vocabulary
   */
  public Tokens encode(String prompt, int length, Consumer<String> warn) {
    List<PromptWeights.Piece> pieces = PromptWeights.parse(allVectors(prompt));
    boolean weighted = pieces.stream().anyMatch(piece -> piece.weight() != 1);
    int room = Math.max(0, length - before.length - after.length);
    long[] words = new long[0];
    float[] weights = new float[0];
    Set<String> strange = new LinkedHashSet<>();
    List<String> dropped = new ArrayList<>();
    for (PromptWeights.Piece piece : pieces) {
      Encoding encoding = library.encode(piece.text(), false, false);
      long[] ids = encoding.getIds();
      int at = words.length;
      words = Arrays.copyOf(words, at + ids.length);
      weights = Arrays.copyOf(weights, words.length);
      System.arraycopy(ids, 0, words, at, ids.length);
      Arrays.fill(weights, at, words.length, piece.weight());
      TokenizedText text = new TokenizedText(piece.text(), encoding);
      for (int i = 0; i < ids.length; i++) {
        if (ids[i] == unknown) {
          strange.add(text.word(i));
        }
      }
      if (words.length > room && ids.length > 0) {
        dropped.add(text.from(Math.max(0, room - at)));
      }
    }
    if (!strange.isEmpty()) {
      warn.accept(
          "The model does not know \""
              + String.join("\", \"", strange)
              + "\" and cannot follow it; it knows "
              + String.join(", ", vocabulary)
              + ".");
    }
    int count = Math.min(words.length, room);
    if (count < words.length) {
      warn.accept(
          "The prompt is longer than the "
              + room
              + " tokens the model reads; left out: \""
              + String.join(" ", dropped)
              + "\".");
    }
    long[] ids = new long[length];
    Arrays.fill(ids, padding);
    float[] all = new float[length];
    Arrays.fill(all, 1);
    System.arraycopy(before, 0, ids, 0, before.length);
    System.arraycopy(words, 0, ids, before.length, count);
    System.arraycopy(weights, 0, all, before.length, count);
    System.arraycopy(after, 0, ids, before.length + count, after.length);
    return new Tokens(ids, before.length + count + after.length, weighted ? all : null);
  }

  /** Puts in place of a word of several vectors the tokens of all of them. */
  private String allVectors(String prompt) {
    String text = prompt;
    for (Map.Entry<String, String> word : vectors.entrySet()) {
      text =
          Pattern.compile(Pattern.quote(word.getKey()) + "(?!_\\d)")
              .matcher(text)
              .replaceAll(Matcher.quoteReplacement(word.getValue()));
    }
    return text;
  }

  @Override
  public void close() {
    library.close();
  }
}
