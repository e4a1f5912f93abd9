package io.github.palimpsest.large;

import io.github.palimpsest.batch.FolderLock;
import io.github.palimpsest.batch.Outputs;
import io.github.palimpsest.batch.file.ImageFile;
import io.github.palimpsest.check.BadInput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The folder of the patches of one output, {@code <output>.pieces.part} beside it. While it is open
 * no other run makes the same output; it stays until the output is finished, so that a run that was
 * killed goes on where it was.
 */
final class PatchFolder implements AutoCloseable {
  private static final int TRIES = 3;

  private final Path folder;
  private final FolderLock lock;

  private PatchFolder(Path folder, FolderLock lock) {
    this.folder = folder;
    this.lock = lock;
  }

  /**
   * Makes the folder and keeps others out.
   *
   * @param warn told if others cannot be kept out
   * @throws BadInput if that cannot be
   */
  static PatchFolder open(Path output, Consumer<String> warn) {
    Path folder = output.resolveSibling(Outputs.stem(output) + ".pieces.part");
    try {
      FolderLock lock = lock(folder, warn);
      try {
        removeUnfinished(output);
        return new PatchFolder(folder, lock);
      } catch (IOException | RuntimeException | Error e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw new BadInput(
          String.format(
              "output (%s) cannot be made, for nothing can be written beside it: %s.",
              output, ImageFile.reason(e)),
          e);
    }
  }

  private static FolderLock lock(Path folder, Consumer<String> warn) throws IOException {
    for (int tries = 1; ; tries++) {
      Files.createDirectories(folder);
      try {
        return FolderLock.of(folder, warn);
      } catch (NoSuchFileException e) {
        // another run has just ended and removed the folder
        if (tries == TRIES) {
          throw e;
        }
      }
    }
  }

  /**
   * Mends what a killed run left: removes copies and reports that it did not finish, and puts back
   * the old output that it had renamed to {@code <output>.<unique>.old} to make room for a folder,
   * or removes that if the new one is there. What cannot be removed does no harm.
   */
  private static void removeUnfinished(Path output) throws IOException {
    String copy = Pattern.quote(Outputs.stem(output));
    String report = Pattern.quote(Outputs.stem(LargeReport.file(output)));
    Pattern unfinished =
        Pattern.compile("(" + copy + "|" + report + ")\\.[0-9a-f-]{36}\\.(part|old)");
    try (DirectoryStream<Path> all =
        Files.newDirectoryStream(
            output.toAbsolutePath().getParent(),
            path -> unfinished.matcher(path.getFileName().toString()).matches())) {
      for (Path path : all) {
        if (path.toString().endsWith(".old") && !Files.exists(output)) {
          Files.move(path, output, StandardCopyOption.ATOMIC_MOVE);
        } else {
          remove(path, output);
        }
      }
    }
  }

  private static void remove(Path path, Path output) {
    try {
      Path part = path;
      if (path.toString().endsWith(".old")) {
        // what is removed in part must never be put back
        part = Files.move(path, Outputs.part(output), StandardCopyOption.ATOMIC_MOVE);
      }
      try (Stream<Path> inside = Files.walk(part)) {
        for (Path each : inside.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(each);
        }
      }
    } catch (IOException | UncheckedIOException e) {
      // one of another user's may stay
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
        if (!kept.contains(file.getFileName())
            && !file.getFileName().toString().equals(FolderLock.FILE)) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      throw new BadInput("The folder (" + folder + ") must be writable: " + e.getMessage(), e);
    }
  }

  /** Removes all patches: nothing is left to be done. */
  void clear() {
    try {
      keepOnly(Set.of());
    } catch (BadInput e) {
      // those that stay do no harm, and the output is there
      return;
    }
  }

  /** Lets others in, and removes the folder if there is no patch in it. */
  @Override
  public void close() {
    try {
      lock.close();
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      // there are patches, or somebody else has come
    }
  }
}
