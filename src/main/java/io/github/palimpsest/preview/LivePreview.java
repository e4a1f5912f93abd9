package io.github.palimpsest.preview;

import ij.ImagePlus;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.check.Cancelled;
import io.github.palimpsest.check.ErrorSentence;
import io.github.palimpsest.image.PreviewOverlay;
import io.github.palimpsest.inpaint.Monitor;
import io.github.palimpsest.inpaint.Outcome;
import io.github.palimpsest.inpaint.PreparedRun;
import io.github.palimpsest.inpaint.Preview;
import io.github.palimpsest.inpaint.PreviewRunner;
import io.github.palimpsest.request.Request;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Live mode on one image: ten times a second everything that decides a run (selection, mask,
 * values, maps, pixels of the plane) is read and compared by value; what differs is painted, one
 * run at a time, the latest wins, and its picture lies over the image until it is applied.
 *
 * <pre>{@code
 * try (Live live = new Live(image, () -> Request.of("seed", 7), view -> {}, EventQueue::invokeLater)) {
 *   live.start();
 *   …                              // select, paint, change maps
 *   Outcome outcome = live.apply(true).join();
 * }
 * }</pre>
 *
 * <p>A run that the last change made out of date is stopped inside its model call, unless it will
 * end within {@link LatestRunPolicy#NEARLY} seconds anyway. Slow runs wait until nothing changes;
 * see {@link Pace}. Methods return at once and may be called from any thread. The image's pixels
 * are touched by {@link #apply} alone. Closing it, or the image, takes the picture away and ends
 * both threads.
 */
public final class LivePreview implements AutoCloseable {
  private static final double MOST_SECONDS = 10;

  private final ImagePlus image;
  private final Supplier<Request> request;
  private final StatusPublisher board;
  private final PreviewRunner drafts;
  private final Reader reader;
  private final TimeBudget budget = new TimeBudget(MOST_SECONDS);
  private final PreviewPicture overlaid;
  private final Closing closing;
  private final Object looking = new Object();
  private final Thread watcher = new Thread(this::watch, "Palimpsest-live-watch");
  private final Thread painter = new Thread(this::paint, "Palimpsest-live-paint");

  // all below guarded by this
  private final LatestRunPolicy agenda = new LatestRunPolicy(budget);
  private String refusal;
  private double seconds = Double.NaN;
  private boolean begun;
  private boolean closed;
  private ApplyRequest application;

  /**
   * Live mode on an image; does nothing before {@link #start}.
   *
   * @param image any type; stays usable by everyone
   * @param request gives the values at each look, on a thread of live mode
   * @param listener told of changes through {@code publisher}
   * @param publisher runs what touches overlay and listener, such as {@code
   *     EventQueue::invokeLater}; in order
   */
  public LivePreview(
      ImagePlus image, Supplier<Request> request, Consumer<LiveView> listener, Executor publisher) {
    this.image = image;
    this.request = request;
    board = new StatusPublisher(listener, publisher);
    drafts = new PreviewRunner(Monitor.SILENT);
    reader = new Reader(() -> drafts.read(image, request.get(), w -> budget.check(w, time())));
    overlaid = new PreviewPicture(image, publisher);
    closing = new Closing(image, this::close);
    watcher.setDaemon(true);
    painter.setDaemon(true);
  }

  /** Begins; once. */
  public synchronized void start() {
    if (begun || closed) {
      throw new IllegalStateException("live mode begins once");
    }
    begun = true;
    closing.listen();
    say(LiveState.WAITING, "Loading the model.", 0);
    watcher.start();
    painter.start();
  }

  /** Where it stands. */
  public synchronized LiveView view() {
    return board.view();
  }

  /**
   * Makes the picture of what image and values are now a result, once it is finished.
   *
   * @param replace into the image, which {@code Edit ▸ Undo} takes back; else into a new image,
   *     which is not shown yet
   * @return the result; fails with {@link BadInput} while paused or when the image is in use
   */
  public CompletableFuture<Outcome> apply(boolean replace) {
    ApplyRequest asked = new ApplyRequest(replace);
    synchronized (this) {
      if (closed || !begun) {
        asked.refuse("Live mode is off: switch it on first.");
      } else if (application != null) {
        return application.outcome();
      } else if (board.view().state() == LiveState.PAUSED) {
        asked.refuse(board.view().words());
      } else {
        application = asked;
        notifyAll();
      }
    }
    return asked.outcome();
  }

  private void watch() {
    try {
      while (!over()) {
        long from = System.nanoTime();
        synchronized (looking) {
          look();
        }
        long took = (System.nanoTime() - from) / 1_000_000;
        synchronized (this) {
          if (!closed) {
            wait(Debounce.rest(took));
          }
        }
      }
    } catch (InterruptedException e) {
      close();
    }
  }

  private synchronized boolean over() {
    return closed;
  }

  private void look() {
    PreparedRun now;
    try {
      now = reader.read();
    } catch (BadInput e) {
      pause(e.getMessage());
      return;
    }
    if (now != null) {
      overlaid.refresh();
      consider(now);
    }
  }

  private synchronized void consider(PreparedRun now) {
    if (closed) {
      return;
    }
    double time = time();
    LatestRunPolicy.Advice advice = agenda.consider(now, time);
    refusal = agenda.failed() ? refusal : null;
    if (agenda.outdated(time)) {
      drafts.cancel();
    }
    switch (advice) {
      case SHOW -> {
        if (board.view().state() != LiveState.SHOWN) {
          lay(agenda.finished());
          shown();
        }
      }
      case PAINT -> notifyAll();
      case WAIT -> say(LiveState.WAITING, "Waiting until nothing changes.", 0);
      case REST -> {
        // what runs or stands is what is wanted
      }
    }
  }

  private synchronized void pause(String sentence) {
    if (closed) {
      return;
    }
    agenda.clear();
    drafts.cancel();
    if (application != null) {
      application.refuse(sentence);
      application = null;
    }
    if (!sentence.equals(refusal)) {
      refusal = sentence;
      overlaid.clear();
      say(LiveState.PAUSED, sentence, 0);
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
      synchronized (looking) {
        drafts.close();
      }
    }
  }

  /** Waits for what the painter is to do next; null at the end. */
  private synchronized Runnable work() throws InterruptedException {
    while (!closed && !agenda.pending() && !applicable()) {
      wait();
    }
    if (closed) {
      return null;
    }
    if (applicable()) {
      ApplyRequest asked = application;
      Preview sketch = agenda.finished();
      application = null;
      return () -> apply(asked, sketch);
    }
    PreparedRun draft = agenda.begin();
    return () -> run(draft);
  }

  /** Whether the picture of what is wanted is there and is asked for. */
  private boolean applicable() {
    return application != null && agenda.painted();
  }

  private void run(PreparedRun draft) {
    try {
      say(LiveState.RUNNING, "Painting.", 0);
      // stopped: something newer is wanted, or nothing
      ErrorSentence.of(
          "The run",
          () -> drafts.paint(draft, new Progress(draft)),
          sentence -> failed(draft, sentence));
    } finally {
      synchronized (this) {
        agenda.end();
        notifyAll();
      }
    }
  }

  private synchronized void failed(PreparedRun draft, String sentence) {
    if (!sentence.isEmpty() && agenda.wants(draft)) {
      pause(sentence);
      agenda.fail(draft);
    }
  }

  /** Learns from the run under way and shows it. */
  private final class Progress implements PreviewRunner.Follower {
    private final PreparedRun draft;
    private final RunEstimator course;

    Progress(PreparedRun draft) {
      this.draft = draft;
      course = new RunEstimator(draft.work(), budget);
    }

    @Override
    public boolean stepped(int step, int steps, double since) {
      synchronized (LivePreview.this) {
        double left = RunEstimator.left(step, steps, since);
        agenda.expect(time() + left);
        boolean stale = !agenda.wants(draft);
        if (closed || agenda.idle() || stale && left > LatestRunPolicy.NEARLY) {
          // the stop may have come before there was a call to stop
          throw new Cancelled();
        }
        course.stepped(step, steps, since, time());
        if (!stale) {
          say(LiveState.RUNNING, "Painting.", (double) step / steps);
        }
        return course.show(since);
      }
    }

    @Override
    public void shown(Preview sketch) {
      synchronized (LivePreview.this) {
        if (sketch.finished()) {
          seconds = sketch.seconds();
          budget.learn(draft.work(), seconds, time());
        }
        if (closed || agenda.idle()) {
          return;
        }
        lay(sketch);
        if (sketch.finished()) {
          agenda.finish(sketch);
          if (agenda.wants(draft)) {
            LivePreview.this.shown();
          }
        }
      }
    }
  }

  private void lay(Preview sketch) {
    overlaid.show(() -> PreviewOverlay.of(image, sketch.edit()));
  }

  private void shown() {
    say(LiveState.SHOWN, "Up to date: the picture lies over the image until it is applied.", 1);
  }

  private void apply(ApplyRequest asked, Preview sketch) {
    synchronized (looking) {
      asked.apply(image, drafts, sketch, this::settle);
    }
  }

  /** What was just written is no change of the user's. */
  private void settle() {
    PreparedRun now = drafts.read(image, request.get(), work -> {});
    synchronized (this) {
      agenda.settle(now, seconds);
      overlaid.clear();
      say(LiveState.SHOWN, "Applied.", 1);
    }
  }

  private synchronized void say(LiveState state, String words, double progress) {
    if (closed && state != LiveState.OFF) {
      return;
    }
    board.say(new LiveView(state, words, progress, seconds, state == LiveState.SHOWN));
  }

  private static double time() {
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
      drafts.cancel();
      overlaid.clear();
      if (application != null) {
        application.refuse("Live mode has ended.");
        application = null;
      }
      board.say(LiveView.OFF);
      notifyAll();
    }
    closing.rest();
  }

  /** Waits for both threads to end, after {@link #close}; false if they have not in time. */
  public boolean join(long millis) throws InterruptedException {
    long until = System.nanoTime() + millis * 1_000_000;
    for (Thread t : new Thread[] {watcher, painter}) {
      t.join(Math.max(1, (until - System.nanoTime()) / 1_000_000));
    }
    return !watcher.isAlive() && !painter.isAlive();
  }
}
