package io.github.palimpsest.ui.repaint;

import ij.ImagePlus;
import ij.gui.Roi;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.image.InPlaceEdit;
import io.github.palimpsest.inpaint.Outcome;
import io.github.palimpsest.preview.LivePreview;
import io.github.palimpsest.preview.LiveStatus;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.ui.guided.GuidedHost;
import io.github.palimpsest.ui.guided.MacroLines;
import io.github.palimpsest.ui.repaint.RepaintView.State;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * One repainting of the selection of an image, without windows: its picture lies over the image
 * until it is accepted or discarded, and follows the selection. The image's pixels are touched by
 * {@link #accept} alone. Methods return at once and may be called from any thread.
 *
 * <p>It ends when its picture is in the image, is discarded, the selection is taken away, the image
 * is closed, or another live preview takes the image over.
 */
public final class Repaint {
  /** Seconds that a picture may take: a user has asked for it, and can stop it. */
  private static final double MOST_SECONDS = 600;

  /** Looks without a selection until it is taken for gone: tools make a new one in between. */
  private static final int GONE = 3;

  private static final Param[] NOT_HERE = {
    Param.MASK,
    Param.CHANNELS,
    Param.SLICES,
    Param.FRAMES,
    Param.EXPAND,
    Param.SAMPLES,
    Param.STREAM,
    Param.LATENTS,
    Param.SOURCES,
    Param.OUTPUT
  };

  private final ImagePlus image;
  private final GuidedHost host;
  private final Executor publisher;
  private final Consumer<RepaintView> listener;
  private final ShownPlane plane;
  private final LivePreview live;

  // of the thread that looks
  private int gone;
  private Boolean writable;

  // all below guarded by this
  private Request values;
  private Request painted;
  private LiveStatus status = new LiveStatus(LiveStatus.State.WAITING, "", 0, Double.NaN, false);
  private boolean drawing;
  private long drawnUntil = System.nanoTime();
  private boolean before;
  private boolean accepting;
  private boolean ended;
  private String trouble;
  private long begun;

  /**
   * A repainting; does nothing before {@link #start}.
   *
   * @param values how to sample; mask, planes and outputs are not taken from them
   * @param host shows results, keeps macro lines
   * @param listener told of changes through {@code publisher}
   * @param publisher runs what touches overlay, host and listener, in order; the event thread if
   *     the image is shown
   */
  public Repaint(
      ImagePlus image,
      Request values,
      GuidedHost host,
      Consumer<RepaintView> listener,
      Executor publisher) {
    this.image = image;
    this.host = host;
    this.listener = listener;
    this.publisher = publisher;
    Request own = values;
    for (Param param : NOT_HERE) {
      own = own.without(param);
    }
    this.values = own;
    painted = own;
    plane = new ShownPlane(image);
    live = new LivePreview(image, this::wanted, this::heard, publisher, MOST_SECONDS);
  }

  /** Begins; once. */
  public void start() {
    live.start();
  }

  /** What it shows now. */
  public synchronized RepaintView view() {
    double since = (System.nanoTime() - begun) / 1e9;
    String where = plane.words(painted);
    return RepaintView.of(state(), status, trouble, since, where, before, painted);
  }

  private State state() {
    if (ended) {
      return State.ENDED;
    }
    if (accepting) {
      return State.ACCEPTING;
    }
    if (drawing || System.nanoTime() - drawnUntil < 0) {
      return State.DRAWING;
    }
    return switch (status.state()) {
      case SHOWN -> State.READY;
      case PAUSED -> State.REFUSED;
      default -> State.PAINTING;
    };
  }

  /** The values at each look of live preview, on its thread. */
  private Request wanted() {
    if (drawn()) {
      throw new BadInput("What is drawn is repainted when the mouse is released.");
    }
    Roi roi = image.getRoi();
    gone = roi == null ? gone + 1 : 0;
    if (gone >= GONE) {
      discard();
    }
    if (roi == null) {
      throw new BadInput("Draw a selection: it is repainted at once.");
    }
    requireWritable();
    plane.follow(roi);
    Request now = plane.in(values());
    synchronized (this) {
      painted = now;
    }
    return now;
  }

  private synchronized boolean drawn() {
    return state() == State.DRAWING;
  }

  private void requireWritable() {
    if (writable == null) {
      try {
        InPlaceEdit.check(image);
        writable = true;
      } catch (BadInput e) {
        writable = false;
      }
    }
    if (!writable) {
      throw BadInput.of(
          "The planes of '%s' are read from its file and cannot be changed: repaint a copy"
              + " (Image>Duplicate...).",
          image.getTitle());
    }
  }

  private void heard(LiveStatus now) {
    synchronized (this) {
      if (now.state() == LiveStatus.State.RUNNING && now.progress() == 0) {
        begun = System.nanoTime();
      }
      status = now;
      ended |= now.state() == LiveStatus.State.OFF;
    }
    tell();
  }

  private void tell() {
    publisher.execute(() -> listener.accept(view()));
  }

  /** Paints another picture, with another seed: the next for 1, the one before for -1. */
  public void another(int by) {
    Request now = values();
    set(now.with(Param.SEED, now.seed() + by));
  }

  /** Paints with another prompt; empty for none. */
  public void prompt(String text) {
    Request now = values();
    set(text.isBlank() ? now.without(Param.PROMPT) : now.with(Param.PROMPT, text.trim()));
  }

  private void set(Request next) {
    synchronized (this) {
      if (accepting || ended || next.equals(values)) {
        return;
      }
      values = next;
      trouble = null;
    }
    compare(false);
    live.look();
  }

  /** The values set, without planes. */
  public synchronized Request values() {
    return values;
  }

  /** Whether to show the image as it was, until told otherwise. */
  public void compare(boolean on) {
    synchronized (this) {
      if (before == on || ended) {
        return;
      }
      before = on;
    }
    live.compare(on);
    tell();
  }

  /**
   * The user begins to draw a selection: nothing is painted until {@link #drawn(int)}.
   *
   * @return false if he must not, because the picture of another selection goes into the image
   */
  public boolean drawing() {
    synchronized (this) {
      if (accepting) {
        return false;
      }
      drawing = true;
    }
    compare(false);
    live.look();
    return true;
  }

  /**
   * The selection is drawn.
   *
   * @param pause milliseconds in which the user may go on drawing
   */
  public void drawn(int pause) {
    synchronized (this) {
      drawing = false;
      drawnUntil = System.nanoTime() + pause * 1_000_000L;
    }
    live.look();
    tell();
  }

  /**
   * Writes the picture into the image once it is finished, which {@code Edit ▸ Undo} takes back,
   * records a macro line that does the same, and ends. On the event thread, for it shows the plane.
   */
  public void accept() {
    synchronized (this) {
      if (accepting || ended) {
        return;
      }
      accepting = true;
      trouble = null;
    }
    compare(false);
    plane.show();
    tell();
    live.apply(true)
        .whenComplete((outcome, error) -> publisher.execute(() -> accepted(outcome, error)));
  }

  private void accepted(Outcome outcome, Throwable error) {
    synchronized (this) {
      accepting = false;
      trouble = error == null || ended ? null : error.getMessage();
    }
    if (outcome == null) {
      tell();
      return;
    }
    host.finished(outcome);
    Request done = view().values().with(Param.OUTPUT, "Replace");
    host.record(MacroLines.inpaint(image, done));
    discard();
  }

  /** Takes the picture away and ends, within a model call; what is accepted stays. */
  public void discard() {
    live.close();
  }

  /** The image. */
  public ImagePlus image() {
    return image;
  }
}
