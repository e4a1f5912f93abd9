package io.github.palimpsest.large;

import io.github.palimpsest.check.BadInput;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The folder of the patches of one output, {@code <output>.pieces.part} beside it. While it is open
 * no other run makes the same output; it stays until the output is finished, so that a run that was
 * killed goes on where it was.
 */
final class PatchFolder implements AutoCloseable {
  private static final String LOCK = "lock";

  private final Path folder;
  private final FileChannel lock;

  private PatchFolder(Path folder, FileChannel lock) {
    this.folder = folder;
    this.lock = lock;
  }

  /**
   * Makes the folder and keeps others out.
   *
   * @throws BadInput if that cannot be
   */
  static PatchFolder open(Path output) {
    Path folder = output.resolveSibling(output.getFileName() + ".pieces.part");
    FileChannel channel = null;
    try {
      Files.createDirectories(folder);
      channel =
          FileChannel.open(
              folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (channel.tryLock() != null) {
        return new PatchFolder(folder, channel);
      }
      channel.close();
    } catch (IOException e) {
      throw new BadInput(
          String.format(
              "output (%s) cannot be made: %s (%s).",
              output, "its folder must exist and be writable", e.getMessage()),
          e);
    } catch (OverlappingFileLockException e) {
      close(channel);
    }
    throw BadInput.of("output (%s) is being made by another batch: wait until it ends.", output);
  }

  private static void close(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // it was only opened
    }
  }

  Path path() {
    return folder;
  }

  /** Removes what is no patch of these tasks: of older plans, and unfinished. */
  void keepOnly(Set<Path> patches) {
    Set<Path> kept = patches.stream().map(Path::getFileName).collect(Collectors.toSet());
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
      for (Path file : all) {
        if (!kept.contains(file.getFileName()) && !file.getFileName().toString().equals(LOCK)) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      throw new BadInput("The folder (" + folder + ") must be writable: " + e.getMessage(), e);
    }
  }

  /** Removes it: nothing is left to be done. */
  void remove() {
    keepOnly(Set.of());
    try {
      close();
      Files.deleteIfExists(folder.resolve(LOCK));
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      // an empty folder is left; the next run takes it
    }
  }

  @Override
  public void close() {
    close(lock);
  }
}
