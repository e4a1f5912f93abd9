package io.github.palimpsest.spark;

import io.github.palimpsest.batch.BatchItem;
import io.github.palimpsest.batch.BatchModel;
import io.github.palimpsest.batch.BatchRequest;
import io.github.palimpsest.batch.ItemReport;
import io.github.palimpsest.batch.ItemResult;
import io.github.palimpsest.batch.ItemWork;
import io.github.palimpsest.batch.ReadItem;
import io.github.palimpsest.check.FreeMemory;
import io.github.palimpsest.inpaint.monitor.Monitor;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes one image of a batch, in an executor.
 *
 * @param request the text of the batch's request
 * @param sent what executors need
 * @param counters told of every image
 */
record ItemTask(String request, Sent sent, Counters counters)
    implements TaskWork<BatchItem, ItemResult> {
  private static final long serialVersionUID = 1L;

  /** What all tasks of an executor share: its model stays open until the executor ends. */
  private record Open(ItemWork work, BatchModel model) {
    static Open of(String text, int cores) {
      BatchRequest request = BatchRequest.fromJson(text);
      return new Open(new ItemWork(request), new BatchModel(request.values(), cores));
    }
  }

  private static final Map<String, Open> OPEN = new ConcurrentHashMap<>();

  @Override
  public ItemResult run(BatchItem item, Monitor monitor) {
    sent.arrive();
    Open open = OPEN.computeIfAbsent(request, text -> Open.of(text, monitor.cores()));
    ItemResult result;
    try {
      ReadItem read = open.work.read(item);
      if (read.decided() == null) {
        open.model.hold(monitor);
      }
      result = open.work.write(open.work.paint(read, monitor));
    } catch (OutOfMemoryError e) {
      result =
          new ItemResult(ItemReport.failed(item.name(), FreeMemory.exhausted(), 0), null);
    }
    counters.add(result.report());
    return result;
  }
}
