package io.github.palimpsest.ui.guided;

import ij.ImagePlus;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.session.Session;
import io.github.palimpsest.stack.PaintSummary;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Runner of the branch acted on: begins a session, takes in what its user has changed, does steps
 * until paused or stopped, and makes the result. The monitor of all its sessions. For the
 * presenter's thread, except where a method says otherwise.
 */
final class StepRunner extends Monitor.Cancellable {
  private final BranchController branches;
  private final ChangeCollector collector;
  private final GuidedHost host;

  /** Whether stacks were opened and are worked on; for the worker. */
  private boolean shown;

  private final Consumer<Snapshot.State> publish;
  private final Runnable paced;
  private final Set<String> warned = new HashSet<>();
  private final AtomicInteger stops = new AtomicInteger();
  private volatile boolean goOn;
  private volatile int previewEvery;
  private volatile Pace pace = Pace.UNKNOWN;

  /**
   * @param publish told of every step
   * @param paced told within a long step how far it is; on any thread
   */
  StepRunner(
      BranchController branches,
      ChangeCollector collector,
      GuidedHost host,
      Consumer<Snapshot.State> publish,
      Runnable paced) {
    this.branches = branches;
    this.collector = collector;
    this.host = host;
    this.publish = publish;
    this.paced = paced;
  }

  /** How fast the steps go; from any thread. */
  Pace pace() {
    return pace;
  }

  /** Lets the next {@link #run} or {@link #finish} do steps; from any thread. */
  void go() {
    goOn = true;
  }

  /** Halts after the step that runs; from any thread. */
  void pause() {
    goOn = false;
  }

  /** Stops the step that runs, and all before {@link #stopped}; from any thread. */
  void stopNow() {
    stops.incrementAndGet();
    goOn = false;
    stop();
  }

  /** A stop was acted on. */
  void stopped() {
    if (stops.decrementAndGet() == 0) {
      reset();
    }
  }

  /** Whether a stop was asked for and not acted on yet; from any thread. */
  boolean stopping() {
    return stops.get() > 0;
  }

  /** Shows every n-th estimate over the image; 0 shows none. From any thread. */
  void previewEvery(int n) {
    previewEvery = n;
  }

  /** Does the steps that remain from the frame shown; begins a session if none is open. */
  void run() {
    proceed(true);
    advance(Integer.MAX_VALUE);
  }

  /** As {@link #run}, for one step, also after a pause. */
  void step() {
    go();
    proceed(true);
    advance(1);
  }

  /** Does the steps that remain, with all that is to be taken in, and makes the result. */
  void finish() {
    proceed(branches.open() && branches.paint() != null);
    advance(Integer.MAX_VALUE);
    Session session = branches.needed().session();
    if (stopping() || session.step() < session.steps()) {
      return;
    }
    List<String> lines = branches.lines();
    branches.finish(host::finished);
    host.record(lines);
  }

  /** Begins a session, or takes into the open one what its user has changed. */
  private void proceed(boolean fromShown) {
    branches.say("");
    if (!branches.open()) {
      pace = Pace.UNKNOWN;
      publish.accept(Snapshot.State.RUNNING);
      branches.start(this);
    } else {
      takeIn(fromShown);
    }
    publish.accept(Snapshot.State.RUNNING);
  }

  /**
   * Takes in what was painted, moved, drawn and set.
   *
   * @param fromShown whether an earlier frame that is shown is gone back to
   */
  private void takeIn(boolean fromShown) {
    PaintSummary paint = branches.paint();
    Branch now = branches.needed();
    Session session = now.session();
    int k = paint != null ? paint.step() : fromShown ? now.shown() : session.step();
    if (k < session.step()) {
      session.rewind(k);
    }
    branches.preview(false);
    collector.take(now, paint);
  }

  private void advance(int n) {
    Branch now = branches.needed();
    try {
      advance(now, n);
    } finally {
      pace = pace.rest();
    }
    if (!goOn && !stopping()) {
      branches.paused();
    }
  }

  private void advance(Branch now, int n) {
    Session session = now.session();
    for (int i = 0; i < n && goOn && !stopping(); i++) {
      if (collector.reads(session)) {
        branches.preview(false);
      }
      collector.takeSet(now, branches::complain);
      pace = pace.begun(System.nanoTime());
      if (session.step(1) == 0) {
        break;
      }
      pace = pace.ended(System.nanoTime());
      branches.stepped();
      if (previewEvery > 0 && session.step() % previewEvery == 0) {
        branches.preview(true);
      }
      publish.accept(Snapshot.State.RUNNING);
    }
  }

  @Override
  public void working(int step, int steps, double share) {
    pace = pace.within(share);
    paced.run();
  }

  @Override
  public void status(String words) {
    branches.say(words);
  }

  @Override
  public void stepped(int step, int steps, String left) {
    // every snapshot tells
  }

  @Override
  public void progress(double fraction) {
    // every snapshot tells
  }

  /** Returns false: after a stop, the steps that were done stay. */
  @Override
  public boolean stopEnds() {
    return false;
  }

  @Override
  public void warn(String sentence) {
    // every change of a value checks all of them again
    if (warned.add(sentence)) {
      host.warn(sentence);
    }
  }

  @Override
  public void opened(ImagePlus stack) {
    shown = true;
    host.opened(stack);
  }

  /** Tells the host once all branches have ended. */
  void tellEnd() {
    if (shown && !branches.open()) {
      shown = false;
      host.ended();
    }
  }
}
