package io.github.palimpsest.inpaint.monitor;

import io.github.palimpsest.check.Cancelled;
import java.util.function.BooleanSupplier;

/**
 * How much is done of a long piece of work that is no run, such as reading or copying a large
 * image: in words with the time left, a few times a second. Ends the work when its user stops it.
 * For one thread.
 */
public final class WorkProgress {
  private static final double SAY_AFTER_SECONDS = 0.4;

  /** Before, too little is known of how fast it goes. */
  private static final double GUESS_AFTER_SECONDS = 2;

  private final Monitor monitor;
  private final String words;
  private final double whole;
  private final BooleanSupplier stopped;
  private final long began = System.nanoTime();
  private double done;
  private double said;

  /**
   * Begins, and says so.
   *
   * @param words what is done, such as {@code Reading the range of cells.tif}
   * @param whole how much there is to be done, in any unit
   * @param stopped asked whether the user has stopped the work
   */
  public WorkProgress(Monitor monitor, String words, double whole, BooleanSupplier stopped) {
    this.monitor = monitor;
    this.words = words;
    this.whole = whole;
    this.stopped = stopped;
    monitor.status(words);
  }

  /**
   * So much more is done.
   *
   * @throws Cancelled if the user has stopped the work
   */
  public void more(double part) {
    if (stopped.getAsBoolean()) {
      throw new Cancelled();
    }
    done += part;
    double seconds = (System.nanoTime() - began) / 1e9;
    if (seconds - said < SAY_AFTER_SECONDS || !(done <= whole)) {
      return;
    }
    said = seconds;
    double left = seconds * (whole - done) / done;
    monitor.status(
        seconds < GUESS_AFTER_SECONDS ? words : words + " · " + TimeLeft.say(left) + " left");
    monitor.progress(done / whole);
  }
}
