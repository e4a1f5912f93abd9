package io.github.palimpsest.command.display;

import java.util.List;
import java.util.Set;
import java.util.StringJoiner;

/** What the Recorder shows, as lines of a macro, without windows. */
final class RecordedText {
  private static final String SELECTS = "selectImage(\"";
  private static final List<String> OPENS = List.of("open(", "newImage(");

  private RecordedText() {}

  /**
   * The lines without those that were done to some images: whose pixels, frames and selections the
   * lines of a session hold already, and which are not there when the macro runs.
   *
   * @param lines in their order
   * @param titles of the images
   * @param first whether one of the images is the current one before the first line
   */
  static String without(List<String> lines, Set<String> titles, boolean first) {
    StringJoiner kept = new StringJoiner("\n");
    boolean theirs = first;
    for (String line : lines) {
      if (line.startsWith(SELECTS)) {
        theirs = titles.stream().anyMatch(title -> line.equals(SELECTS + title + "\");"));
      } else if (OPENS.stream().anyMatch(line::startsWith)) {
        theirs = false;
      }
      if (!theirs) {
        kept.add(line);
      }
    }
    return kept.toString();
  }
}
