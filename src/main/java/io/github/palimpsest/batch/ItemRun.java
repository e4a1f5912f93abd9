package io.github.palimpsest.batch;

import io.github.palimpsest.batch.file.ImageBytes;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.inpaint.MemoryEstimate;
import io.github.palimpsest.inpaint.monitor.Monitor;
import java.nio.file.Path;

/** One image of a batch on its way; holds it no longer than it must. */
final class ItemRun implements TaskRun {
  private final ItemWork work;
  private final BatchItem item;
  private ReadItem read;
  private PaintedItem painted;

  ItemRun(ItemWork work, BatchItem item) {
    this.work = work;
    this.item = item;
  }

  @Override
  public double unread() {
    double bytes = ImageBytes.of(Path.of(item.source()));
    return item.mask() == null ? bytes : bytes + ImageBytes.of(Path.of(item.mask()));
  }

  @Override
  public void read() {
    read = work.read(item);
  }

  @Override
  public double held() {
    return read.bytes();
  }

  @Override
  public MemoryEstimate need() {
    try {
      return read.decided() == null ? work.need(read) : null;
    } catch (BadInput e) {
      return null; // it will be refused, with this sentence
    }
  }

  @Override
  public void paint(Monitor monitor) {
    ReadItem now = read;
    read = null;
    painted = work.paint(now, monitor);
  }

  @Override
  public TaskResult write() {
    PaintedItem now = painted;
    painted = null;
    return work.write(now);
  }
}
