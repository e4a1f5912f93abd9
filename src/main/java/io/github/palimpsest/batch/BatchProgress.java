package io.github.palimpsest.batch;

import ij.ImagePlus;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.inpaint.monitor.TimeLeft;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;

/**
 * Where a batch is: counts its rows, tells its monitor what is done and how long the rest takes,
 * and is the one stop signal of tasks that go on at the same time. Thread-safe; the monitor is told
 * by one thread at a time.
 *
 * <p>Words: {@code Batch: 37/200 · plate 1/b03.tif · 4 min left}, with the task that is worked on
 * longest.
 */
public final class BatchProgress {
  /** So often at most does a user read another word. */
  private static final long SAY_NANOS = 100_000_000L;

  /** Of so few tasks each is counted aloud, however fast they are. */
  private static final int FEW = 20;

  /** Letters of a name that are shown: its end. */
  private static final int NAME = 40;

  /** Tasks that must be finished, or such parts of them, before the rest is foretold. */
  private static final double ENOUGH = 0.3;

  private final int total;

  /** Of a task of average weight this is 1. */
  private final double scale;

  private final Monitor monitor;
  private final LongSupplier clock;
  private final BatchWarnings warnings;
  private final List<Item> going = new CopyOnWriteArrayList<>();
  private volatile boolean stopped;
  private int rows;

  /** Rows by the weight of their tasks, and those of them that took work. */
  private double done;

  private double painted;

  /** When the first task was begun; −1 before. */
  private long began = -1;

  private long said;

  /**
   * Before the first row of a task.
   *
   * @param decided rows that there are without a task
   */
  public BatchProgress(int decided, List<? extends Task> tasks, Monitor monitor) {
    this(decided, tasks, monitor, System::nanoTime);
  }

  BatchProgress(int decided, List<? extends Task> tasks, Monitor monitor, LongSupplier clock) {
    this.monitor = monitor;
    this.clock = clock;
    total = decided + tasks.size();
    scale = tasks.size() / tasks.stream().mapToDouble(Task::weight).sum();
    rows = decided;
    done = decided;
    warnings = new BatchWarnings(monitor::warn);
    said = clock.getAsLong() - SAY_NANOS;
  }

  /** One more task has its row. */
  public synchronized void row(Task task, ItemReport row) {
    double weight = task.weight() * scale;
    rows++;
    done += weight;
    long now = clock.getAsLong();
    if (row.status() != ItemReport.Status.SKIPPED) {
      painted += weight;
      began = began >= 0 ? began : now - Math.round(row.seconds() * 1e9);
    }
    if (total <= FEW) {
      said = now - SAY_NANOS;
    }
    say(now);
  }

  /**
   * What concerns all tasks begins, such as opening what they share. Close what watches it when it
   * is finished; what it is told to warn of counts also later.
   */
  public Item begin(String name, int cores) {
    return begin(name, 0, cores);
  }

  /** A task is worked on; close what watches it when it is finished. */
  public Item begin(Task task, int cores) {
    return begin(task.name(), task.weight() * scale, cores);
  }

  private Item begin(String name, double weight, int cores) {
    Item item = new Item(name, weight, cores);
    synchronized (this) {
      began = began >= 0 ? began : clock.getAsLong();
      going.add(item);
    }
    if (stopped) {
      item.stop();
    }
    return item;
  }

  /** Stops the tasks that are worked on, and those that begin later. From any thread. */
  public void stop() {
    stopped = true;
    going.forEach(Item::stop);
  }

  /** Whether the batch was stopped. */
  public boolean stopped() {
    return stopped;
  }

  /** Says how often each warning was given. */
  public synchronized void end() {
    warnings.count();
  }

  /** The monitor of one task. */
  public final class Item extends Monitor.Cancellable implements AutoCloseable {
    private final String name;
    private final double weight;
    private final int cores;
    private double share;

    private Item(String name, double weight, int cores) {
      this.name = name;
      this.weight = weight;
      this.cores = cores;
    }

    @Override
    public int cores() {
      return cores;
    }

    @Override
    public void status(String words) {
      // the steps of one task of many
    }

    @Override
    public void progress(double fraction) {
      synchronized (BatchProgress.this) {
        share = weight * fraction;
        say(clock.getAsLong());
      }
    }

    @Override
    public void warn(String sentence) {
      synchronized (BatchProgress.this) {
        warnings.say(name, sentence);
      }
    }

    @Override
    public void opened(ImagePlus stack) {
      // no windows
    }

    @Override
    public void close() {
      synchronized (BatchProgress.this) {
        going.remove(this);
      }
    }
  }

  private void say(long now) {
    if (now - said < SAY_NANOS && rows < total) {
      return;
    }
    said = now;
    double parts = going.stream().mapToDouble(item -> item.share).sum();
    monitor.status(words(now, parts));
    monitor.progress(rows == total ? 1 : Math.min(1, (done + parts) / total));
  }

  private String words(long now, double parts) {
    StringBuilder words = new StringBuilder("Batch: ").append(rows).append('/').append(total);
    if (!going.isEmpty()) {
      String name = going.get(0).name;
      boolean isShort = name.length() <= NAME;
      words.append(" · ").append(isShort ? name : "…" + name.substring(name.length() - NAME));
    }
    double made = painted + parts;
    double rest = total - done - parts;
    if (made > ENOUGH && rest > 0) {
      double seconds = (now - began) / 1e9 / made * rest;
      words.append(" · ").append(TimeLeft.say(seconds)).append(" left");
    }
    return words.toString();
  }
}
