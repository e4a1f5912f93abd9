package io.github.palimpsest.large.zarr;

import io.github.palimpsest.image.SampleType;
import java.io.IOException;
import java.lang.reflect.Array;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Values of a part of an array, as floats, which hold those of every type that is written exactly.
 *
 * @param box where they are
 * @param steps between neighbours of each dimension in {@code values}
 * @param values raw, as many as the box has elements
 * @param mask which of them count: those above 0; null for all
 */
record Values(Box box, int[] steps, float[] values, float[] mask) {
  /** Bytes of chunks that are held to be written together: a shard is then written once. */
  private static final long MOST_HELD = 64L << 20;

  /** What an array holds in a box. */
  static Values read(ZarrArray array, Box box) {
    Values read = new Values(box, box.steps(), new float[box.elements()], null);
    Grid grid = array.grid();
    for (long[] place : grid.places(box)) {
      Object chunk = array.read(grid.number(place));
      read.pairs(grid, place, grid.in(box, place), (i, at) -> read.values[i] = get(chunk, at));
    }
    return read;
  }

  /** The value of an element. */
  float at(long[] at) {
    return values[box.index(at, steps)];
  }

  /**
   * Writes them, rounded to the type of the array. A chunk in which nothing changes stays as it is
   * stored.
   *
   * @param changed told each part of a chunk that changes
   */
  void writeTo(ZarrArray array, Consumer<Box> changed) throws IOException {
    Grid grid = array.grid();
    SampleType type = array.sampleType();
    Map<Long, byte[]> chunks = new TreeMap<>();
    long held = 0;
    for (long[] place : grid.places(box)) {
      Box part = grid.in(box, place);
      if (!marked(part)) {
        continue;
      }
      long number = grid.number(place);
      Object edited = copy(array.read(number));
      boolean[] differs = new boolean[1];
      pairs(
          grid,
          place,
          part,
          (i, at) -> {
            if (mask == null || mask[i] > 0) {
              differs[0] |= set(edited, at, type.round(values[i]));
            }
          });
      if (differs[0]) {
        byte[] encoded = array.encode(edited);
        chunks.put(number, encoded);
        held += encoded.length;
        changed.accept(part);
      }
      if (held > MOST_HELD) {
        array.write(chunks);
        chunks.clear();
        held = 0;
      }
    }
    array.write(chunks);
  }

  private boolean marked(Box part) {
    if (mask == null) {
      return true;
    }
    boolean[] any = new boolean[1];
    part.forEach(at -> any[0] |= mask[box.index(at, steps)] > 0);
    return any[0];
  }

  private interface Pair {
    void at(int value, int inChunk);
  }

  /** Calls with the index of each element of a part here, and in the array of its chunk. */
  private void pairs(Grid grid, long[] place, Box part, Pair action) {
    int n = grid.dimensions();
    int[] chunkSteps = new int[n];
    long[] origin = new long[n];
    for (int d = 0; d < n; d++) {
      chunkSteps[d] = grid.step(d);
      origin[d] = place[d] * grid.chunk()[d];
    }
    Box chunk = new Box(origin, grid.chunk());
    part.forEach(at -> action.at(box.index(at, steps), chunk.index(at, chunkSteps)));
  }

  private static Object copy(Object pixels) {
    int n = Array.getLength(pixels);
    Object copy = Array.newInstance(pixels.getClass().getComponentType(), n);
    System.arraycopy(pixels, 0, copy, 0, n);
    return copy;
  }

  private static float get(Object pixels, int i) {
    if (pixels instanceof byte[] p) {
      return p[i] & 0xff;
    }
    return pixels instanceof short[] p ? p[i] & 0xffff : ((float[]) pixels)[i];
  }

  /** Sets an element; tells whether its bits change. */
  private static boolean set(Object pixels, int i, float value) {
    if (pixels instanceof byte[] p) {
      byte old = p[i];
      p[i] = (byte) (int) value;
      return old != p[i];
    }
    if (pixels instanceof short[] p) {
      short old = p[i];
      p[i] = (short) (int) value;
      return old != p[i];
    }
    float[] p = (float[]) pixels;
    int old = Float.floatToRawIntBits(p[i]);
    p[i] = value;
    return old != Float.floatToRawIntBits(value);
  }
}
