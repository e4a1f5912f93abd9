package io.github.palimpsest.model.tokenizer;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.model.file.TextFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the {@code merges.txt} of a byte-pair encoding: two parts of a word on each line. */
public final class MergesFile {
  private static final String END = "</w>";
  private static final String VERSION = "#version";

  private MergesFile() {}

  /** Its lines without the first, which tells the version. */
  public static List<String> read(Path file) {
    return text(file)
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith(VERSION))
        .map(String::strip)
        .toList();
  }

  /** Whether it merges nothing and says so: a vocabulary of single letters needs no merge. */
  public static boolean mergesNothing(Path file) {
    return text(file).lines().allMatch(line -> line.isBlank() || line.startsWith(VERSION))
        && !text(file).isBlank();
  }

  private static String text(Path file) {
    try {
      return TextFile.read(file, TextFile.most(file));
    } catch (IOException e) {
      throw new BadInput("\"" + file + "\" cannot be read (" + e.getMessage() + ").", e);
    }
  }

  /**
   * A word of the vocabulary that could be merged from two others but is not: the file was cut. A
   * word that was only added to the vocabulary has no such parts.
   *
   * @param apart words that are matched as a whole
   * @return null if there is none
   */
  public static String missing(List<String> merges, Map<?, ?> vocabulary, Set<String> apart) {
    Set<String> made = new HashSet<>();
    for (String merge : merges) {
      made.add(merge.replaceFirst(" ", ""));
    }
    for (Object key : vocabulary.keySet()) {
      String word = String.valueOf(key);
      if (!made.contains(word) && !apart.contains(word) && joined(word, vocabulary)) {
        return word;
      }
    }
    return null;
  }

  private static boolean joined(String word, Map<?, ?> vocabulary) {
    int letters = word.endsWith(END) ? word.length() - END.length() : word.length();
    for (int at = 1; at < letters; at++) {
      if (vocabulary.containsKey(word.substring(0, at))
          && vocabulary.containsKey(word.substring(at))) {
        return true;
      }
    }
    return false;
  }
}
