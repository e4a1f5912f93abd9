package io.github.palimpsest.session;

import ij.ImagePlus;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.check.Cancelled;
import io.github.palimpsest.job.GuidedRun;
import io.github.palimpsest.job.Monitor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** When a session may act, one action at a time, and how it ends. */
final class Life {
  private final GuidedRun run;
  private final Monitor monitor;
  private final ReentrantLock lock = new ReentrantLock(true);
  private final ClosingListener listener;
  private volatile SessionState state = SessionState.OPEN;
  private volatile boolean stopped;
  private int stepAtEnd;
  private int stepsAtEnd;

  Life(GuidedRun run, ImagePlus image, Monitor monitor) {
    this.run = run;
    this.monitor = monitor;
    listener = new ClosingListener(image, this::cancel);
    listener.listen();
  }

  SessionState state() {
    return state;
  }

  /** Begins an action, after those that run; to be paired with {@link #leave}. */
  void enter() {
    lock.lock();
    if (state != SessionState.OPEN || stopped && lock.getHoldCount() == 1) {
      leave();
      throw BadInput.of(
          "The session has ended (%s): start a new one.",
          state == SessionState.FINISHED ? "finished" : "cancelled");
    }
  }

  void leave() {
    if (lock.getHoldCount() == 1) {
      endIfStopped();
    }
    lock.unlock();
  }

  /** Answers a question between two actions. */
  <T> T ask(Supplier<T> question) {
    enter();
    try {
      return question.get();
    } finally {
      leave();
    }
  }

  int step() {
    return whole(true);
  }

  int steps() {
    return whole(false);
  }

  private int whole(boolean done) {
    lock.lock();
    try {
      if (state == SessionState.OPEN) {
        return done ? run.step() : run.steps();
      }
      return done ? stepAtEnd : stepsAtEnd;
    } finally {
      lock.unlock();
    }
  }

  void throwIfStopped() {
    if (stopped) {
      throw new Cancelled();
    }
  }

  /** Stops the model call that runs; the action that made it then ends the session. */
  void stop() {
    if (state == SessionState.OPEN) {
      stopped = true;
      run.cancel();
    }
  }

  /** Stops, and waits until the session has ended, unless called from within an action. */
  void cancel() {
    stop();
    if (lock.isHeldByCurrentThread()) {
      return;
    }
    lock.lock();
    try {
      endIfStopped();
    } finally {
      lock.unlock();
    }
  }

  private void endIfStopped() {
    if (stopped && state == SessionState.OPEN) {
      run.discard();
      end(SessionState.CANCELLED);
    }
  }

  /** Frees everything but the stacks. */
  void end(SessionState how) {
    stepAtEnd = run.step();
    stepsAtEnd = run.steps();
    state = how;
    monitor.onCancel(() -> {});
    listener.rest();
    run.close();
  }
}
