package io.github.palimpsest.sample;

/**
 * One call of a model within a run.
 *
 * @param index 0-based call
 * @param count calls of the whole run
 * @param step 0-based scheduler step the call belongs to
 * @param timestep the model's own time
 */
public record ModelCall(int index, int count, int step, double timestep) {
  /**
   * Whether something limited to a part of the run acts at this call, as diffusers counts it: off
   * when index / count &lt; start or (index + 1) / count &gt; end.
   */
  public boolean within(double start, double end) {
    return !((double) index / count < start || (index + 1.0) / count > end);
  }

  /** True if no call follows. */
  public boolean last() {
    return index + 1 == count;
  }
}
