package io.github.palimpsest.ui.guided;

import ij.ImagePlus;
import io.github.palimpsest.check.ErrorSentence;
import io.github.palimpsest.image.ImageEvents;
import io.github.palimpsest.model.Model;
import io.github.palimpsest.model.Models;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.ui.guided.Snapshot.Action;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The guided session of an image, without a window: does the actions of its user one after the
 * other on one thread of its own, and gives out {@link Snapshot}s of where things are.
 *
 * <p>Methods return at once and may be called from any thread. What cannot be done is said in the
 * next snapshot's message and changes nothing. Closing windows ends nothing: only {@link
 * Action#DISCARD} and {@link #close} take frames away. Close it after use: open sessions are
 * discarded, the image is as it was, and the thread ends.
 *
 * <p>Changes of images are told by ImageJ, see {@link ImageEvents}. What ImageJ does not tell (the
 * frame shown, overlays, the ROI Manager) is asked for every {@value #TICK_MILLIS} ms, which reads
 * no pixels.
 */
public final class GuidedPresenter implements AutoCloseable {
  private static final long TICK_MILLIS = 150;

  private final ImagePlus image;
  private final PresenterThread worker = new PresenterThread();
  private final Snapshots snapshots;
  private final PendingSettings settings;
  private final ImageEvents events;
  private final BranchController branches;
  private final StepRunner runner;
  private final SnapshotBuilder builder;
  private final BranchActions actions;

  private volatile boolean closing;
  private volatile boolean closed;
  private volatile boolean gone;
  private Model model;

  /** The key whose value was refused last, until it is set right. */
  private volatile Param refused;

  /**
   * A presenter of one image; nothing is sampled yet.
   *
   * @param image to repaint
   * @param request what a session begins with
   * @param host where stacks and results are shown
   * @param publisher runs what tells the listeners, such as {@code EventQueue::invokeLater}
   */
  public GuidedPresenter(ImagePlus image, Request request, GuidedHost host, Executor publisher) {
    this.image = image;
    snapshots = new Snapshots(publisher);
    settings = new PendingSettings(request);
    ChangeCollector collector = new ChangeCollector(image, settings);
    builder = new SnapshotBuilder(image, settings, collector);
    events = new ImageEvents(this::imageChanged, this::imageClosed);
    branches = new BranchController(image, settings, events);
    actions = new BranchActions(branches, this::submit, () -> worker.soon(this::look));
    runner = new StepRunner(branches, collector, host, this::publish, this::during);
    events.listen();
    submit(() -> readModel(request.text(Param.MODEL)));
    worker.repeat(this::look, TICK_MILLIS);
  }

  /** Tells {@code listener} of every change from now on, by the publisher. */
  public void listen(Consumer<Snapshot> listener) {
    worker.submit(() -> snapshots.listen(listener));
  }

  /** The newest snapshot, or null before the first. */
  public Snapshot snapshot() {
    return snapshots.last();
  }

  /** The values set, as the next session would begin with them. */
  public Request request() {
    return settings.later();
  }

  /** The image that is repainted. */
  public ImagePlus image() {
    return image;
  }

  /** Whether an image is the one repainted, or a stack of an open branch. */
  public boolean knows(ImagePlus which) {
    return which == image || branches.acting(which);
  }

  /**
   * Makes ImageJ ask before it closes stacks that hold work, or quits. On the event thread, on
   * which whoever closes one on purpose says that it need not.
   */
  public void markUnsaved() {
    branches.markUnsaved();
  }

  /** What its user does to one of its branches. */
  public BranchActions branches() {
    return actions;
  }

  /** Whether an open branch has no window; from any thread. */
  public boolean hides() {
    return branches.all().stream().anyMatch(b -> b.open() && !b.seen());
  }

  /** How often a value was set; a snapshot with a smaller version shows values of before. */
  public long version() {
    return settings.version();
  }

  /**
   * Sets another value: for the session that begins next, and from the next step of an open one,
   * also while it runs.
   *
   * @param value as in a macro; {@code weight} and {@code horizon} are those of edits
   * @return false if it was refused, which the next snapshot says
   */
  public boolean set(Param param, Object value) {
    return set(param, value, true);
  }

  /**
   * As {@link #set}, for a value that its user still types or drags: a run that goes on does not
   * take it in.
   */
  public boolean offer(Param param, Object value) {
    return set(param, value, false);
  }

  private boolean set(Param param, Object value, boolean settled) {
    boolean fine =
        ErrorSentence.of(
            "The value",
            () -> settings.set(param, value, settled),
            sentence -> {
              refused = param;
              branches.complain(sentence);
            });
    if (fine && refused == param) {
      refused = null;
      branches.say("");
    }
    if (fine && param == Param.MODEL) {
      submit(() -> readModel(String.valueOf(value)));
    } else {
      worker.submit(this::rest);
    }
    return fine;
  }

  /** The sentence with which the last value was refused. */
  public String refusal() {
    return branches.message().words();
  }

  private void readModel(String name) {
    model = null;
    model = Models.find(name);
    branches.say("");
  }

  /** Shows every n-th estimate over the source image; 0 shows none. */
  public void preview(int n) {
    runner.previewEvery(n);
    submit(() -> branches.preview(n > 0));
  }

  /**
   * Does what its user asks for. {@link Action#PAUSE}, {@link Action#STOP} and {@link
   * Action#DISCARD} act at once; the others when all that was asked for before is done.
   */
  public void act(Action action) {
    if (action == Action.RUN || action == Action.FINISH) {
      runner.go();
    }
    switch (action) {
      case RUN -> submit(runner::run);
      case STEP -> submit(runner::step);
      case FINISH -> submit(runner::finish);
      case PAUSE -> {
        runner.pause();
        if (snapshots.running()) {
          branches.say("Halts after the step that runs; Stop ends it at once.");
          during();
        }
      }
      case BACK -> submit(branches::back);
      case BRANCH -> submit(branches::branch);
      case SHOW -> submit(branches::show);
      case STOP -> stop(branches::stopped);
      case DISCARD -> stop(branches::discard);
    }
  }

  private void stop(Runnable then) {
    runner.stopNow();
    worker.submit(
        () -> {
          ErrorSentence.of("The action", then, branches::complain);
          runner.stopped();
          branches.acted();
          rest();
        });
  }

  /** As {@link Action#DISCARD}, and the thread ends when that is done. */
  @Override
  public void close() {
    // from now on nothing new is done, whoever asks for it
    closing = true;
    act(Action.DISCARD);
    events.close();
    worker.close();
  }

  /**
   * Waits until all that was asked for so far is done.
   *
   * @return false if that takes longer
   */
  public boolean await(long timeout, TimeUnit unit) throws InterruptedException {
    return worker.await(timeout, unit);
  }

  /** Does something on the worker, unless it was asked for before a stop. */
  private void submit(Runnable action) {
    worker.submit(
        () -> {
          if (runner.stopping() || closing) {
            return;
          }
          boolean fine = ErrorSentence.of("The action", action, branches::complain);
          if (!fine) {
            runner.pause();
            branches.tidy();
          }
          branches.acted();
          rest();
        });
  }

  /** Tells where things are while nothing is done; without image and session it ends. */
  private void rest() {
    runner.tellEnd();
    if (closed && !branches.open() && !gone) {
      gone = true;
      closing = true;
      events.close();
      worker.close();
    }
    publish(branches.resting());
  }

  /** Looks whether something was painted, scrolled or moved. */
  private void look() {
    if (runner.stopping()) {
      return;
    }
    try {
      rest();
    } catch (RuntimeException e) {
      branches.complain(e.getMessage());
    }
  }

  private void imageChanged(ImagePlus which) {
    if (knows(which)) {
      worker.soon(this::look);
    }
  }

  private void imageClosed(ImagePlus which) {
    if (knows(which)) {
      closed |= which == image;
      worker.submit(
          () -> {
            branches.closed(which);
            rest();
          });
    }
  }

  private void during() {
    snapshots.during(runner.pace(), branches.message());
  }

  private void publish(Snapshot.State state) {
    snapshots.publish(builder.of(branches, model, state, runner.pace(), closed, gone));
  }
}
