package io.github.palimpsest.ui.tables;

import io.github.palimpsest.check.BadInput;

/**
 * What can be done with the record of an image. Each call does it on the calling thread, and writes
 * its line for the Recorder.
 */
public interface ProvenanceActions {
  /**
   * Writes the record.
   *
   * @param file its name ends in {@code .json} for the whole record, or {@code .txt} for what is
   *     shown; replaced if it is there
   * @throws BadInput if it cannot be written
   */
  void save(String file);

  /** Puts the sentence for a paper into the clipboard. */
  void copyMethods();

  /**
   * Selects the generated pixels.
   *
   * @return how many there are, in words
   * @throws BadInput if they are not there any more
   */
  String reveal();
}
