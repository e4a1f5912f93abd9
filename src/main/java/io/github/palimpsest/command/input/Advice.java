package io.github.palimpsest.command.input;

import io.github.palimpsest.inpaint.input.WordCheck;
import io.github.palimpsest.request.Param;
import java.util.List;
import java.util.Map;

/**
 * What a dialog says beside its fields; nothing of it changes a run.
 *
 * @param auto what stands behind Auto or an empty field now, by key, such as {@code steps: 10}
 * @param words which words the model knows
 * @param wrong what is wrong with a value that is valid by itself, by key, such as a memory that
 *     the model does not fit in; in a sentence with the remedy
 * @param notes what the user should know before the run, a sentence each
 * @param cost about how long the run takes and what memory, such as {@code Takes about 40 s and 63
 *     MB of memory}; empty if unknown
 */
public record Advice(
    Map<Param, String> auto,
    WordCheck words,
    Map<Param, String> wrong,
    List<String> notes,
    String cost) {
  /** Nothing to say. */
  public static final Advice NONE = new Advice(Map.of(), WordCheck.FREE, Map.of(), List.of(), "");

  public Advice {
    auto = Map.copyOf(auto);
    wrong = Map.copyOf(wrong);
    notes = List.copyOf(notes);
  }
}
