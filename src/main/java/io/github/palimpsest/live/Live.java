package io.github.palimpsest.live;

import ij.ImagePlus;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.check.Cancelled;
import io.github.palimpsest.job.Draft;
import io.github.palimpsest.job.Drafts;
import io.github.palimpsest.job.Monitor;
import io.github.palimpsest.job.Outcome;
import io.github.palimpsest.job.Sketch;
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
 * end within {@link #NEARLY} seconds anyway. Slow runs wait until nothing changes; see {@link
 * Pace}. Methods return at once and may be called from any thread. The image's pixels are touched
 * by {@link #apply} alone. Closing it, or the image, takes the picture away and ends both threads.
 */
public final class Live implements AutoCloseable {
  /** Between two looks, milliseconds. */
  static final int LOOK_MILLIS = 100;

  /** A run that ends within these seconds is let end. */
  static final double NEARLY = 0.15;

  /** Estimates on the way are shown no faster than every so many seconds. */
  private static final double SHOW_EVERY = 0.1;

  private static final double MOST_SECONDS = 10;

  /** Steps after which a first run is judged. */
  private static final int PROBE = 3;

  /** A look may take this share of the time. */
  private static final int LOOK_SHARE = 10;

  private final ImagePlus image;
  private final Supplier<Request> request;
  private final Consumer<LiveView> listener;
  private final Executor publisher;
  private final Drafts drafts;
  private final Budget budget = new Budget(MOST_SECONDS);
  private final Pace pace = new Pace();
  private final Overlaid overlaid;
  private final Closing closing;
  private final Object looking = new Object();
  private final Thread watcher = new Thread(this::watch, "Palimpsest-live-watch");
  private final Thread painter = new Thread(this::paint, "Palimpsest-live-paint");

  /** Of the watcher alone: whether the last look failed. */
  private boolean unreadable;

  // all below guarded by this
  private Draft wanted;
  private Draft next;
  private Draft running;
  private Draft failed;
  private Sketch finished;
  private String refusal;
  private double endsAt = Double.NaN;
  private double seconds = Double.NaN;
  private boolean begun;
  private boolean closed;
  private Application application;
  private LiveView view = LiveView.OFF;

  private record Application(boolean replace, CompletableFuture<Outcome> outcome) {}

  /**
   * Live mode on an image; does nothing before {@link #start}.
   *
   * @param image any type; stays usable by everyone
   * @param request gives the values at each look, on a thread of live mode
   * @param listener told of changes through {@code publisher}
   * @param publisher runs what touches overlay and listener, such as {@code
   *     EventQueue::invokeLater}; in order
   */
  public Live(
      ImagePlus image, Supplier<Request> request, Consumer<LiveView> listener, Executor publisher) {
    this.image = image;
    this.request = request;
    this.listener = listener;
    this.publisher = publisher;
    drafts = new Drafts(Monitor.SILENT);
    overlaid = new Overlaid(image, publisher);
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
    return view;
  }

  /**
   * Makes the picture of what image and values are now a result, once it is finished.
   *
   * @param replace into the image, which {@code Edit ▸ Undo} takes back; else into a new image,
   *     which is not shown yet
   * @return the result; fails with {@link BadInput} while paused or when the image is in use
   */
  public CompletableFuture<Outcome> apply(boolean replace) {
    Application asked = new Application(replace, new CompletableFuture<>());
    synchronized (this) {
      if (closed || !begun) {
        asked.outcome.completeExceptionally(new BadInput("Live mode is off: switch it on first."));
      } else if (application != null) {
        return application.outcome;
      } else if (view.state() == LiveState.PAUSED) {
        asked.outcome.completeExceptionally(new BadInput(view.words()));
      } else {
        application = asked;
        notifyAll();
      }
    }
    return asked.outcome;
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
            wait(Math.max(LOOK_MILLIS - Math.min(took, LOOK_MILLIS / 2), took * LOOK_SHARE));
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
    Draft now;
    try {
      now = drafts.read(image, request.get(), work -> budget.check(work, time()));
    } catch (BadInput e) {
      pause(e.getMessage());
      return;
    } catch (RuntimeException e) {
      // the image was changed while it was read; if it lasts, it is said
      if (unreadable) {
        pause("The image could not be read (" + e + ").");
      }
      unreadable = true;
      return;
    }
    unreadable = false;
    overlaid.refresh();
    consider(now);
  }

  private synchronized void consider(Draft now) {
    if (closed) {
      return;
    }
    double time = time();
    if (!now.equals(wanted)) {
      wanted = now;
      failed = null;
      pace.changed(time);
    }
    refusal = failed == null ? null : refusal;
    boolean painted = finished != null && wanted.equals(finished.draft());
    if (painted || wanted.equals(running)) {
      pace.taken();
      if (painted && running == null && view.state() != LiveState.SHOWN) {
        overlaid.show(finished);
        shown();
      }
      return;
    }
    if (running != null && !(endsAt - time <= NEARLY)) {
      drafts.cancel();
    }
    if (failed != null || wanted.equals(next)) {
      return;
    }
    if (!pace.pending()) {
      // a run of just this was stopped on the way
      pace.changed(time);
    }
    if (pace.due(time, budget.measured() ? budget.estimate(wanted.work()) : 0)) {
      next = wanted;
      pace.taken();
      notifyAll();
    } else if (running == null) {
      say(LiveState.WAITING, "Waiting until nothing changes.", 0);
    }
  }

  private synchronized void pause(String sentence) {
    if (closed) {
      return;
    }
    next = null;
    wanted = null;
    pace.taken();
    drafts.cancel();
    if (application != null) {
      application.outcome.completeExceptionally(new BadInput(sentence));
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
      while (true) {
        Draft draft;
        Application applied;
        synchronized (this) {
          while (!closed && next == null && !applicable()) {
            wait();
          }
          if (closed) {
            break;
          }
          applied = applicable() ? application : null;
          draft = next;
          if (applied == null) {
            next = null;
            running = draft;
            endsAt = Double.NaN;
          } else {
            application = null;
          }
        }
        if (applied != null) {
          apply(applied);
        } else {
          run(draft);
        }
      }
    } catch (InterruptedException e) {
      close();
    } finally {
      end();
    }
  }

  /** Whether the picture of what is wanted is there and is asked for. */
  private boolean applicable() {
    return application != null && finished != null && finished.draft().equals(wanted);
  }

  private void run(Draft draft) {
    try {
      say(LiveState.RUNNING, "Painting.", 0);
      drafts.paint(draft, new Progress(draft));
    } catch (Cancelled e) {
      // something newer is wanted, or nothing
      return;
    } catch (BadInput e) {
      failed(draft, e.getMessage());
    } catch (OutOfMemoryError e) {
      failed(draft, "Memory does not suffice: select a smaller part, or close something.");
    } catch (RuntimeException e) {
      failed(draft, "The run failed unexpectedly (" + e + "); please report this.");
    } finally {
      synchronized (this) {
        running = null;
        notifyAll();
      }
    }
  }

  private synchronized void failed(Draft draft, String sentence) {
    if (draft.equals(wanted)) {
      pause(sentence);
      wanted = draft;
      failed = draft;
    }
  }

  /** Learns from the run under way and shows it. */
  private final class Progress implements Drafts.Follower {
    private final Draft draft;
    private double lastShown;
    private double first;

    Progress(Draft draft) {
      this.draft = draft;
    }

    @Override
    public boolean stepped(int step, int steps, double since) {
      synchronized (Live.this) {
        endsAt = time() + since / step * (steps - step);
        boolean stale = !draft.equals(wanted);
        if (closed || wanted == null || stale && endsAt - time() > NEARLY) {
          // the stop may have come before there was a call to stop
          throw new Cancelled();
        }
        first = step == 1 ? since : first;
        if (step == PROBE) {
          // the first call warms up; a run that would take for ever is not waited for
          double total = (since - first) / (PROBE - 1) * steps;
          if (total > 2 * MOST_SECONDS) {
            budget.learn(draft.work(), total, time());
            budget.check(draft.work(), time());
          }
        }
        if (!stale) {
          say(LiveState.RUNNING, "Painting.", (double) step / steps);
        }
        boolean show = since - lastShown >= SHOW_EVERY;
        lastShown = show ? since : lastShown;
        return show;
      }
    }

    @Override
    public void shown(Sketch sketch) {
      synchronized (Live.this) {
        if (sketch.finished()) {
          seconds = sketch.seconds();
          budget.learn(draft.work(), seconds, time());
        }
        if (closed || wanted == null) {
          return;
        }
        overlaid.show(sketch);
        if (sketch.finished()) {
          finished = sketch;
          if (draft.equals(wanted)) {
            Live.this.shown();
          }
        }
      }
    }
  }

  private void shown() {
    say(LiveState.SHOWN, "Up to date: the picture lies over the image until it is applied.", 1);
  }

  private void apply(Application asked) {
    synchronized (looking) {
      Sketch sketch;
      synchronized (this) {
        sketch = finished;
      }
      boolean locked = asked.replace && image.lockSilently();
      try {
        if (asked.replace && !locked) {
          throw BadInput.of(
              "The image (%s) must not be in use by another command; wait until that has ended.",
              image.getTitle());
        }
        Outcome outcome = drafts.apply(sketch, asked.replace);
        if (asked.replace) {
          settle();
        }
        asked.outcome.complete(outcome);
      } catch (RuntimeException | OutOfMemoryError e) {
        asked.outcome.completeExceptionally(e);
      } finally {
        if (locked) {
          image.unlock();
        }
      }
    }
  }

  /** What was just written is no change of the user's. */
  private void settle() {
    Draft now = drafts.read(image, request.get(), work -> {});
    synchronized (this) {
      finished = new Sketch(now, finished.edit(), finished.step(), finished.steps(), seconds);
      wanted = now;
      overlaid.clear();
      say(LiveState.SHOWN, "Applied.", 1);
    }
  }

  private synchronized void say(LiveState state, String words, double progress) {
    if (closed && state != LiveState.OFF) {
      return;
    }
    LiveView now = new LiveView(state, words, progress, seconds, state == LiveState.SHOWN);
    if (!now.equals(view)) {
      view = now;
      publisher.execute(() -> listener.accept(now));
    }
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
        application.outcome.completeExceptionally(new BadInput("Live mode has ended."));
        application = null;
      }
      view = LiveView.OFF;
      publisher.execute(() -> listener.accept(LiveView.OFF));
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

  private void end() {
    synchronized (looking) {
      drafts.close();
    }
  }
}
