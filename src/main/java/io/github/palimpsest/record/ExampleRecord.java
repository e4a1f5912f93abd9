package io.github.palimpsest.record;

import io.github.palimpsest.check.BadInput;
import java.awt.Rectangle;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A part of an image that a model of it may copy from, as recorded.
 *
 * @param image title of the image that it is of; null for the one that is repainted
 * @param position of its plane in the stack, from 1; of the first one if channels are joined
 * @param area on the recorded canvas; that of the context may reach beyond it
 * @param sha256 of its values, see {@link SourceHash}; null for the context
 * @param values raw values, one a channel; null for the context, which the record holds by itself,
 *     and in logs, which lie beside the source
 * @param excluded pixels that are not copied, as text; null for none
 * @param words the pixels of each word
 * @param origin where this was read
 */
public record ExampleRecord(
    String image,
    int position,
    Rectangle area,
    String sha256,
    List<FloatText> values,
    String excluded,
    List<Word> words,
    Origin origin) {
  /** Pixels that an example beside the context may have. */
  private static final long MOST_PIXELS = 1 << 22;

  /**
   * A word of prompts.
   *
   * @param pixels where it applies, as text
   */
  public record Word(String word, String pixels) {
    static Word read(RecordFields fields) {
      return new Word(fields.text("word"), fields.text("pixels"));
    }
  }

  /**
   * The record of an example.
   *
   * @param values raw values [channels][height · width]; null for the context
   */
  public static ExampleRecord of(
      String image,
      int position,
      Rectangle area,
      float[][] values,
      BitSet excluded,
      Map<String, BitSet> words) {
    return new ExampleRecord(
        image,
        position,
        area,
        values == null ? null : SourceHash.of(values),
        values == null ? null : List.of(values).stream().map(FloatText::of).toList(),
        excluded.isEmpty() ? null : BitText.of(excluded),
        words.entrySet().stream().map(e -> new Word(e.getKey(), BitText.of(e.getValue()))).toList(),
        Origin.OWN);
  }

  static ExampleRecord read(RecordFields fields) {
    return new ExampleRecord(
        fields.has("image") ? fields.text("image") : null,
        fields.whole("position", 1, Integer.MAX_VALUE),
        fields.box("area"),
        fields.has("sha256") ? fields.text("sha256") : null,
        fields.has("values") ? fields.channels("values") : null,
        fields.has("excluded") ? fields.text("excluded") : null,
        fields.objects("words").stream().map(Word::read).toList(),
        fields.origin());
  }

  ExampleRecord withoutValues() {
    return new ExampleRecord(image, position, area, sha256, null, excluded, words, origin);
  }

  /** A refusal that names a field. */
  public BadInput damaged(String field) {
    return origin.damaged(field);
  }

  /** Throws if this is larger than any example beside a context. */
  public void requireSize() {
    if (area.isEmpty() || (long) area.width * area.height > MOST_PIXELS) {
      throw damaged("area");
    }
  }

  private int pixels() {
    return area.width * area.height;
  }

  /** The pixels that are not copied, row by row. */
  public BitSet excludedPixels() {
    BitSet bits = excluded == null ? new BitSet() : BitText.read(excluded, pixels());
    if (bits == null) {
      throw damaged("excluded");
    }
    return bits;
  }

  /** The pixels of each word, row by row. */
  public Map<String, BitSet> wordPixels() {
    Map<String, BitSet> all = new TreeMap<>();
    for (Word word : words) {
      BitSet bits = BitText.read(word.pixels, pixels());
      if (bits == null) {
        throw damaged("words.pixels");
      }
      all.put(word.word, bits);
    }
    return all;
  }

  /**
   * The recorded raw values [channels][height · width].
   *
   * @throws BadInput if they are damaged, or not as many as channels
   */
  public float[][] recordedValues(int channels) {
    if (values.size() != channels) {
      throw damaged("values");
    }
    return values.stream().map(text -> text.values(pixels())).toArray(float[][]::new);
  }
}
