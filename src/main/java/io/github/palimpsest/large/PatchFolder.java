package io.github.palimpsest.large;

import io.github.palimpsest.check.BadInput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The folder of the patches of one output, {@code <output>.pieces.part} beside it. While it is open
 * no other run makes the same output; it stays until the output is finished, so that a run that was
 * killed goes on where it was.
 */
final class PatchFolder implements AutoCloseable {
  private static final String LOCK = "lock";
  private static final int TRIES = 3;

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
    try {
      for (int tries = 0; tries < TRIES; tries++) {
        Files.createDirectories(folder);
        FileChannel channel = lock(folder.resolve(LOCK));
        if (channel != null) {
          removeUnfinished(output);
          return new PatchFolder(folder, channel);
        }
      }
    } catch (IOException e) {
      throw new BadInput(
          String.format(
              "output (%s) cannot be made, for nothing can be written beside it: %s.",
              output, e.getMessage()),
          e);
    }
    throw BadInput.of("output (%s) is being made by another batch: wait until it ends.", output);
  }

  /** The file open and locked; null if somebody else has it, or has removed it meanwhile. */
  private static FileChannel lock(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        byte[] own = UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII);
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(own), 0);
        if (Arrays.equals(own, Files.readAllBytes(file))) {
          return channel;
        }
      }
    } catch (OverlappingFileLockException | NoSuchFileException e) {
      // this process has it, or it was removed
    }
    channel.close();
    return null;
  }

  /**
   * Mends what a killed run left: removes copies that it did not finish, files or folders, and puts
   * back the old output that it had renamed to {@code <output>.<unique>.old} to make room for a
   * folder, or removes that if the new one is there.
   */
  private static void removeUnfinished(Path output) throws IOException {
    String name = Pattern.quote(output.getFileName().toString());
    Pattern unfinished = Pattern.compile(name + "\\.[0-9a-f-]{36}\\.(part|old)");
    try (DirectoryStream<Path> all =
        Files.newDirectoryStream(
            output.toAbsolutePath().getParent(),
            path -> unfinished.matcher(path.getFileName().toString()).matches())) {
      for (Path path : all) {
        if (path.toString().endsWith(".old") && !Files.exists(output)) {
          Files.move(path, output, StandardCopyOption.ATOMIC_MOVE);
        } else {
          delete(path);
        }
      }
    }
  }

  private static void delete(Path path) throws IOException {
    try (Stream<Path> inside = Files.walk(path)) {
      for (Path each : inside.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
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

  /** Removes all patches: nothing is left to be done. */
  void clear() {
    keepOnly(Set.of());
  }

  /** Lets others in, and removes the folder if there is no patch in it. */
  @Override
  public void close() {
    try (lock) {
      String[] left = folder.toFile().list();
      if (left != null && left.length <= 1) {
        // others that have opened it see that it is gone
        Files.deleteIfExists(folder.resolve(LOCK));
        Files.deleteIfExists(folder);
      }
    } catch (IOException e) {
      // an empty folder is left; the next run takes it
    }
  }
}
