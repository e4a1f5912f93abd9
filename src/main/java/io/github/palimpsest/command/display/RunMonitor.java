package io.github.palimpsest.command.display;

import ij.IJ;
import ij.ImagePlus;
import io.github.palimpsest.image.ImageClosedListener;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.inpaint.monitor.TimeLeft;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.scijava.task.Task;

/**
 * Shows a run in ImageJ's status bar and, where SciJava has a task list, there; listens for Esc,
 * for the task's cancel button and for the image being closed. Close it when the run ends.
 *
 * <p>Of several runs at once, the status bar shows the one that began last, by the name of its
 * image, and says how many there are; Esc stops that one. What takes long without a word, such as
 * loading a model, has its seconds counted.
 */
public final class RunMonitor extends Monitor.Cancellable implements AutoCloseable {
  private static final int POLL_MILLIS = 20;
  private static final long TASK_STEPS = 1000;

  /** Seconds after which a run that says nothing more is shown to be alive. */
  private static final long SILENT = 2;

  /** Those at work, the newest first; also guards ImageJ's one flag for Esc. */
  private static final Deque<RunMonitor> RUNNING = new ArrayDeque<>();

  private final double begun = System.nanoTime() / 1e9;
  private final ImagePlus source;
  private final Task task;
  private final Thread keys;
  private final ImageClosedListener closings;
  private volatile Consumer<String> bar = IJ::showStatus;
  private volatile String said = "";
  private volatile long saidAt = System.nanoTime();
  private volatile boolean sourceClosed;
  private volatile boolean ended;

  /**
   * Starts watching.
   *
   * @param source the image whose closing ends the run, or null
   * @param task where to report besides the status bar, or null
   */
  public RunMonitor(ImagePlus source, Task task) {
    this.source = source;
    this.task = task;
    synchronized (RUNNING) {
      if (RUNNING.isEmpty()) {
        IJ.resetEscape();
      }
      RUNNING.addFirst(this);
    }
    closings = ImageClosedListener.of(source, this::sourceIsClosed);
    closings.listen();
    if (task != null) {
      task.setProgressMaximum(TASK_STEPS);
      task.setCancelCallBack(this::stop);
      task.start();
    }
    keys = new Thread(this::watchKeys, "Palimpsest-keys");
    keys.setDaemon(true);
    keys.start();
  }

  /** Shows the words elsewhere than in the status bar, for tests. */
  void watch(Consumer<String> words) {
    bar = words;
  }

  /** Whether the run was stopped because its image went away. */
  public boolean sourceClosed() {
    return sourceClosed;
  }

  /** Says last of all that the run has ended, and how long it took. */
  public void done() {
    done("");
  }

  /** The same, with what can be done now. */
  public void done(String next) {
    String words = "Done in " + TimeLeft.say(System.nanoTime() / 1e9 - begun);
    status(next.isEmpty() ? words : words + "; " + next);
  }

  @Override
  public void status(String words) {
    said = words;
    saidAt = System.nanoTime();
    show("");
    if (task != null) {
      task.setStatusMessage(words);
    }
  }

  /** Shows what was said last, unless a run that began later is shown. */
  private void show(String more) {
    int runs;
    synchronized (RUNNING) {
      if (RUNNING.peekFirst() != this || said.isEmpty()) {
        return;
      }
      runs = RUNNING.size();
    }
    String whose = runs > 1 && source != null ? source.getTitle() + ": " : "";
    bar.accept(whose + said + more + (runs > 1 ? " (" + runs + " runs)" : ""));
  }

  /** Counts the seconds of what says nothing more, except beside a time that is left. */
  private long remind(long shown) {
    long seconds = (System.nanoTime() - saidAt) / 1_000_000_000;
    if (seconds >= SILENT && seconds != shown && !said.endsWith("left")) {
      show(" · " + TimeLeft.say(seconds) + " so far");
    }
    return seconds;
  }

  @Override
  public void progress(double fraction) {
    synchronized (RUNNING) {
      if (RUNNING.peekFirst() == this) {
        IJ.showProgress(fraction);
      }
    }
    if (task != null) {
      task.setProgressValue(Math.round(fraction * TASK_STEPS));
    }
  }

  @Override
  public void warn(String sentence) {
    Notice.say(sentence);
  }

  @Override
  public void opened(ImagePlus stack) {
    Recording.pause(() -> ResultDisplay.open(stack));
  }

  private void watchKeys() {
    long shown = 0;
    try {
      while (!ended) {
        shown = remind(shown);
        if (escaped()) {
          stop();
          return;
        }
        Thread.sleep(POLL_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether Esc was pressed and is meant for this run; it then no longer counts for others. */
  private boolean escaped() {
    synchronized (RUNNING) {
      boolean mine = RUNNING.peekFirst() == this && IJ.escapePressed();
      if (mine) {
        RUNNING.remove(this);
        if (!RUNNING.isEmpty()) {
          IJ.resetEscape();
        }
      }
      return mine;
    }
  }

  private void sourceIsClosed() {
    sourceClosed = true;
    stop();
  }

  @Override
  public void close() {
    ended = true;
    synchronized (RUNNING) {
      RUNNING.remove(this);
    }
    closings.rest();
    IJ.showProgress(1.0);
    showNext();
    if (task != null) {
      task.finish();
    }
  }

  /** The run that Esc would stop now. */
  private static void showNext() {
    RunMonitor next;
    synchronized (RUNNING) {
      next = RUNNING.peekFirst();
    }
    if (next != null) {
      next.show("");
    }
  }
}
