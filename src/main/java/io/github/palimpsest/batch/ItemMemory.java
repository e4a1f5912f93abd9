package io.github.palimpsest.batch;

import io.github.palimpsest.batch.file.ImageBytes;
import io.github.palimpsest.check.FreeMemory;
import io.github.palimpsest.inpaint.MemoryEstimate;
import java.nio.file.Path;

/**
 * What an image of a batch takes of the memory, as a part of what is free for all of them when the
 * batch begins; see {@link MemoryTurns}.
 */
final class ItemMemory {
  /** What of the free memory the images may take; the rest is for what goes on beside them. */
  private static final double SHARE = 0.7;

  private final double heap;
  private final double computer;

  /**
   * @param weights bytes of the model's networks, which all images share
   */
  ItemMemory(double weights) {
    System.gc();
    heap = Math.max(1, SHARE * FreeMemory.heap());
    computer = Math.max(1, SHARE * (FreeMemory.computer() - weights));
  }

  /** Of an image, and its mask, that are not read yet. */
  double unread(BatchItem item) {
    double bytes = ImageBytes.of(Path.of(item.source()));
    if (item.mask() != null) {
      bytes += ImageBytes.of(Path.of(item.mask()));
    }
    return bytes / heap;
  }

  /** Of one that is read and will be painted. */
  double read(ReadItem read, MemoryEstimate run) {
    double held = (read.bytes() + run.heapBytes()) / heap;
    return Math.max(held, run.networkBytes(computer / 2) / computer);
  }
}
