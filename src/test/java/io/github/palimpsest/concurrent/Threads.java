package io.github.palimpsest.concurrent;

import java.util.Map;

/** Sets how many threads help, whatever the computer has. */
public final class Threads {
  private Threads() {}

  /** Undoes it. */
  public interface Undo extends AutoCloseable {
    @Override
    void close();
  }

  /** From now on so many threads help; 0 = everything runs on its caller's. */
  public static Undo helping(int count) {
    Helpers before = Helpers.shared;
    Helpers.shared = new Helpers(count);
    return () -> Helpers.shared = before;
  }

  /** What tests may set, by name. */
  public static Map<String, Object> hooks() {
    return Map.of("the threads that help", Helpers.shared);
  }
}
