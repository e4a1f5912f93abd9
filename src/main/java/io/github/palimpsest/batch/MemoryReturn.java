package io.github.palimpsest.batch;

import io.github.palimpsest.cache.CLibrary;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Gives back now and then what a batch of thousands of images has dropped: native memory of buffers
 * that nobody holds any more, which Java finds only when it looks through its whole heap, and what
 * the C library keeps for later. Thread-safe.
 */
final class MemoryReturn {
  /** Images between; to look takes as long as a tenth of one of them. */
  private static final int EVERY = 250;

  private final AtomicInteger images = new AtomicInteger();

  /** One more image is finished. */
  void finished() {
    if (images.incrementAndGet() % EVERY == 0) {
      System.gc();
      CLibrary.trimMemory();
    }
  }
}
