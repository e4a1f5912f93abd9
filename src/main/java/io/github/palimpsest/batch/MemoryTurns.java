package io.github.palimpsest.batch;

import io.github.palimpsest.check.Cancelled;

/**
 * The memory that the images of a batch share, as parts of all there is for them. Images come in
 * order, and each waits until there is room for it; one that is larger than all there is has its
 * turn alone. Only one thread may {@link #enter} and {@link #grow}, so that whoever waits, waits
 * for images that need nothing more: they end, and nobody waits for ever.
 */
final class MemoryTurns {
  private final int most;
  private int inside;
  private double taken;
  private boolean stopped;

  /**
   * @param most images that may be inside at the same time, whatever their size
   */
  MemoryTurns(int most) {
    this.most = most;
  }

  /** What an image holds until it is closed. */
  final class Turn implements AutoCloseable {
    private double part;
    private boolean left;

    private Turn(double part) {
      this.part = part;
    }

    /** Gives it back; idempotent, from any thread. */
    @Override
    public void close() {
      leave(this);
    }
  }

  /**
   * Waits for room.
   *
   * @param part of all memory, 0 or more; above 1 for what does not fit beside anything
   * @throws Cancelled after {@link #stop}
   */
  synchronized Turn enter(double part) {
    while (inside > 0 && (inside == most || taken + part > 1)) {
      pause();
    }
    stopIfAsked();
    inside++;
    taken += part;
    return new Turn(part);
  }

  /**
   * Waits for room for what one that is inside turned out to need.
   *
   * @param part that it holds from now on; nothing is given back if it is less
   * @throws Cancelled after {@link #stop}; then it holds what it did
   */
  synchronized void grow(Turn turn, double part) {
    double more = Math.max(0, part - turn.part);
    while (inside > 1 && taken + more > 1) {
      pause();
    }
    stopIfAsked();
    turn.part += more;
    taken += more;
  }

  private void pause() {
    stopIfAsked();
    try {
      wait();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Cancelled();
    }
  }

  private void stopIfAsked() {
    if (stopped) {
      throw new Cancelled();
    }
  }

  private synchronized void leave(Turn turn) {
    if (!turn.left) {
      turn.left = true;
      inside--;
      taken = inside == 0 ? 0 : taken - turn.part; // no rounding is left behind
      notifyAll();
    }
  }

  /** Who waits, or comes later, is turned away. */
  synchronized void stop() {
    stopped = true;
    notifyAll();
  }
}
