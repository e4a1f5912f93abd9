package io.github.palimpsest.sample;

/**
 * All state of a run between two scheduler steps. Arrays are owned by the {@link Sampling}; read
 * them at any time between steps, change them only through it.
 */
public final class StepRecord {
  /** The latent, {@code [D, h, w]}, in the scheduler's own scale. */
  public final float[] x;

  /** The clean estimate of the step's last call; for the start, the source or zero. */
  public final float[] denoised;

  /** The solver's memory, {@link Scheduler#memory} arrays, by convention newest first. */
  public final float[][] memory;

  StepRecord(int size, int slots) {
    x = new float[size];
    denoised = new float[size];
    memory = new float[slots][size];
  }

  void copyTo(StepRecord other) {
    System.arraycopy(x, 0, other.x, 0, x.length);
    System.arraycopy(denoised, 0, other.denoised, 0, x.length);
    for (int i = 0; i < memory.length; i++) {
      System.arraycopy(memory[i], 0, other.memory[i], 0, x.length);
    }
  }

  /**
   * Takes over {@code count} memory slots of another record from {@code first} on, moved up by one,
   * and a new first.
   */
  public void push(StepRecord from, int first, int count, float[] newest) {
    for (int j = count - 1; j > 0; j--) {
      System.arraycopy(from.memory[first + j - 1], 0, memory[first + j], 0, x.length);
    }
    if (count > 0) {
      System.arraycopy(newest, 0, memory[first], 0, x.length);
    }
  }

  /** Takes over memory slots of another record. */
  public void keep(StepRecord from, int first, int count) {
    for (int j = first; j < first + count; j++) {
      System.arraycopy(from.memory[j], 0, memory[j], 0, x.length);
    }
  }
}
