package io.github.palimpsest.record;

import java.util.Map;

/**
 * One thing that a record tells.
 *
 * @param topic what it is about
 * @param name such as {@code seeds}
 * @param value in words
 * @param parts the same, where the value is made of named parts; else empty
 * @param warning whether it says that something is no longer as it was recorded
 */
public record RecordFact(
    Topic topic, String name, String value, Map<String, String> parts, boolean warning) {

  /** What a fact is about, in the order of reading. */
  public enum Topic {
    RUN("The run"),
    MODEL("Model"),
    VALUES("Parameters"),
    EDITS("Edits and branches"),
    PIXELS("Synthetic pixels"),
    SOFTWARE("Software");

    private final String title;

    Topic(String title) {
      this.title = title;
    }

    /** A heading. */
    public String title() {
      return title;
    }
  }

  static RecordFact of(Topic topic, String name, String value) {
    return new RecordFact(topic, name, value, Map.of(), false);
  }

  static RecordFact warning(Topic topic, String name, String value) {
    return new RecordFact(topic, name, value, Map.of(), true);
  }
}
