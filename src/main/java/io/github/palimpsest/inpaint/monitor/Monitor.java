package io.github.palimpsest.inpaint.monitor;

import ij.ImagePlus;
import io.github.palimpsest.image.PlaneEdit;
import java.util.List;
import java.util.function.DoubleSupplier;

/** Told by a run where it is, and tells it to stop. Called on the thread of the run. */
public interface Monitor {
  /** A monitor that shows nothing and never stops a run. */
  Monitor SILENT =
      new Monitor() {
        @Override
        public void status(String words) {}

        @Override
        public void progress(double fraction) {}

        @Override
        public void warn(String sentence) {}

        @Override
        public void opened(ImagePlus stack) {}

        @Override
        public void onCancel(Runnable stop) {}
      };

  /** A short text for the status bar. */
  void status(String words);

  /** How much is done, 0 to 1. */
  void progress(double fraction);

  /**
   * So many steps of a session are done.
   *
   * @param left the time that remains, to be put behind; may be empty
   */
  default void stepped(int step, int steps, String left) {
    status("Diffusion: step " + step + "/" + steps + left);
    progress((double) step / steps);
  }

  /**
   * A step of a session goes on that takes long; told about once a second, on its thread.
   *
   * @param step steps done
   * @param share of the next one that is done, 0 to 1
   */
  default void working(int step, int steps, double share) {
    status("Diffusion: step " + (step + 1) + "/" + steps + ", " + Math.round(100 * share) + " %");
    progress((step + share) / steps);
  }

  /** One sentence the user should know although the run goes on, such as a device fallback. */
  void warn(String sentence);

  /**
   * A step or latents stack that fills from now on; to be shown where there is someone to see it.
   * Closed again if the run stops or fails.
   */
  void opened(ImagePlus stack);

  /**
   * One of several samples is finished while others go on. Told once of each, in any order, by one
   * thread at a time; returns quickly.
   *
   * @param sample from 0
   * @param edits its planes, not to be changed
   * @param seam computes its score, as the record will hold it
   */
  default void sampled(int sample, long seed, List<PlaneEdit> edits, DoubleSupplier seam) {
    // the result holds it
  }

  /** Whether a stop keeps the samples that are finished, instead of none. */
  default boolean keepsFinished() {
    return false;
  }

  /**
   * The most cores that a run may use, 1 or more: fewer than all where others go on beside it, as
   * in a batch. No pixel depends on it.
   */
  default int cores() {
    return Integer.MAX_VALUE;
  }

  /**
   * Registers what to call, from any thread, when the user stops the run (Esc, Cancel); called at
   * once if that has happened already. {@code stop} returns quickly and may be called more than
   * once. A later registration replaces an earlier one.
   */
  void onCancel(Runnable stop);

  /**
   * Whether a stop ends an open session and closes its stacks, as in a macro, or leaves it after
   * its last whole step, as in a panel.
   */
  default boolean stopEnds() {
    return true;
  }

  /**
   * A monitor that can be told, from any thread, to stop the run it watches; remembers it if told
   * early.
   */
  abstract class Cancellable implements Monitor {
    private boolean stopped;
    private Runnable stop = () -> {};

    @Override
    public final synchronized void onCancel(Runnable newStop) {
      stop = newStop;
      if (stopped) {
        newStop.run();
      }
    }

    /**
     * Ends the model call that runs, without waiting for it; one that begins later ends at once.
     */
    public final synchronized void stop() {
      stopped = true;
      stop.run();
    }

    /** Another run may begin. */
    public final synchronized void reset() {
      stopped = false;
      stop = () -> {};
    }
  }
}
