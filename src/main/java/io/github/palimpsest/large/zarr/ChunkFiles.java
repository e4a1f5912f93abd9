package io.github.palimpsest.large.zarr;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.function.LongFunction;

/**
 * One file a chunk.
 *
 * @param files the file of each chunk by its number
 */
record ChunkFiles(LongFunction<Path> files) implements ChunkStore {
  @Override
  public boolean has(long number) {
    return Files.exists(files.apply(number));
  }

  @Override
  public byte[] read(long number) throws IOException {
    try {
      return Files.readAllBytes(files.apply(number));
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  @Override
  public void write(Map<Long, byte[]> chunks) throws IOException {
    for (var chunk : chunks.entrySet()) {
      Path file = files.apply(chunk.getKey());
      Files.createDirectories(file.getParent());
      replace(file, chunk.getValue());
    }
  }

  /** Writes a file anew; one in its place may be read-only, as it was in the source. */
  static void replace(Path file, byte[] bytes) throws IOException {
    Path made = file.resolveSibling(file.getFileName() + ".new");
    Files.write(made, bytes);
    Files.move(made, file, StandardCopyOption.REPLACE_EXISTING);
  }
}
