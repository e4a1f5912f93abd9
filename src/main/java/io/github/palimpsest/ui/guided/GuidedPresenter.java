package io.github.palimpsest.ui.guided;

import ij.ImagePlus;
import io.github.palimpsest.check.ErrorSentence;
import io.github.palimpsest.image.ImageClosedListener;
import io.github.palimpsest.inpaint.Outcome;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.session.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A guided session without a window: the actions of its user, done one after the other on one
 * thread of its own, and {@link Snapshot}s of where things are.
 *
 * <p>Every method returns at once and may be called from any thread. What cannot be done is said in
 * the next snapshot's message and changes nothing. Closing windows ends nothing: only {@link
 * #discard} and {@link #close} take frames away. Close it after use: open sessions are discarded,
 * the image is as it was, and the thread ends.
 */
public final class GuidedPresenter implements AutoCloseable {
  private static final long LOOK_MILLIS = 150;

  private final ImagePlus image;
  private final GuidedHost host;
  private final Executor publisher;
  private final PresenterThread worker = new PresenterThread();
  private final List<Consumer<Snapshot>> listeners = new ArrayList<>();
  private final PendingSettings wishes;
  private final PresenterMonitor monitor;
  private final ImageClosedListener closings;
  private final BranchController scene;

  private volatile boolean goOn;
  private final AtomicInteger stops = new AtomicInteger();
  private volatile boolean closing;
  private volatile boolean closed;
  private volatile boolean gone;
  private volatile double weight = 1;
  private volatile int horizon = Integer.MAX_VALUE;
  private volatile int previewEvery;
  private volatile Snapshot last;

  /** What the message complains of until it is set right. */
  private volatile Param refused;

  /**
   * A guide of one image; nothing is sampled yet.
   *
   * @param image to repaint
   * @param request what a session begins with
   * @param host where stacks and results are shown
   * @param publisher runs what tells the listeners, such as {@code EventQueue::invokeLater}
   */
  public GuidedPresenter(ImagePlus image, Request request, GuidedHost host, Executor publisher) {
    this.image = image;
    this.host = host;
    this.publisher = publisher;
    wishes = new PendingSettings(request);
    scene = new BranchController(image, wishes);
    monitor = new PresenterMonitor(host, scene::say);
    closings = new ImageClosedListener(this::imageClosed);
    closings.listen();
    act(() -> scene.facts(request.text(Param.MODEL)));
    worker.repeat(this::look, LOOK_MILLIS);
  }

  /** Tells {@code listener} of every change from now on, by the publisher. */
  public void listen(Consumer<Snapshot> listener) {
    worker.submit(
        () -> {
          listeners.add(listener);
          Snapshot now = last;
          if (now != null) {
            publisher.execute(() -> listener.accept(now));
          }
        });
  }

  /** The newest snapshot, or null before the first. */
  public Snapshot snapshot() {
    return last;
  }

  /** The values set, as the next session would begin with them. */
  public Request request() {
    return wishes.later();
  }

  /** The image that is repainted. */
  public ImagePlus image() {
    return image;
  }

  /** Whether an image is the one repainted, or a stack of an open branch. */
  public boolean knows(ImagePlus which) {
    return which == image || scene.acting(which);
  }

  /**
   * ImageJ asks before it closes stacks that hold work, or quits. On the event thread, on which
   * whoever closes one on purpose says that it need not.
   */
  public void markUnsaved() {
    scene.markUnsaved();
  }

  /** How often a value was set; a snapshot with a smaller version shows values of before. */
  public long version() {
    return wishes.version();
  }

  /**
   * Wishes another value: for the session that begins next, and from the next step of an open one,
   * also while it runs.
   *
   * @param value as in a macro; {@code weight} and {@code horizon} are those of edits
   * @return whether it can be
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
            () -> take(param, value, settled),
            sentence -> {
              refused = param;
              scene.complain(sentence);
            });
    if (fine && refused == param) {
      refused = null;
      scene.say("");
    }
    if (fine && param == Param.MODEL) {
      act(() -> scene.facts(String.valueOf(value)));
    } else {
      worker.submit(this::rest);
    }
    return fine;
  }

  private void take(Param param, Object value, boolean settled) {
    if (param == Param.WEIGHT) {
      weight = (Double) param.check(value);
    } else if (param == Param.HORIZON) {
      horizon =
          param.isAuto(String.valueOf(value)) ? Integer.MAX_VALUE : (Integer) param.check(value);
    } else {
      wishes.set(param, String.valueOf(value), settled);
    }
  }

  /** Shows every n-th estimate over the source image; 0 shows none. */
  public void preview(int n) {
    previewEvery = n;
    act(() -> scene.preview(n));
  }

