package io.github.palimpsest.large.zarr;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongFunction;

/**
 * Chunks in shards (codec {@code sharding_indexed} of Zarr v3): files of several chunks and an
 * index of them. A shard that is written keeps the bytes of those of its chunks that are not.
 */
final class Shards implements ChunkStore {
  private static final int INDEXES_KEPT = 256;
  private static final long NONE = -1;

  private final Grid grid;
  private final Grid shards;
  private final ChunkCodec index;
  private final boolean indexFirst;
  private final LongFunction<Path> files;
  private final long indexBytes;
  private final Map<Long, long[]> indexes =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, long[]> eldest) {
          return size() > INDEXES_KEPT;
        }
      };

  /**
   * The shards of an array.
   *
   * @param grid of chunks
   * @param shards the grid of shards over the same array
   * @param index codec of the index, of unsigned 64-bit numbers: offset and size of each chunk
   * @param indexFirst whether it stands at the beginning of the file, not at the end
   * @param files the file of each shard by its number
   */
  Shards(Grid grid, Grid shards, ChunkCodec index, boolean indexFirst, LongFunction<Path> files)
      throws IOException {
    this.grid = grid;
    this.shards = shards;
    this.index = index;
    this.indexFirst = indexFirst;
    this.files = files;
    indexBytes = index.encode(index.empty()).length;
  }

  @Override
  public boolean has(long number) throws IOException {
    long[] entries = index(shard(number));
    return entries != null && entries[2 * slot(number)] != NONE;
  }

  @Override
  public byte[] read(long number) throws IOException {
    long[] entries = index(shard(number));
    int slot = slot(number);
    if (entries == null || entries[2 * slot] == NONE) {
      return null;
    }
    try (FileChannel file = FileChannel.open(files.apply(shard(number)))) {
      return read(file, entries[2 * slot], entries[2 * slot + 1]);
    }
  }

  @Override
  public void write(Map<Long, byte[]> chunks) throws IOException {
    Map<Long, Map<Integer, byte[]>> byShard = new TreeMap<>();
    chunks.forEach(
        (number, bytes) ->
            byShard.computeIfAbsent(shard(number), s -> new HashMap<>()).put(slot(number), bytes));
    for (var shard : byShard.entrySet()) {
      write(shard.getKey(), shard.getValue());
    }
  }

  private void write(long shard, Map<Integer, byte[]> chunks) throws IOException {
    Path file = files.apply(shard);
    long[] old = index(shard);
    long[] entries = new long[index.elements()];
    Arrays.fill(entries, NONE);
    Files.createDirectories(file.getParent());
    Path made = file.resolveSibling(file.getFileName() + ".new");
    try (FileChannel out =
            FileChannel.open(
                made,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE);
        FileChannel in = old == null ? null : FileChannel.open(file)) {
      long at = indexFirst ? indexBytes : 0;
      out.position(at);
      for (int slot = 0; slot < entries.length / 2; slot++) {
        byte[] chunk = chunks.get(slot);
        if (chunk == null && (old == null || old[2 * slot] == NONE)) {
          continue;
        }
        if (chunk == null) {
          chunk = read(in, old[2 * slot], old[2 * slot + 1]);
        }
        write(out, chunk);
        entries[2 * slot] = at;
        entries[2 * slot + 1] = chunk.length;
        at += chunk.length;
      }
      ByteBuffer elements = index.empty();
      elements.asLongBuffer().put(entries);
      out.position(indexFirst ? 0 : at);
      write(out, index.encode(elements));
    }
    Files.move(made, file, StandardCopyOption.REPLACE_EXISTING);
    synchronized (indexes) {
      indexes.remove(shard);
    }
  }

  /** Offset and size of each chunk of a shard; null if there is no shard. */
  private long[] index(long shard) throws IOException {
    synchronized (indexes) {
      long[] kept = indexes.get(shard);
      if (kept != null) {
        return kept;
      }
    }
    try (FileChannel file = FileChannel.open(files.apply(shard))) {
      long at = indexFirst ? 0 : file.size() - indexBytes;
      long[] entries = new long[index.elements()];
      index.decode(read(file, at, indexBytes)).asLongBuffer().get(entries);
      synchronized (indexes) {
        indexes.put(shard, entries);
      }
      return entries;
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private static byte[] read(FileChannel file, long at, long size) throws IOException {
    if (at < 0 || size < 0 || size > Integer.MAX_VALUE || at > file.size() - size) {
      throw new EOFException("its shard is cut off or its index is damaged");
    }
    ByteBuffer bytes = ByteBuffer.allocate((int) size);
    while (bytes.hasRemaining()) {
      if (file.read(bytes, at + bytes.position()) < 0) {
        throw new EOFException("its shard is cut off");
      }
    }
    return bytes.array();
  }

  private static void write(FileChannel file, byte[] bytes) throws IOException {
    ByteBuffer left = ByteBuffer.wrap(bytes);
    while (left.hasRemaining()) {
      file.write(left);
    }
  }

  private long shard(long number) {
    long[] place = grid.place(number);
    for (int d = 0; d < place.length; d++) {
      place[d] = place[d] * grid.chunk()[d] / shards.chunk()[d];
    }
    return shards.number(place);
  }

  /** The number of a chunk within its shard. */
  private int slot(long number) {
    long[] place = grid.place(number);
    int slot = 0;
    for (int d = 0; d < place.length; d++) {
      int count = shards.chunk()[d] / grid.chunk()[d];
      slot = slot * count + (int) (place[d] % count);
    }
    return slot;
  }
}
