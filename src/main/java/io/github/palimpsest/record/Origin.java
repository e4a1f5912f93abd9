package io.github.palimpsest.record;

import io.github.palimpsest.check.BadInput;

/**
 * The place where a value was read, for the sentence that refuses it: {@code The record of
 * cells.tif is damaged (targets.mask): use the image as first saved.}
 *
 * @param owner the subject of that sentence
 * @param remedy what the user can do, its end
 * @param place the path to the object that holds the value: empty, or keys each followed by a dot
 */
public record Origin(String owner, String remedy, String place) {
  /** Values of this process, which no file has damaged. */
  static final Origin OWN = new Origin("The record", "use it as it was written");

  Origin(String owner, String remedy) {
    this(owner, remedy, "");
  }

  /** The origin of what an object under {@code key} holds. */
  Origin in(String key) {
    return new Origin(owner, remedy, place + key + ".");
  }

  /** A refusal that names the value under {@code key}. */
  public BadInput damaged(String key) {
    return new BadInput(owner + " is damaged (" + place + key + "): " + remedy + ".");
  }
}