  /** Goes on from the frame shown until the end or {@link #pause}; begins a session if none is. */
  public void run() {
    goOn = true;
    act(
        () -> {
          proceed(true);
          advance(Integer.MAX_VALUE);
        });
  }

  /** Halts after the step that runs. */
  public void pause() {
    goOn = false;
  }

  /** Does one step from the frame shown; begins a session if none is open. */
  public void step() {
    act(
        () -> {
          goOn = true;
          proceed(true);
          advance(1);
        });
  }

  /** Goes back by one step from the frame shown. */
  public void back() {
    act(
        () -> {
          Branch now = scene.needed();
          now.session().rewind(Math.max(0, now.shown() - 1));
          scene.say("");
        });
  }

  /** Leaves the present branch at the frame shown, with what is painted on it, for a new one. */
  public void branch() {
    act(scene::branch);
  }

  /** Acts on another open branch from now on. */
  public void select(String name) {
    act(() -> scene.select(name));
  }

  /** Does the steps that remain, with all that is to be taken in, and makes the result. */
  public void finish() {
    goOn = true;
    act(this::accept);
  }

  /** Stops the step that runs within one model call; those that are done stay. */
  public void stop() {
    stop(scene::stopped);
  }

  /** Ends every open branch within one model call and closes its stacks; the image is as it was. */
  public void discard() {
    stop(scene::discard);
  }

  private void stop(Runnable then) {
    stops.incrementAndGet();
    goOn = false;
    monitor.stop();
    worker.submit(
        () -> {
          ErrorSentence.of("The action", then, scene::complain);
          if (stops.decrementAndGet() == 0) {
            monitor.reset();
          }
          rest();
        });
  }

  /** Shows stacks whose windows were closed, or that were turned into something else, again. */
  public void show() {
    act(scene::show);
  }

  /** Acts on the branch of a stack from now on, if it is one. */
  public void choose(ImagePlus stack) {
    act(() -> scene.choose(stack));
  }

  /** As {@link #discard}, and the thread ends when that is done. */
  @Override
  public void close() {
    // from now on nothing new is done, whoever asks for it
    closing = true;
    discard();
    closings.rest();
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
  private void act(Runnable action) {
    worker.submit(
        () -> {
          if (stops.get() > 0 || closing) {
            return;
          }
          boolean fine = ErrorSentence.of("The action", action, scene::complain);
          if (!fine) {
            goOn = false;
            scene.tidy();
          }
          rest();
        });
  }

  /** Tells where things are while nothing is done; without image and session it ends. */
  private void rest() {
    if (closed && !scene.open() && !gone) {
      gone = true;
      closing = true;
      closings.rest();
      worker.close();
    }
    publish(scene.resting());
  }

  /** Begins a session, or takes into the open one what its user has changed. */
  private void proceed(boolean fromShown) {
    scene.say("");
    if (!scene.open()) {
      publish(GuidedState.RUNNING);
      scene.start(monitor);
    } else {
      scene.takeIn(weight, horizon, fromShown);
    }
    publish(GuidedState.RUNNING);
  }

  private void advance(int n) {
    Session session = scene.needed().session();
    for (int i = 0; i < n && goOn && stops.get() == 0; i++) {
      scene.takeSet();
      long began = System.nanoTime();
      if (session.step(1) == 0) {
        break;
      }
      scene.took((System.nanoTime() - began) / 1e9);
      if (previewEvery > 0 && session.step() % previewEvery == 0) {
        scene.picture();
      }
      publish(GuidedState.RUNNING);
    }
  }

  private void accept() {
    proceed(scene.open() && scene.paint() != null);
    advance(Integer.MAX_VALUE);
    Branch now = scene.needed();
    if (stops.get() > 0 || now.session().step() < now.session().steps()) {
      return;
    }
    List<String> lines = scene.lines();
    Outcome outcome = scene.finish();
    host.finished(outcome);
    host.record(lines);
  }

  /** Looks whether something was painted, scrolled or moved. */
  private void look() {
    if (stops.get() > 0) {
      return;
    }
    try {
      rest();
    } catch (RuntimeException e) {
      scene.complain(e.getMessage());
    }
  }

  private void imageClosed(ImagePlus which) {
    if (knows(which)) {
      closed |= which == image;
      worker.submit(
          () -> {
            scene.closed(which);
            rest();
          });
    }
  }

  private void publish(GuidedState state) {
    Snapshot now = scene.snapshot(state, closed, gone);
    if (now.equals(last)) {
      return;
    }
    last = now;
    List<Consumer<Snapshot>> all = List.copyOf(listeners);
    publisher.execute(() -> all.forEach(l -> l.accept(now)));
  }
}
