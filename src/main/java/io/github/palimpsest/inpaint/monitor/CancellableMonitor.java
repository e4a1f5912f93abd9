package io.github.palimpsest.inpaint.monitor;

/**
 * A monitor that can be told, from any thread, to stop the run it watches; remembers it if told
 * early.
 */
public abstract class CancellableMonitor implements Monitor {
  private boolean stopped;
  private Runnable stop = () -> {};

  @Override
  public final synchronized void onCancel(Runnable newStop) {
    stop = newStop;
    if (stopped) {
      newStop.run();
    }
  }

  /** Ends the model call that runs, without waiting for it; one that begins later ends at once. */
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
