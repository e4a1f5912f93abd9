package io.github.palimpsest.inpaint.monitor;

import ij.ImagePlus;
import io.github.palimpsest.check.Cancelled;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Steps done over steps to do, in words with the time left, and the one stop signal of a job whose
 * runs may go on at the same time. Thread-safe; the monitor is told by one thread at a time.
 *
 * <p>Words: {@code Diffusion: step 3/20 · 40 s left}, of several runs {@code Diffusion: step 23/80
 * of 4 runs · 2 min left}, which counts the steps of all runs. Within a long step, the number is
 * that of the step which goes on.
 */
public final class RunProgress {
  /** Within a step nothing is said more often. */
  private static final long SAY_AFTER_NANOS = 1_000_000_000L;

  private final Monitor monitor;
  private final int runs;
  private final int steps;
  private final TimeLeft left = new TimeLeft();
  private final List<Run> going = new CopyOnWriteArrayList<>();
  private volatile boolean stopped;
  private int done;
  private double stepWork;
  private long began = System.nanoTime();
  private long said = began;

  /**
   * @param steps of each run
   */
  public RunProgress(Monitor monitor, int runs, int steps) {
    this.monitor = monitor;
    this.runs = runs;
    this.steps = steps;
    monitor.onCancel(this::stop);
  }

  /** Stops every run of the job, as the user does. From any thread. */
  public void stop() {
    stopped = true;
    going.forEach(Run::stop);
  }

  /**
   * Says that the first step is on its way.
   *
   * @param work of all runs, in the unit of {@link Run#worked}
   * @param seconds that all runs will take, NaN if unknown
   */
  public synchronized void starting(long work, double seconds) {
    stepWork = (double) work / (runs * steps);
    began = System.nanoTime();
    said = began;
    String all = Double.isNaN(seconds) ? "" : ", about " + TimeLeft.say(seconds) + " in all";
    monitor.status("Diffusion: step 1/" + runs * steps + of() + " begins" + all);
    left.begin();
  }

  /** One more run, which a stop of the job stops; close it when it has ended. */
  public Run run() {
    Run run = new Run();
    going.add(run);
    if (stopped) {
      run.stop();
    }
    return run;
  }

  /** The monitor of one run: words are the job's, and a stop is told to every run. */
  public final class Run extends Monitor.Cancellable implements AutoCloseable {
    /** Share of the step that goes on. */
    private double inStep;

    private Run() {}

    /** A part of the step is done; of long steps it is said how long the job still takes. */
    public void worked(long work) {
      RunProgress.this.worked(this, work);
    }

    /**
     * This run has done one more step.
     *
     * @param step 0 for its start
     * @throws Cancelled if the job was stopped
     */
    public void reached(int step) {
      if (step > 0) {
        RunProgress.this.step(this);
      }
      if (stopped) {
        throw new Cancelled();
      }
    }

    @Override
    public void status(String words) {
      monitor.status(words);
    }

    @Override
    public void progress(double fraction) {
      monitor.progress(fraction);
    }

    @Override
    public void warn(String sentence) {
      monitor.warn(sentence);
    }

    @Override
    public void opened(ImagePlus stack) {
      monitor.opened(stack);
    }

    @Override
    public void close() {
      going.remove(this);
    }
  }

  private synchronized void worked(Run run, long work) {
    run.inStep = Math.min(1, run.inStep + work / stepWork);
    long now = System.nanoTime();
    if (now - said < SAY_AFTER_NANOS) {
      return;
    }
    said = now;
    double share = share();
    double seconds = (now - began) / 1e9 * (1 / share - 1);
    say(done + 1, seconds < 1 ? "" : " · " + TimeLeft.say(seconds) + " left");
    monitor.progress(share);
  }

  /** What is done of all, with the parts of steps that go on. */
  private double share() {
    return (done + going.stream().mapToDouble(r -> r.inStep).sum()) / (runs * steps);
  }

  private String of() {
    return runs == 1 ? "" : " of " + runs + " runs";
  }

  private void say(int step, String timeLeft) {
    monitor.status("Diffusion: step " + step + "/" + runs * steps + of() + timeLeft);
  }

  private synchronized void step(Run run) {
    run.inStep = 0;
    said = System.nanoTime();
    left.step();
    done++;
    int total = runs * steps;
    say(done, left.words(total - done));
    monitor.progress(share());
  }

  /** Seconds that all runs take, by the steps so far. */
  public synchronized double seconds() {
    return left.seconds(runs * steps);
  }
}
