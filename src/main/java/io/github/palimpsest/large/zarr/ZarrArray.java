package io.github.palimpsest.large.zarr;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.check.Cancelled;
import io.github.palimpsest.image.SampleType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/**
 * An array of a Zarr hierarchy, read and written chunk by chunk. Chunks are ImageJ's arrays (bytes,
 * shorts or floats) of a chunk's whole shape, last dimension fastest; the cache shares them, so
 * nobody writes into them. Threads may read side by side; one may write while none reads.
 */
final class ZarrArray {
  /** What elements become. */
  enum Reading {
    /** Themselves; other types than ImageJ's are refused. */
    PIXELS,
    /** Themselves; those of other types what {@link #MARKS} makes of them. */
    MASK,
    /** 255 where they are above 0, and 0 elsewhere, in bytes. */
    MARKS
  }

  private static final int LARGEST_CHUNK = 1 << 30;

  private final Path folder;
  private final ArrayHeader header;
  private final boolean marks;
  private final ChunkCache cache;
  private Object unstored;

  private ZarrArray(Path folder, ArrayHeader header, boolean marks) {
    this.folder = folder;
    this.header = header;
    this.marks = marks;
    cache = new ChunkCache((long) header.codec().elements() * (marks ? 1 : type().size()));
  }

  /**
   * Opens an array.
   *
   * @throws BadInput if it is none or cannot be read, saying why
   */
  static ZarrArray open(Path folder, Reading reading) {
    ZarrNode node = ZarrNode.of(folder);
    if (node == null || node.array() == null) {
      throw BadInput.of("The image (%s) has no array there: it is not complete.", folder);
    }
    try {
      ArrayHeader header = ArrayHeader.of(node);
      requireSizes(header);
      boolean foreign = header.codec().type().sampleType() == null;
      if (foreign && reading == Reading.PIXELS) {
        throw BadInput.of(
            "its data type (%s) must be uint8, uint16 or float32", header.codec().type().label());
      }
      return new ZarrArray(folder, header, reading == Reading.MARKS || foreign);
    } catch (BadInput e) {
      throw new BadInput(
          "The array (" + folder + ") cannot be used: " + e.getMessage() + "; convert it first.",
          e);
    } catch (IOException | RuntimeException e) {
      // metadata of others may be of any form
      throw new BadInput("The metadata of the array (" + folder + ") are damaged: " + e + ".", e);
    }
  }

  private static void requireSizes(ArrayHeader header) throws IOException {
    Grid grid = header.grid();
    if (grid.shape().length != grid.chunk().length
        || Arrays.stream(grid.shape()).anyMatch(n -> n < 1)
        || Arrays.stream(grid.chunk()).anyMatch(n -> n < 1)) {
      throw new IOException(
          "shape " + Arrays.toString(grid.shape()) + ", chunks " + Arrays.toString(grid.chunk()));
    }
    long bytes = header.codec().type().size();
    for (int n : grid.chunk()) {
      bytes *= n;
      if (bytes > LARGEST_CHUNK) {
        throw BadInput.of("its chunks (%s) must be below 1 GB each", Arrays.toString(grid.chunk()));
      }
    }
  }

  /** Its chunks. */
  Grid grid() {
    return header.grid();
  }

  /** The type of what is stored. */
  ElementType type() {
    return header.codec().type();
  }

  /** The type of the arrays that are read. */
  SampleType sampleType() {
    return marks ? SampleType.UINT8 : type().sampleType();
  }

  /** Whether a chunk may hold anything but 0. */
  boolean maybe(long number) {
    try {
      return header.store().has(number) || !fillsZero();
    } catch (IOException e) {
      throw unreadable(number, e);
    }
  }

  private boolean fillsZero() {
    ByteBuffer element = fill();
    for (int i = 0; i < element.capacity(); i++) {
      if (element.get(i) != 0) {
        return false;
      }
    }
    return true;
  }

  /** A chunk; the fill value where nothing is stored. */
  Object read(long number) {
    return cache.get(number, this::load);
  }

  private Object load(long number) {
    try {
      byte[] stored = header.store().read(number);
      return stored == null ? unstored() : values(header.codec().decode(stored));
    } catch (ClosedByInterruptException e) {
      throw new Cancelled();
    } catch (IOException e) {
      throw unreadable(number, e);
    }
  }

  private BadInput unreadable(long number, IOException e) {
    return new BadInput(
        String.format(
            "The chunk %s of %s cannot be read: %s.",
            Arrays.toString(grid().place(number)), folder, e.getMessage()),
        e);
  }

  private Object values(ByteBuffer raw) {
    return marks ? type().marks(raw) : type().pixels(raw);
  }

  /** One for all chunks that are not stored. */
  private synchronized Object unstored() {
    if (unstored == null) {
      ByteBuffer raw = header.codec().empty();
      byte[] element = fill().array();
      while (raw.hasRemaining()) {
        raw.put(element);
      }
      unstored = values(raw.flip());
    }
    return unstored;
  }

  private ByteBuffer fill() {
    ByteBuffer element = ByteBuffer.allocate(type().size()).order(header.codec().bytes());
    type().fill(header.fill(), element);
    return element;
  }

  /** The bytes to {@link #write} for a chunk. */
  byte[] encode(Object chunk) throws IOException {
    ByteBuffer elements = header.codec().empty();
    type().put(chunk, elements);
    return header.codec().encode(elements);
  }

  /** Stores encoded chunks, by number. */
  void write(Map<Long, byte[]> chunks) throws IOException {
    header.store().write(chunks);
    chunks.keySet().forEach(cache::forget);
  }
}
