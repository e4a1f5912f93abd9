package io.github.palimpsest.batch;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What the user should know of many images, without filling the Log: a kind of sentence is said
 * once, with the image that it was first said of, and in the end how many images more it is true
 * of. Sentences that differ in numbers only are of one kind. For one thread at a time.
 */
final class BatchWarnings {
  /** Kinds that are told apart. */
  private static final int MOST = 20;

  private final Consumer<String> ear;
  private final Map<String, Kind> kinds = new LinkedHashMap<>();
  private int others;

  private static final class Kind {
    final String first;
    int more;

    Kind(String first) {
      this.first = first;
    }
  }

  /**
   * @param ear told what is said
   */
  BatchWarnings(Consumer<String> ear) {
    this.ear = ear;
  }

  void say(String file, String sentence) {
    String key = sentence.replaceAll("\\d+", "0");
    Kind kind = kinds.get(key);
    if (kind != null) {
      kind.more++;
    } else if (kinds.size() < MOST) {
      kinds.put(key, new Kind(sentence));
      ear.accept(file + ": " + sentence);
    } else {
      others++;
    }
  }

  /** Says how often each kind was said. */
  void count() {
    for (Kind kind : kinds.values()) {
      if (kind.more > 0) {
        ear.accept(kind.more + (kind.more == 1 ? " more image: " : " more images: ") + kind.first);
      }
    }
    if (others > 0) {
      ear.accept(others + " further warnings are in " + Report.FILE + ".");
    }
    kinds.clear();
    others = 0;
  }
}
