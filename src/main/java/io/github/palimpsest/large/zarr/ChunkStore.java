package io.github.palimpsest.large.zarr;

import java.io.IOException;
import java.util.Map;

/** Where the encoded chunks of an array are: in files of their own, or several in a shard. */
interface ChunkStore {
  /** Whether a chunk is stored; if not, all of it is the fill value. */
  boolean has(long number) throws IOException;

  /** The bytes of a chunk; null if it is not stored. */
  byte[] read(long number) throws IOException;

  /** Stores chunks, by number, and leaves all others as they are. One thread. */
  void write(Map<Long, byte[]> chunks) throws IOException;
}
