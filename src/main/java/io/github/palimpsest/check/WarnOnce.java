package io.github.palimpsest.check;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/** Says a sentence the first time only. Safe for any thread. */
public final class WarnOnce implements Consumer<String> {
  private final Set<String> told = new HashSet<>();
  private final Consumer<String> ear;

  /**
   * @param ear told what is said
   */
  public WarnOnce(Consumer<String> ear) {
    this.ear = ear;
  }

  /** Says it, if there is something to say that was not said before. */
  @Override
  public synchronized void accept(String sentence) {
    if (sentence != null && told.add(sentence)) {
      ear.accept(sentence);
    }
  }
}
