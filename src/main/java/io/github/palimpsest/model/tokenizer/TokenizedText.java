package io.github.palimpsest.model.tokenizer;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.jni.CharSpan;

/** A run of text with the tokens made from it; finds the words of a token for warnings. */
final class TokenizedText {
  private final int[] points;
  private final CharSpan[] spans;

  TokenizedText(String text, Encoding encoding) {
    points = text.codePoints().toArray();
    spans = encoding.getCharTokenSpans();
  }

  private int start(int token) {
    return spans[token] == null ? 0 : Math.min(spans[token].getStart(), points.length);
  }

  /** What token i was made from. */
  String word(int token) {
    int from = start(token);
    int to = spans[token] == null ? points.length : Math.min(spans[token].getEnd(), points.length);
    return new String(points, from, Math.max(0, to - from)).strip();
  }

  /** The text from the word on that token i belongs to: half a word left out is lost as well. */
  String from(int token) {
    int from = start(token);
    while (from > 0 && !Character.isWhitespace(points[from - 1])) {
      from--;
    }
    return new String(points, from, points.length - from).strip();
  }
}
