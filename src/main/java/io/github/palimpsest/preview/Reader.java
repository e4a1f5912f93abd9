package io.github.palimpsest.preview;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.inpaint.PreparedRun;
import java.util.function.Supplier;

/**
 * Reads again and again what a run would be made from, while others use the image. For one thread.
 */
final class Reader {
  private final Supplier<PreparedRun> source;
  private boolean unreadable;

  Reader(Supplier<PreparedRun> source) {
    this.source = source;
  }

  /**
   * What a run would be made from now.
   *
   * @return null if the image was changed while it was read
   * @throws BadInput if there is nothing to paint, or the image cannot be read twice running
   */
  PreparedRun read() {
    try {
      PreparedRun now = source.get();
      unreadable = false;
      return now;
    } catch (BadInput e) {
      throw e;
    } catch (RuntimeException e) {
      boolean lasts = unreadable;
      unreadable = true;
      if (lasts) {
        throw new BadInput("The image could not be read (" + e + ").");
      }
      return null;
    }
  }
}
