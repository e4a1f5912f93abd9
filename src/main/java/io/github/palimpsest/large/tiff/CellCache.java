package io.github.palimpsest.large.tiff;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import net.imglib2.img.cell.Cell;

/** The parts of an image that were used last, up to an amount of memory. Thread-safe. */
final class CellCache {
  /** Of memory, at most a sixteenth: arrays of half a region of Java's heap take a whole one. */
  private static final long MOST = 256L << 20;

  private record Key(int plane, long index) {}

  private record Held(Cell<?> cell, long bytes) {}

  private final Map<Key, Held> cells = new LinkedHashMap<>(16, 0.75f, true);
  private final long most = Math.min(MOST, Runtime.getRuntime().maxMemory() / 16);
  private long bytes;

  /** A cell; two threads that miss the same one both load it. */
  Cell<?> get(int plane, long index, int bytesOfPixel, Supplier<Cell<?>> load) {
    Key key = new Key(plane, index);
    synchronized (cells) {
      Held held = cells.get(key);
      if (held != null) {
        return held.cell;
      }
    }
    Cell<?> cell = load.get();
    synchronized (cells) {
      Held held = new Held(cell, cell.size() * bytesOfPixel + 200);
      Held before = cells.put(key, held);
      bytes += held.bytes - (before == null ? 0 : before.bytes);
      var oldest = cells.values().iterator();
      while (bytes > most && cells.size() > 1) {
        bytes -= oldest.next().bytes;
        oldest.remove();
      }
    }
    return cell;
  }

  /** Forgets all cells. */
  void clear() {
    synchronized (cells) {
      cells.clear();
      bytes = 0;
    }
  }
}
