package io.github.palimpsest.session;

import ij.ImagePlus;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.check.Cancelled;
import io.github.palimpsest.image.ImageClosedListener;
import io.github.palimpsest.inpaint.monitor.Monitor;
import java.util.Locale;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The lock and the state of a session: lets one action in at a time, stops what runs, and frees the
 * run when the session ends.
 */
final class SessionLifecycle {
  private final GuidedRun run;
  private final Monitor monitor;
  private final ReentrantLock lock = new ReentrantLock(true);
  private final ImageClosedListener listener;
  private volatile SessionState state = SessionState.OPEN;
  private volatile boolean stopped;

  /** Whether steps are done, which {@link #halt} may stop; guarded by this. */
  private boolean stepping;

  /** Whether they were stopped and the session goes on; guarded by this. */
  private boolean halted;

  private int stepAtEnd;
  private int stepsAtEnd;

  SessionLifecycle(GuidedRun run, Monitor monitor) {
    this.run = run;
    this.monitor = monitor;
    listener = new ImageClosedListener(this::closed);
    listener.listen();
  }

  /** A closed window ends nothing. */
  private void closed(ImagePlus image) {
    if (image == run.stacks().stepStack() || image == run.stacks().latentsStack()) {
      // its pixels stay; a window that is gone must not be drawn on
      image.setWindow(null);
    }
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
          (stopped ? SessionState.CANCELLED : state).name().toLowerCase(Locale.ROOT));
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

  /** From now on {@link #halt} stops the model call that runs, until that is taken back. */
  synchronized void stepping(boolean begin) {
    stepping = begin;
    if (halted) {
      halted = false;
      if (!stopped) {
        run.sampler().uncancel();
      }
    }
  }

  /** Stops the step that runs, if one does; the session stands after the last whole one. */
  synchronized void halt() {
    if (stepping && state == SessionState.OPEN) {
      halted = true;
      run.sampler().cancel();
    }
  }

  /** Whether the step that was stopped is all that ended. */
  synchronized boolean halted() {
    return halted && !stopped;
  }

  /** Stops the model call that runs; the action that made it then ends the session. */
  synchronized void stop() {
    if (state == SessionState.OPEN) {
      stopped = true;
      run.sampler().cancel();
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
      run.stacks().discard();
      end(SessionState.CANCELLED);
    }
  }

  /** Frees everything but the stacks, which are their user's then; for any thread. */
  void leave(SessionState how) {
    lock.lock();
    try {
      if (state == SessionState.OPEN) {
        end(how);
      }
    } finally {
      lock.unlock();
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
