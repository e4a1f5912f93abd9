package io.github.palimpsest.large.tiff;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.check.Cancelled;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The bytes of a file, read at any place by any thread. */
final class FileBytes implements AutoCloseable {
  private final Path path;
  private final long size;
  private final ByteOrder order;
  private FileChannel channel;
  private boolean closed;

  FileBytes(Path path, ByteOrder order) throws IOException {
    this.path = path;
    this.order = order;
    channel = FileChannel.open(path, StandardOpenOption.READ);
    size = channel.size();
  }

  Path path() {
    return path;
  }

  long size() {
    return size;
  }

  ByteOrder order() {
    return order;
  }

  /**
   * Some bytes, in the order of the file.
   *
   * @throws BadInput if the file ends before
   */
  ByteBuffer read(long at, int n) {
    if (at < 0 || n < 0 || at + n > size) {
      throw cutOff(path);
    }
    ByteBuffer bytes = ByteBuffer.allocate(n).order(order);
    read(at, bytes);
    return bytes.flip();
  }

  /** Fills what remains of a buffer. */
  void read(long at, ByteBuffer bytes) {
    int from = bytes.position();
    while (true) {
      FileChannel now = channel();
      try {
        bytes.position(from);
        for (long p = at; bytes.hasRemaining(); ) {
          int n = now.read(bytes, p);
          if (n < 0) {
            throw cutOff(path);
          }
          p += n;
        }
        return;
      } catch (ClosedByInterruptException e) {
        throw new Cancelled();
      } catch (ClosedChannelException e) {
        // another thread was interrupted while it read, which closes the channel for all
        if (!reopen(now)) {
          throw failed(path, e);
        }
      } catch (IOException e) {
        throw failed(path, e);
      }
    }
  }

  private synchronized FileChannel channel() {
    return channel;
  }

  private synchronized boolean reopen(FileChannel old) {
    if (closed) {
      return false;
    }
    try {
      if (channel == old) {
        channel = FileChannel.open(path, StandardOpenOption.READ);
      }
      return true;
    } catch (IOException e) {
      throw failed(path, e);
    }
  }

  static BadInput cutOff(Path path) {
    return BadInput.of("The TIFF (%s) is damaged or cut off: copy or save it again.", path);
  }

  static BadInput failed(Path path, IOException e) {
    return new BadInput("The TIFF (" + path + ") cannot be read (" + e + ").", e);
  }

  @Override
  public synchronized void close() {
    closed = true;
    try {
      channel.close();
    } catch (IOException e) {
      throw failed(path, e);
    }
  }
}
