package io.github.palimpsest.batch;

import io.github.palimpsest.check.BadInput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Keeps a folder for one batch, of this process or another; ends with the process.
 *
 * <p>A process opens the file once only: on POSIX systems closing any other channel of a file would
 * end the lock.
 *
 * <p>On a disk that keeps no locks, such as Lustre without {@code flock}, only batches of the same
 * process keep each other out. Two others would remove each other's unfinished files, which makes
 * failed rows; files are still whole and right, and the next batch does the rest.
 */
public final class FolderLock implements AutoCloseable {
  /** Name of the file that is locked. */
  public static final String FILE = ".palimpsest.lock";

  /** Folders that batches of this process hold. */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path folder;
  private final FileChannel channel;
  private boolean closed;

  /** How a file is locked. */
  @FunctionalInterface
  interface Locks {
    /**
     * @return null if another process holds it
     * @throws IOException if the disk keeps no locks
     */
    FileLock lock(FileChannel channel) throws IOException;
  }

  private FolderLock(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /**
   * Locks a folder that is there.
   *
   * @param warn told if its disk keeps no locks
   * @throws BadInput if another batch holds it
   */
  public static FolderLock of(Path place, Consumer<String> warn) throws IOException {
    return of(place, FileChannel::tryLock, warn);
  }

  static FolderLock of(Path place, Locks locks, Consumer<String> warn) throws IOException {
    Path folder = place.toRealPath();
    if (!HELD.add(folder)) {
      throw busy(place);
    }
    FolderLock lock = null;
    try {
      lock = locked(place, folder, locks, warn);
      return lock;
    } finally {
      if (lock == null) {
        HELD.remove(folder);
      }
    }
  }

  private static FolderLock locked(Path place, Path folder, Locks locks, Consumer<String> warn)
      throws IOException {
    Path file = folder.resolve(FILE);
    while (true) {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      try {
        if (!isLocked(channel, locks, place, warn)) {
          return new FolderLock(folder, channel);
        }
        if (isAt(file, channel)) {
          return new FolderLock(folder, channel);
        }
        // the other batch has removed it in the meantime
        channel.close();
      } catch (IOException | RuntimeException | Error e) {
        channel.close();
        throw e;
      }
    }
  }

  /** False if that cannot be known. */
  private static boolean isLocked(
      FileChannel channel, Locks locks, Path place, Consumer<String> warn) {
    FileLock lock;
    try {
      lock = locks.lock(channel);
    } catch (IOException e) {
      warn.accept(
          "output ("
              + place
              + ") lies on a disk that keeps no locks ("
              + e.getMessage()
              + "): let no other batch write there until this one ends.");
      return false;
    }
    if (lock == null) {
      throw busy(place);
    }
    return true;
  }

  private static BadInput busy(Path folder) {
    return BadInput.of(
        "output (%s) is being written by another batch: wait for its end, or choose another"
            + " folder.",
        folder);
  }

  /** Whether the file that was locked is still the one of that name, told by a length. */
  private static boolean isAt(Path file, FileChannel channel) throws IOException {
    int mark = 1 + new Random().nextInt(1 << 16);
    channel.truncate(0);
    // one block of a disk that may be nearly full
    channel.write(ByteBuffer.allocate(1), mark - 1);
    return Files.exists(file) && Files.size(file) == mark;
  }

  /** Lets others write; idempotent. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      try {
        Files.deleteIfExists(folder.resolve(FILE));
      } catch (IOException e) {
        // a file that is locked by nobody does no harm
      }
      try {
        channel.close();
      } catch (IOException e) {
        // the lock ends with the process
      }
      HELD.remove(folder);
    }
  }
}
