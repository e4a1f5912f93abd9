package io.github.palimpsest.batch;

import io.github.palimpsest.check.FreeMemory;
import io.github.palimpsest.inpaint.MemoryEstimate;

/**
 * What a task takes of the memory, as a part of what is free for all of them when the first begins;
 * see {@link MemoryTurns}.
 */
final class TaskMemory {
  /** What of the free memory the tasks may take; the rest is for what goes on beside them. */
  private static final double SHARE = 0.7;

  /** With less of the heap free than this, it matters what of the rest is garbage. */
  private static final double GARBAGE = 0.7;

  private final double heap;
  private final double computer;

  /**
   * @param weights bytes of the model's networks, which all tasks share
   */
  TaskMemory(double weights) {
    if (FreeMemory.heap() < GARBAGE * Runtime.getRuntime().maxMemory()) {
      System.gc();
    }
    heap = Math.max(1, SHARE * FreeMemory.heap());
    computer = Math.max(1, SHARE * (FreeMemory.computer() - weights));
  }

  /** Of one that is not read yet. */
  double unread(TaskRun run) {
    return run.unread() / heap;
  }

  /** Of one that is read and will be painted. */
  double read(TaskRun run, MemoryEstimate need) {
    double held = (run.held() + need.heapBytes()) / heap;
    return Math.max(held, need.networkBytes(computer / 2) / computer);
  }
}
