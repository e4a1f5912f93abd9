package io.github.palimpsest.preview;

import ij.ImagePlus;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.check.ErrorSentence;
import io.github.palimpsest.image.ImageClosedListener;
import io.github.palimpsest.image.PreviewOverlay;
import io.github.palimpsest.inpaint.Outcome;
import io.github.palimpsest.inpaint.PreparedRun;
import io.github.palimpsest.inpaint.PreviewRunner;
import io.github.palimpsest.inpaint.PreviewRunner.Preview;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.preview.LiveStatus.State;
import io.github.palimpsest.request.Request;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Live preview of one image: ten times a second everything that decides a run (selection, mask,
 * values, maps, pixels of the plane) is read and compared by value; what differs is painted, one
 * run at a time, the latest wins, and its picture lies over the image until it is applied.
 *
 * <pre>{@code
 * Request values = Request.of("seed", 7);
 * try (LivePreview live = new LivePreview(image, () -> values, s -> {}, EventQueue::invokeLater)) {
 *   live.start();
 *   …                              // select, paint, change maps
 *   Outcome outcome = live.apply(true).join();
 * }
 * }</pre>
 *
 * <p>A run that the last change made out of date is stopped inside its model call, unless it will
 * end within {@link LatestRunPolicy#NEARLY} seconds anyway. Slow runs wait; see {@link Debounce}.
 * Methods return at once and may be called from any thread. The image's pixels are touched by
 * {@link #apply} alone. Closing it, or the image, takes the picture away and ends both threads.
 */
public final class LivePreview implements AutoCloseable {
  private final ImagePlus image;
  private final Supplier<Request> request;
  private final StatusPublisher status;
  private final PreviewRunner runner;
  private final RunEstimator estimator;
  private final PreviewPicture picture;
  private final ImageClosedListener closing;
  private final InputWatcher watcher = new InputWatcher(this::read, this::seen, this::pause);
  private final Thread painter = new Thread(this::paint, "Palimpsest-live-paint");

  // all below guarded by this
  private final LatestRunPolicy policy;
  private String refusal;
  private boolean begun;
  private boolean closed;

  /**
   * Live mode on an image, which refuses pictures that would take longer than 10 seconds; does
   * nothing before {@link #start}.
   *
   * @param image any type; stays usable by everyone
   * @param request gives the values at each look, on a thread of live mode
   * @param listener told of changes through {@code publisher}
   * @param publisher runs what touches overlay and listener, such as {@code
   *     EventQueue::invokeLater}; in order
   */
  public LivePreview(
      ImagePlus image,
      Supplier<Request> request,
      Consumer<LiveStatus> listener,
      Executor publisher) {
    this(image, request, listener, publisher, 10);
  }

  /** As the other one; refuses pictures that would take longer than {@code mostSeconds}. */
  public LivePreview(
      ImagePlus image,
      Supplier<Request> request,
      Consumer<LiveStatus> listener,
      Executor publisher,
      double mostSeconds) {
    this.image = image;
    this.request = request;
    estimator = new RunEstimator(mostSeconds);
    policy = new LatestRunPolicy(estimator);
    status = new StatusPublisher(listener, publisher);
    runner = new PreviewRunner(Monitor.SILENT);
    picture = new PreviewPicture(image, publisher);
    closing = new ImageClosedListener(this::imageClosed);
    painter.setDaemon(true);
  }

  /** Begins; once. Another one on the same image ends, for one picture lies over an image. */
  public void start() {
    PaintedImages.take(image, this);
    begin();
  }

  private synchronized void begin() {
    if (begun || closed) {
      throw new IllegalStateException("live mode begins once");
    }
    begun = true;
    closing.listen();
    status.say(State.WAITING, "Loading the model.", 0);
    watcher.start();
    painter.start();
  }

  private void imageClosed(ImagePlus which) {
    if (which == image) {
      close();
    }
  }

  /** The status told last. */
  public synchronized LiveStatus view() {
    return status.status();
  }

  /**
   * Makes the picture of what image and values are now a result, once it is finished.
   *
   * @param replace into the image, which {@code Edit ▸ Undo} takes back; else into a new image,
   *     which is not shown yet
   * @return the result; fails with {@link BadInput} while paused or when the image is in use
   */
  public CompletableFuture<Outcome> apply(boolean replace) {
    CompletableFuture<Outcome> outcome;
    synchronized (this) {
      outcome = policy.ask(replace).outcome();
      if (closed || !begun) {
        policy.refuse("Live mode is off: switch it on first.");
      } else if (status.status().state() == State.PAUSED) {
        policy.refuse(status.status().words());
      }
      notifyAll();
    }
    watcher.wake();
    return outcome;
  }

  /** Whether to show the image as it is, without the picture. */
  public void compare(boolean before) {
    picture.hide(before);
  }

  /** Looks at once. */
  public void look() {
    watcher.wake();
  }

  private PreparedRun read() {
    return runner.read(image, request.get(), work -> estimator.check(work, time()));
  }

  private void seen(PreparedRun now) {
    picture.refresh();
    consider(now);
  }

  private synchronized void consider(PreparedRun now) {
    if (closed) {
      return;
    }
    double time = time();
    LatestRunPolicy.Advice advice = policy.consider(now, time);
    refusal = policy.failed() ? refusal : null;
    if (policy.outdated(time)) {
      runner.cancel();
    }
    switch (advice) {
      case SHOW -> {
        if (status.status().state() != State.SHOWN) {
          lay(policy.finished());
          status.shown();
        }
      }
      case PAINT -> notifyAll();
      case WAIT -> status.say(State.WAITING, "Waiting until nothing changes.", 0);
      case REST -> {
        // what runs or stands is what is wanted
      }
    }
  }

  private synchronized void pause(String sentence) {
    if (closed) {
      return;
    }
    policy.clear();
    runner.cancel();
    policy.refuse(sentence);
    if (!sentence.equals(refusal)) {
      refusal = sentence;
      picture.clear();
      status.say(State.PAUSED, sentence, 0);
    }
  }

  private void paint() {
    try {
      for (Runnable work = work(); work != null; work = work()) {
        work.run();
      }
    } catch (InterruptedException e) {
      close();
    } finally {
      watcher.hold(runner::close);
    }
  }

  /** Waits for what the painter is to do next; null at the end. */
  private synchronized Runnable work() throws InterruptedException {
    while (!closed && !policy.pending() && !policy.applicable()) {
      wait();
    }
    if (closed) {
      return null;
    }
    if (policy.applicable()) {
      ApplyRequest asked = policy.take();
      Preview preview = policy.finished();
      return () -> watcher.hold(() -> asked.apply(image, runner, preview, this::settle));
    }
    PreparedRun run = policy.begin();
    return () -> run(run);
  }

  private void run(PreparedRun run) {
    RunProgress progress = new RunProgress(run, this, policy, estimator, status, this::lay);
    try {
      synchronized (this) {
        status.say(State.RUNNING, "Painting.", 0);
      }
      // stopped: something newer is wanted, or nothing
      ErrorSentence.of(
          "The run", () -> runner.paint(run, progress), sentence -> failed(run, sentence));
    } finally {
      synchronized (this) {
        policy.end();
        notifyAll();
      }
      watcher.wake();
    }
  }

  private synchronized void failed(PreparedRun run, String sentence) {
    if (!sentence.isEmpty() && policy.wants(run)) {
      pause(sentence);
      policy.fail(run);
    }
  }

  private void lay(Preview preview) {
    picture.show(() -> PreviewOverlay.of(image, preview.edits()));
  }

  /** Reads the image that was just written, which is no change of the user's. */
  private void settle() {
    PreparedRun now = runner.read(image, request.get(), work -> {});
    synchronized (this) {
      policy.settle(now, status.seconds());
      picture.clear();
      status.say(State.SHOWN, "Applied.", 1);
    }
  }

  /** Seconds of the clock of live preview. */
  static double time() {
    return System.nanoTime() / 1e9;
  }

  /** Ends within one model call; returns at once. The image and its overlay are as before. */
  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      policy.clear();
      runner.cancel();
      picture.clear();
      policy.refuse("Live mode has ended.");
      status.off();
      notifyAll();
    }
    PaintedImages.leave(image, this);
    watcher.end();
    closing.rest();
  }

  /** Waits for both threads to end, after {@link #close}; false if they have not in time. */
  public boolean join(long millis) throws InterruptedException {
    long until = System.nanoTime() + millis * 1_000_000;
    boolean watched = watcher.join(millis);
    painter.join(Math.max(1, (until - System.nanoTime()) / 1_000_000));
    return watched && !painter.isAlive();
  }
}
