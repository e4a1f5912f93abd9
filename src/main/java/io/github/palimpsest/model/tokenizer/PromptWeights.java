package io.github.palimpsest.model.tokenizer;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A prompt cut at its explicit weights: {@code a (bright:1.3) cell} is {@code "a "} at 1, {@code
 * "bright"} at 1.3, {@code " cell"} at 1. Every other bracket is text.
 */
final class PromptWeights {
  private static final Pattern WEIGHTED =
      Pattern.compile("\\(([^()]*):\\s*([+-]?(?:\\d+\\.?\\d*|\\.\\d+))\\s*\\)");

  /** A run of text with one weight. */
  record Piece(String text, float weight) {}

  private PromptWeights() {}

  static List<Piece> parse(String prompt) {
    List<Piece> pieces = new ArrayList<>();
    Matcher matcher = WEIGHTED.matcher(prompt);
    int at = 0;
    while (matcher.find()) {
      add(pieces, prompt.substring(at, matcher.start()), 1);
      add(pieces, matcher.group(1), Float.parseFloat(matcher.group(2)));
      at = matcher.end();
    }
    add(pieces, prompt.substring(at), 1);
    return pieces;
  }

  private static void add(List<Piece> pieces, String text, float weight) {
    if (!text.isEmpty()) {
      pieces.add(new Piece(text, weight));
    }
  }
}
