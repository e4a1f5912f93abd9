package io.github.palimpsest.batch;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.inpaint.monitor.Monitor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Every image of a folder, into another folder: a task an image. */
public final class FolderJob implements Job<BatchItem> {
  /** How long a kill may leave the report behind. */
  private static final long WRITE_NANOS = 10_000_000_000L;

  private final long start = System.nanoTime();
  private final BatchRequest request;
  private final Monitor monitor;
  private final ItemWork own;
  private final BatchPlan found;
  private final Report report;
  private final Outputs outputs;
  private long written = start;

  private FolderJob(BatchRequest request, Monitor monitor) {
    this.request = request;
    this.monitor = monitor;
    monitor.status("Batch: looking for images");
    own = new ItemWork(request);
    found = BatchPlan.of(request);
    report = new Report(request.output());
    found.decided().forEach(report::add);
    outputs = Outputs.open(request.output(), monitor::warn);
  }

  /**
   * Looks for the images, and keeps others out of the output folder.
   *
   * @param monitor told of what concerns the whole batch
   * @throws BadInput for what cannot be; nothing has begun then
   */
  public static FolderJob begin(BatchRequest request, Monitor monitor) {
    return new FolderJob(request, monitor);
  }

  @Override
  public BatchRequest request() {
    return request;
  }

  @Override
  public int decided() {
    return found.decided().size();
  }

  @Override
  public List<BatchItem> tasks() {
    return found.items();
  }

  @Override
  public TaskPlan<BatchItem> plan() {
    return new ItemPlan(request.toJson());
  }

  @Override
  public Path reads() {
    return found.items().isEmpty() ? request.input() : Path.of(found.items().get(0).source());
  }

  @Override
  public Path writes() {
    return request.output();
  }

  @Override
  public ItemReport take(BatchItem item, TaskResult result, boolean elsewhere) throws RefusedPart {
    return row(elsewhere ? outputs.commit(item, own, result) : outputs.commit(result));
  }

  @Override
  public ItemReport failed(BatchItem item, String sentence) {
    return row(ItemReport.failed(item.name(), sentence, 0));
  }

  private synchronized ItemReport row(ItemReport row) {
    report.add(row);
    if (System.nanoTime() - written > WRITE_NANOS) {
      report.write(monitor::warn); // the images go on; at the end there may be room for it
      written = System.nanoTime();
    }
    return row;
  }

  /** An image that fails is a row, and nothing to the others. */
  @Override
  public boolean needsAll() {
    return false;
  }

  @Override
  public BatchSummary finish(Monitor now) {
    return leave();
  }

  @Override
  public BatchSummary leave() {
    sweep();
    found.items().stream()
        .map(BatchItem::name)
        .filter(name -> !report.has(name))
        .forEach(
            name -> report.add(ItemReport.skipped(name, "The batch ended before this image.", 0)));
    report.write(monitor::warn);
    return BatchSummary.of(report, (System.nanoTime() - start) / 1e9);
  }

  /** Attempts that were not needed, and killed processes, leave unfinished files. */
  private void sweep() {
    try {
      outputs.sweep();
    } catch (IOException e) {
      // the next batch removes them
      return;
    }
  }

  @Override
  public void close() {
    outputs.close();
  }
}
