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

/**
 * Keeps a folder for one batch, of this process or another; ends with the process.
 *
 * <p>A process opens the file once only: on POSIX systems closing any other channel of a file would
 * end the lock.
 */
public final class FolderLock implements AutoCloseable {
  /** Name of the file that is locked. */
  public static final String FILE = ".palimpsest.lock";

  /** Folders that batches of this process hold. */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path folder;
  private final FileChannel channel;
  private boolean closed;

  private FolderLock(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /**
   * Locks a folder that is there.
   *
   * @throws BadInput if another batch holds it
   */
  public static FolderLock of(Path place) throws IOException {
    Path folder = place.toRealPath();
    if (!HELD.add(folder)) {
      throw busy(place);
    }
    FolderLock lock = null;
    try {
      lock = locked(place, folder);
      return lock;
    } finally {
      if (lock == null) {
        HELD.remove(folder);
      }
    }
  }

  private static FolderLock locked(Path place, Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    while (true) {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      try {
        FileLock lock = channel.tryLock();
        if (lock == null) {
          throw busy(place);
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
    channel.write(ByteBuffer.allocate(mark), 0);
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
