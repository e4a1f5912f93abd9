package io.github.palimpsest.model.onnx;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * What a network has computed of the timestep alone, by timestep, for all who call the network: the
 * last {@value #MOST} of them, in at most {@value #BYTES} bytes. It keeps copies, so nobody's
 * values are taken away while they are used. Thread-safe.
 */
final class StepMemo {
  private static final int MOST = 64;
  private static final int BYTES = 16 << 20;

  private final long[] keys = new long[MOST];
  private ByteBuffer rows;
  private int rowBytes;
  private int used;
  private int next;

  /**
   * Fills the slots with what was kept for a timestep.
   *
   * @param key the bits of the timestep as the network takes it
   * @return whether there was something
   */
  synchronized boolean read(long key, List<NativeTensor> slots) {
    for (int row = 0; row < used; row++) {
      if (keys[row] == key) {
        int at = row * rowBytes;
        for (NativeTensor slot : slots) {
          at += slot.read(rows, at);
        }
        return true;
      }
    }
    return false;
  }

  /** Keeps what the slots hold, in place of the oldest where there is no room. */
  synchronized void write(long key, List<NativeTensor> slots) {
    if (rows == null) {
      rowBytes = slots.stream().mapToInt(NativeTensor::bytes).sum();
      rows = ByteBuffer.allocate(Math.min(MOST, BYTES / Math.max(1, rowBytes)) * rowBytes);
    }
    int room = rowBytes == 0 ? 0 : rows.capacity() / rowBytes;
    if (room == 0) {
      return;
    }
    keys[next] = key;
    int at = next * rowBytes;
    for (NativeTensor slot : slots) {
      at += slot.write(rows, at);
    }
    next = (next + 1) % room;
    used = Math.max(used, next == 0 ? room : next);
  }
}
