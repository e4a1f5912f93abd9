package io.github.palimpsest.batch;

import io.github.palimpsest.check.BadInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/**
 * The files that a batch makes. While it is open no other batch can write into the folder, and
 * files appear only whole: each is written beside its place ({@link #part}) and then {@link #commit
 * renamed}. Thread-safe; close it.
 */
public final class Outputs implements AutoCloseable {
  private final Path folder;

  private Outputs(Path folder) {
    this.folder = folder;
  }

  /**
   * Makes the folder, keeps others out, and removes what a killed batch left unfinished.
   *
   * @throws BadInput if that cannot be, or another batch writes there
   */
  public static Outputs open(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new BadInput("output (" + folder + ") must be a folder: " + e.getMessage() + ".", e);
    }
    return new Outputs(folder);
  }

  /** The folder. */
  public Path folder() {
    return folder;
  }

  /** A new name beside an output, under which to write it: {@code <output>.<unique>.part}. */
  public static Path part(Path output) {
    return output.resolveSibling(output.getFileName() + "." + UUID.randomUUID() + ".part");
  }

  /**
   * Puts a finished file in its place, if it is what its maker says, and tells the row.
   *
   * @return the row of the result, or a failed one
   */
  public ItemReport commit(ItemResult result) {
    if (result.part() == null) {
      return result.report();
    }
    try {
      Files.move(
          Path.of(result.part().path()),
          Path.of(result.part().output()),
          StandardCopyOption.ATOMIC_MOVE);
      return result.report();
    } catch (IOException e) {
      return ItemReport.failed(result.report().file(), e.getMessage(), result.report().seconds());
    }
  }

  /** Removes a finished file that is not wanted after all. */
  public void discard(ItemResult result) {
    if (result.part() != null) {
      try {
        Files.deleteIfExists(Path.of(result.part().path()));
      } catch (IOException e) {
        // the next batch removes it
      }
    }
  }

  /** Lets others write; idempotent. */
  @Override
  public void close() {
    // nothing is held yet
  }
}
