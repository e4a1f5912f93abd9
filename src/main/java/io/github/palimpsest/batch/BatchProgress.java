package io.github.palimpsest.batch;

import ij.ImagePlus;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.inpaint.monitor.TimeLeft;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;

/**
 * Where a batch is: takes its rows into the report, which it writes now and then, and tells its
 * monitor what is done and how long the rest takes. Thread-safe; the monitor is told by one thread
 * at a time.
 *
 * <p>Words: {@code Batch: 37/200 · plate 1/b03.tif · 4 min left}, with the image that is worked on
 * longest.
 */
public final class BatchProgress {
  private static final long WRITE_NANOS = 10_000_000_000L;

  /** So often at most does a user read another word. */
  private static final long SAY_NANOS = 100_000_000L;

  /** Letters of a name that are shown: its end. */
  private static final int NAME = 40;

  /** Images that must be finished, or such parts of them, before the rest is foretold. */
  private static final double ENOUGH = 0.3;

  private final Report report;
  private final int total;
  private final Monitor monitor;
  private final LongSupplier clock;
  private final BatchWarnings warnings;
  private final List<Item> going = new CopyOnWriteArrayList<>();
  private volatile boolean stopped;
  private int rows;
  private int painted;

  /** When the first image was begun; −1 before. */
  private long began = -1;

  private long said;
  private long written;

  /**
   * Before the first row.
   *
   * @param total rows to come
   */
  public BatchProgress(Report report, int total, Monitor monitor) {
    this(report, total, monitor, System::nanoTime);
  }

  BatchProgress(Report report, int total, Monitor monitor, LongSupplier clock) {
    this.report = report;
    this.total = total;
    this.monitor = monitor;
    this.clock = clock;
    warnings = new BatchWarnings(monitor::warn);
    written = clock.getAsLong();
    said = written - SAY_NANOS;
  }

  /** One more image is decided. */
  public synchronized void row(ItemReport row) {
    report.add(row);
    rows++;
    long now = clock.getAsLong();
    if (row.status() != ItemReport.Status.SKIPPED) {
      painted++;
      began = began >= 0 ? began : now - Math.round(row.seconds() * 1e9);
    }
    if (now - written > WRITE_NANOS) {
      write(); // the images go on; at the end there may be room for it
      written = clock.getAsLong();
    }
    say(now);
  }

  /** An image is worked on; close what watches it when it is finished. */
  public Item begin(String name, int cores) {
    Item item = new Item(name, cores);
    synchronized (this) {
      began = began >= 0 ? began : clock.getAsLong();
      going.add(item);
    }
    if (stopped) {
      item.stop();
    }
    return item;
  }

  /** Stops the images that are worked on, and those that begin later. From any thread. */
  public void stop() {
    stopped = true;
    going.forEach(Item::stop);
  }

  /** Whether the batch was stopped. */
  public boolean stopped() {
    return stopped;
  }

  /**
   * Writes the report and says how often each warning was given. A report that cannot be written is
   * a warning, too: what was made of the images is there all the same.
   */
  public synchronized void end() {
    warnings.count();
    write();
  }

  private void write() {
    try {
      report.write();
    } catch (BadInput e) {
      monitor.warn(e.getMessage());
    }
  }

  /** The monitor of one image. */
  public final class Item extends Monitor.Cancellable implements AutoCloseable {
    private final String name;
    private final int cores;
    private double share;

    private Item(String name, int cores) {
      this.name = name;
      this.cores = cores;
    }

    @Override
    public int cores() {
      return cores;
    }

    @Override
    public void status(String words) {
      // the steps of one image of many
    }

    @Override
    public void progress(double fraction) {
      synchronized (BatchProgress.this) {
        share = fraction;
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
    monitor.progress(Math.min(1, (rows + parts) / total));
  }

  private String words(long now, double parts) {
    StringBuilder words = new StringBuilder("Batch: ").append(rows).append('/').append(total);
    if (!going.isEmpty()) {
      String name = going.get(0).name;
      boolean isShort = name.length() <= NAME;
      words.append(" · ").append(isShort ? name : "…" + name.substring(name.length() - NAME));
    }
    double made = painted + parts;
    double rest = total - rows - parts;
    if (made > ENOUGH && rest > 0) {
      double seconds = (now - began) / 1e9 / made * rest;
      words.append(" · ").append(TimeLeft.say(seconds)).append(" left");
    }
    return words.toString();
  }
}
