package io.github.palimpsest.inpaint.input;

import io.github.palimpsest.inpaint.input.WordCheck.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of a prompt: parts between commas, words in it, weights such as {@code (bright:1.3)}.
 */
final class PromptText {
  private static final Pattern WEIGHT =
      Pattern.compile(":\\s*[+-]?(?:\\d+\\.?\\d*|\\.\\d+)\\s*(?=\\))");

  private PromptText() {}

  /** The prompt with equal length, its weights and their brackets blank. */
  static String masked(String prompt) {
    StringBuilder text = new StringBuilder(prompt);
    Matcher weight = WEIGHT.matcher(prompt);
    while (weight.find()) {
      text.setCharAt(weight.end(), ' ');
      int open = prompt.lastIndexOf('(', weight.start());
      if (open >= 0) {
        text.setCharAt(open, ' ');
      }
      for (int i = weight.start(); i < weight.end(); i++) {
        text.setCharAt(i, ' ');
      }
    }
    return text.toString();
  }

  /** What stands between commas, without the space around it. */
  static List<Span> parts(String text) {
    List<Span> parts = new ArrayList<>();
    for (int from = 0; from <= text.length(); ) {
      int comma = text.indexOf(',', from);
      int to = comma < 0 ? text.length() : comma;
      int a = from;
      int b = to;
      while (a < b && Character.isWhitespace(text.charAt(a))) {
        a++;
      }
      while (b > a && Character.isWhitespace(text.charAt(b - 1))) {
        b--;
      }
      if (a < b) {
        parts.add(new Span(a, b));
      }
      from = to + 1;
    }
    return parts;
  }

  /** Where a word stands; null if it does not. */
  static Span find(String prompt, String word) {
    String text = masked(prompt);
    for (int at = 0; at + word.length() <= text.length(); at++) {
      int to = at + word.length();
      boolean begins = at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1));
      boolean ends = to == text.length() || !Character.isLetterOrDigit(text.charAt(to));
      if (begins && ends && text.regionMatches(true, at, word, 0, word.length())) {
        return new Span(at, to);
      }
    }
    return null;
  }

  /** The prompt with a word more, or without it if it has it. */
  static String toggled(String prompt, String word, String separator) {
    Span span = find(prompt, word);
    if (span == null) {
      String before = prompt.stripTrailing();
      boolean first = before.isEmpty() || before.endsWith(",");
      String between = first ? before.isEmpty() ? "" : " " : separator;
      return before + between + word;
    }
    String left = prompt.substring(0, span.from()).stripTrailing();
    String right = prompt.substring(span.to()).stripLeading();
    if (right.startsWith(",") && (left.isEmpty() || left.endsWith(","))) {
      right = right.substring(1).stripLeading();
    }
    if (right.isEmpty() && left.endsWith(",")) {
      left = left.substring(0, left.length() - 1);
    }
    boolean apart = left.isEmpty() || right.isEmpty() || right.startsWith(",");
    return left + (apart ? "" : " ") + right;
  }

  /** Letters to add, take away or exchange (Levenshtein), without regard to case. */
  static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        char x = Character.toLowerCase(a.charAt(i - 1));
        boolean same = x == Character.toLowerCase(b.charAt(j - 1));
        int exchanged = diagonal + (same ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(exchanged, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
