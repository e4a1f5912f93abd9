package io.github.palimpsest.ui.guided;

/**
 * One sentence for the user, or none.
 *
 * @param wrong whether it says that something could not be done
 */
record Message(String words, boolean wrong) {
  static final Message NONE = new Message("", false);
}
