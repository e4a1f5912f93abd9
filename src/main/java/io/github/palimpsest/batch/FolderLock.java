package io.github.palimpsest.batch;

import io.github.palimpsest.check.BadInput;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps a folder for one batch, of this process or another; ends with the process. */
final class FolderLock implements AutoCloseable {
  private static final String FILE = ".palimpsest.lock";

  private final Path file;
  private final FileChannel channel;

  private FolderLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Locks a folder that is there.
   *
   * @throws BadInput if another batch holds it
   */
  static FolderLock of(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    while (true) {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!tryLock(channel)) {
        channel.close();
        throw BadInput.of(
            "output (%s) is being written by another batch: wait for its end, or choose another"
                + " folder.",
            folder);
      }
      if (isAt(file, channel)) {
        return new FolderLock(file, channel);
      }
      // the other batch has removed it in the meantime
      channel.close();
    }
  }

  private static boolean tryLock(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    } catch (IOException | RuntimeException | Error e) {
      channel.close();
      throw e;
    }
  }

  /** Whether the file that was locked is still the one of that name. */
  private static boolean isAt(Path file, FileChannel channel) throws IOException {
    long mark = System.nanoTime();
    channel.truncate(0);
    channel.write(java.nio.ByteBuffer.allocate(Long.BYTES).putLong(0, mark));
    if (!Files.exists(file) || Files.size(file) != Long.BYTES) {
      return false;
    }
    return java.nio.ByteBuffer.wrap(Files.readAllBytes(file)).getLong() == mark;
  }

  @Override
  public void close() {
    if (channel.isOpen()) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        // an empty file that is locked by nobody does no harm
      }
      try {
        channel.close();
      } catch (IOException e) {
        // the lock ends with the process
      }
    }
  }
}
