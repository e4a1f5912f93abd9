package io.github.palimpsest.command.display;

import java.util.List;
import java.util.Set;
import java.util.StringJoiner;

/** What the Recorder shows, as lines of a macro, without windows. */
final class RecordedText {
  private static final String SELECTS = "selectImage(\"";

  private RecordedText() {}

  /**
   * The lines without those that were done to some images: whose pixels, frames and selections the
   * lines of a session hold already, and which are not there when the macro runs.
   *
   * @param lines since the first of the images became the current one
   * @param titles of the images
   */
  static String without(List<String> lines, Set<String> titles) {
    StringJoiner kept = new StringJoiner("\n");
    boolean theirs = true;
    for (String line : lines) {
      if (line.startsWith(SELECTS)) {
        theirs = titles.stream().anyMatch(title -> line.equals(SELECTS + title + "\");"));
      }
      if (!theirs) {
        kept.add(line);
      }
    }
    return kept.toString();
  }
}
