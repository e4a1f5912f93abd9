package io.github.palimpsest.large.zarr;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/**
 * How the elements of one chunk become bytes: their order, the order of their bytes, compression.
 *
 * @param shape of a chunk
 * @param type of its elements
 * @param bytes order of the bytes of an element
 * @param order the dimensions of the chunk in the order in which they are stored, or null for their
 *     own
 * @param compressors in the order of encoding
 */
record ChunkCodec(
    int[] shape, ElementType type, ByteOrder bytes, int[] order, List<Compressor> compressors) {
  /** What a codec may add to bytes that it cannot compress. */
  private static final int OVERHEAD = 1 << 20;

  /** Elements of a chunk. */
  int elements() {
    return Arrays.stream(shape).reduce(1, Math::multiplyExact);
  }

  private int size() {
    return Math.multiplyExact(elements(), type.size());
  }

  /**
   * The elements of a stored chunk, last dimension fastest.
   *
   * @throws IOException if it is damaged
   */
  ByteBuffer decode(byte[] stored) throws IOException {
    byte[] raw = stored;
    for (int i = compressors.size() - 1; i >= 0; i--) {
      raw =
          compressors.get(i).decode(raw, (int) Math.min(Integer.MAX_VALUE, 2L * size() + OVERHEAD));
    }
    if (raw.length != size()) {
      throw new IOException("it has " + raw.length + " bytes, not " + size());
    }
    return ByteBuffer.wrap(order == null ? raw : transposed(raw, true)).order(bytes);
  }

  /** The bytes to store for the elements of {@link #empty}, filled. */
  byte[] encode(ByteBuffer elements) throws IOException {
    byte[] raw = order == null ? elements.array() : transposed(elements.array(), false);
    for (Compressor compressor : compressors) {
      raw = compressor.encode(raw);
    }
    return raw;
  }

  /** Room for the elements of a chunk. */
  ByteBuffer empty() {
    return ByteBuffer.allocate(size()).order(bytes);
  }

  /** Elements from the order in which they are stored, or into it. */
  private byte[] transposed(byte[] from, boolean back) {
    int n = shape.length;
    int[] steps = new int[n];
    int step = type.size();
    for (int d = n - 1; d >= 0; d--) {
      steps[d] = step;
      step *= shape[d];
    }
    byte[] to = new byte[from.length];
    int[] at = new int[n];
    int own = 0;
    // counts in the order in which elements are stored
    for (int stored = 0; stored < from.length; stored += type.size()) {
      System.arraycopy(from, back ? stored : own, to, back ? own : stored, type.size());
      for (int i = n - 1; i >= 0; i--) {
        int d = order[i];
        own += steps[d];
        if (++at[d] < shape[d]) {
          break;
        }
        own -= steps[d] * shape[d];
        at[d] = 0;
      }
    }
    return to;
  }
}
