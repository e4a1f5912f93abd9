package io.github.palimpsest.spark;

import io.github.palimpsest.batch.BatchItem;
import io.github.palimpsest.batch.BatchModel;
import io.github.palimpsest.batch.BatchRequest;
import io.github.palimpsest.batch.ItemResult;
import io.github.palimpsest.batch.ItemWork;
import io.github.palimpsest.batch.ReadItem;
import io.github.palimpsest.check.TooLittleMemory;
import io.github.palimpsest.inpaint.monitor.Monitor;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

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

  /** What has found too little memory waits until it is alone, and others wait for it. */
  private static final ReadWriteLock TURNS = new ReentrantReadWriteLock(true);

  @Override
  public ItemResult run(BatchItem item, Monitor monitor) {
    sent.arrive();
    Open open = OPEN.computeIfAbsent(request, text -> Open.of(text, monitor.cores()));
    ItemResult result = beside(open, item, monitor);
    if (result == null) {
      result = alone(open, item, monitor);
    }
    counters.add(result.report());
    return result;
  }

  /** Beside other images of this executor; null if there is too little memory for that. */
  private static ItemResult beside(Open open, BatchItem item, Monitor monitor) {
    TURNS.readLock().lock();
    try {
      ReadItem read = open.work.read(item);
      if (read.decided() == null) {
        open.model.hold(monitor);
      }
      return open.work.write(open.work.paint(read, monitor));
    } catch (OutOfMemoryError | TooLittleMemory e) {
      return null;
    } finally {
      TURNS.readLock().unlock();
    }
  }

  private static ItemResult alone(Open open, BatchItem item, Monitor monitor) {
    TURNS.writeLock().lock();
    try {
      return open.work.run(item, monitor);
    } finally {
      TURNS.writeLock().unlock();
    }
  }
}
