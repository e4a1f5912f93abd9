package io.github.palimpsest.preview;

import io.github.palimpsest.inpaint.PreparedRun;
import io.github.palimpsest.inpaint.PreviewRunner.Preview;

/**
 * Decides which run is painted next, so that the latest input wins; paints nothing itself. Times in
 * seconds of any clock. Guarded by its owner.
 */
final class LatestRunPolicy {
  /** A run that ends within these seconds is let end. */
  static final double NEARLY = 0.15;

  /** The next thing to do. */
  enum Advice {
    /** Nothing new. */
    REST,
    /** Show what is painted: it is what is wanted. */
    SHOW,
    /** Paint what is next. */
    PAINT,
    /** Say that nothing is painted until nothing changes. */
    WAIT
  }

  private final RunEstimator estimator;
  private final Debounce pace = new Debounce();
  private PreparedRun wanted;
  private PreparedRun next;
  private PreparedRun running;
  private PreparedRun failed;
  private Preview finished;
  private ApplyRequest asked;
  private double endsAt = Double.NaN;

  LatestRunPolicy(RunEstimator estimator) {
    this.estimator = estimator;
  }

  /** Takes note of what image and values are now. */
  Advice consider(PreparedRun now, double time) {
    if (!now.equals(wanted)) {
      wanted = now;
      failed = null;
      pace.changed(time);
    }
    if (painted() || wanted.equals(running)) {
      pace.taken();
      return painted() && running == null ? Advice.SHOW : Advice.REST;
    }
    if (failed != null || wanted.equals(next)) {
      return Advice.REST;
    }
    if (!pace.pending()) {
      // a run of just this was stopped on the way
      pace.changed(time);
    }
    if (pace.due(time, estimator.measured() ? estimator.estimate(wanted.work()) : 0)) {
      next = wanted;
      pace.taken();
      return Advice.PAINT;
    }
    return running == null ? Advice.WAIT : Advice.REST;
  }

  /** Whether a run is under way that is worth nothing any more. */
  boolean outdated(double time) {
    return running != null && !running.equals(wanted) && !painted() && !(endsAt - time <= NEARLY);
  }

  /** Whether what is wanted is painted. */
  boolean painted() {
    return finished != null && finished.prepared().equals(wanted);
  }

  /** Whether just this is wanted. */
  boolean wants(PreparedRun run) {
    return run.equals(wanted);
  }

  /** Whether nothing is wanted. */
  boolean idle() {
    return wanted == null;
  }

  boolean pending() {
    return next != null;
  }

  boolean failed() {
    return failed != null;
  }

  /** Nothing is wanted any more. */
  void clear() {
    next = null;
    wanted = null;
    pace.taken();
  }

  /** The run of what is next begins. */
  PreparedRun begin() {
    running = next;
    next = null;
    endsAt = Double.NaN;
    return running;
  }

  /** The run under way will end then. */
  void expect(double end) {
    endsAt = end;
  }

  /** The run has ended, however. */
  void end() {
    running = null;
  }

  /** Cannot be painted, and is not tried again until something changes. */
  void fail(PreparedRun run) {
    wanted = run;
    failed = run;
  }

  void finish(Preview preview) {
    finished = preview;
  }

  Preview finished() {
    return finished;
  }

  /** The picture has become part of the image; it stays the one that is wanted. */
  void settle(PreparedRun now, double seconds) {
    finished = new Preview(now, finished.edits(), finished.step(), finished.steps(), seconds);
    wanted = now;
  }

  /** Asks to make the picture a result; what was asked for before goes first. */
  ApplyRequest ask(boolean replace) {
    if (asked == null) {
      asked = new ApplyRequest(replace);
    }
    return asked;
  }

  /** Whether the picture of what is wanted is there and is asked for. */
  boolean applicable() {
    return asked != null && painted();
  }

  /** Takes what was asked for. */
  ApplyRequest take() {
    ApplyRequest taken = asked;
    asked = null;
    return taken;
  }

  /** Refuses what was asked for, if anything was. */
  void refuse(String sentence) {
    if (asked != null) {
      take().refuse(sentence);
    }
  }
}
