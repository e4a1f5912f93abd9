package io.github.palimpsest.batch;

import io.github.palimpsest.batch.file.ImageFile;
import io.github.palimpsest.batch.file.SealedTiff;
import io.github.palimpsest.batch.file.Sha256;
import io.github.palimpsest.batch.file.TiffProperties;
import io.github.palimpsest.check.BadInput;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * The files that a batch makes. While it is open no other batch can write into the folder, and
 * files appear only whole: each is written beside its place ({@link #part}) and then {@link #commit
 * renamed}. Thread-safe; close it.
 */
public final class Outputs implements AutoCloseable {
  private static final Pattern PART =
      Pattern.compile("(?s).+\\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\.part");

  /** Bytes of a name to which a part's ending can be put; file systems take 255. */
  private static final int LONGEST = 200;

  private static final int HASH = 17;

  private final Path folder;
  private final FolderLock lock;

  private Outputs(Path folder, FolderLock lock) {
    this.folder = folder;
    this.lock = lock;
  }

  /**
   * Makes the folder, keeps others out, and removes what a killed batch left unfinished.
   *
   * @param warn told if others cannot be kept out
   * @throws BadInput if that cannot be, or another batch writes there
   */
  public static Outputs open(Path folder, Consumer<String> warn) {
    try {
      Files.createDirectories(folder);
      FolderLock lock = FolderLock.of(folder, warn);
      try {
        new Report(folder).check();
        Outputs outputs = new Outputs(folder, lock);
        outputs.sweep();
        return outputs;
      } catch (IOException | RuntimeException | Error e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      String why = ImageFile.reason(e);
      throw new BadInput(
          "output (" + folder + ") must be a folder that can be written: " + why + ".", e);
    }
  }

  /** Removes every unfinished file; to be called while nobody writes one. */
  public void sweep() throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (isPart(file)) {
              // one of another user's may stay: it does no harm
              delete(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** A new name beside an output, under which to write it: {@code <stem>.<unique>.part}. */
  public static Path part(Path output) {
    return output.resolveSibling(stem(output) + "." + UUID.randomUUID() + ".part");
  }

  /**
   * What names of files beside an output begin with: its own, of a very long one cut with a hash.
   */
  public static String stem(Path output) {
    String name = output.getFileName().toString();
    if (bytes(name) <= LONGEST) {
      return name;
    }
    int end = Math.min(name.length(), LONGEST);
    while (bytes(name.substring(0, end)) > LONGEST - HASH) {
      end = name.offsetByCodePoints(end, -1);
    }
    return name.substring(0, end) + "-" + Sha256.of(name).substring(0, HASH - 1);
  }

  private static int bytes(String name) {
    return name.getBytes(StandardCharsets.UTF_8).length;
  }

  /** Whether a file has a name made by {@link #part}; it may hold any character, line ends too. */
  public static boolean isPart(Path file) {
    return PART.matcher(file.getFileName().toString()).matches();
  }

  /**
   * What a batch made at an output's place before.
   *
   * @return null if there is nothing
   * @throws BadInput if there is something that no batch made, which is not to be overwritten
   */
  static Stamp made(Path output) {
    if (!Files.exists(output, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
      return null;
    }
    boolean file = Files.isRegularFile(output) && output.toFile().length() > 0;
    Stamp stamp = file ? Stamp.parse(TiffProperties.of(output).get(Stamp.PROPERTY)) : null;
    if (stamp == null) {
      throw BadInput.of(
          "'%s' is in the output folder already, was made by no batch, and is not overwritten: move"
              + " it away.",
          output.getFileName());
    }
    return stamp;
  }

  /**
   * Refuses to replace what a batch made where it holds somebody's work since.
   *
   * @throws BadInput with the remedy
   */
  static void requireUnchanged(Path output) {
    if (!isUnchanged(output)) {
      throw BadInput.of(
          "'%s' was changed since a batch made it, and is not overwritten by another one: move it"
              + " away.",
          output.getFileName());
    }
  }

  /**
   * Whether every byte is as a batch wrote it. Reads all of them.
   *
   * @throws BadInput if that cannot be
   */
  static boolean isUnchanged(Path output) {
    try {
      return SealedTiff.isUnchanged(output);
    } catch (IOException e) {
      throw new BadInput(
          "'" + output.getFileName() + "' cannot be read: " + ImageFile.reason(e) + ".", e);
    }
  }

  /**
   * Puts a finished file in its place and tells the row. Any thread may call it, several at once.
   *
   * @return the row of the result, or a failed one; a file that does not come to its place is
   *     removed
   */
  public ItemReport commit(TaskResult result) {
    try {
      return commit(null, null, result);
    } catch (RefusedPart e) {
      return failed(result, e.getMessage());
    }
  }

  /**
   * The same of what somebody else has made.
   *
   * @param item what was to be made
   * @param work that should have made it; its stamp is found anew, from the files of the item
   * @throws RefusedPart if the file is not the one that the result speaks of, or not of the item as
   *     it is now; it is removed, and the item may be made once more
   */
  public ItemReport commit(BatchItem item, ItemWork work, TaskResult result) throws RefusedPart {
    try {
      require(item, result);
      if (item != null && result.part() != null) {
        requireOf(item, work, result.part());
      }
      if (result.part() == null) {
        return result.report();
      }
      Path output = Path.of(result.part().output());
      made(output);
      Files.move(Path.of(result.part().path()), output, StandardCopyOption.ATOMIC_MOVE);
      sync(output.getParent());
      return result.report();
    } catch (RefusedPart e) {
      discard(result);
      throw e;
    } catch (BadInput e) {
      return failed(result, e.getMessage());
    } catch (IOException e) {
      return failed(result, "The result cannot be written: " + ImageFile.reason(e) + ".");
    }
  }

  private void require(BatchItem item, TaskResult result) throws RefusedPart {
    ItemReport row = result.report();
    TaskResult.Part made = result.part();
    if (item != null && !item.name().equals(row.file())) {
      throw new RefusedPart("is of another image, " + row.file());
    }
    if ((made == null) == (row.status() == ItemReport.Status.DONE)) {
      throw new RefusedPart(made == null ? "is missing" : "comes with a row that is not done");
    }
    if (made != null) {
      Path part = Path.of(made.path());
      Path output = Path.of(made.output());
      if (!output.startsWith(folder)
          || item != null && !made.output().equals(item.output())
          || !isPart(part)
          || !output.getParent().equals(part.getParent())) {
        throw new RefusedPart("lies in another place (" + part.getFileName() + ")");
      }
      requireSame(made, part);
    }
  }

  /** A file may be whole and as its maker says, and yet of another image or with other values. */
  private static void requireOf(BatchItem item, ItemWork work, TaskResult.Part made)
      throws RefusedPart {
    try {
      if (!work.stamp(item).equals(made.stamp())) {
        throw new RefusedPart("is of another image, mask or values");
      }
    } catch (BadInput e) {
      throw new RefusedPart("cannot be compared with its image (" + e.getMessage() + ")");
    }
  }

  private static void requireSame(TaskResult.Part made, Path part) throws RefusedPart {
    try {
      if (!Files.isRegularFile(part) || Files.size(part) != made.bytes()) {
        throw new RefusedPart("has not the length it was given");
      }
      if (!Sha256.of(part).equals(made.sha256())) {
        throw new RefusedPart("has not the bytes it was given");
      }
      Stamp stamp = Stamp.parse(TiffProperties.of(part).get(Stamp.PROPERTY));
      if (stamp == null || !stamp.sha256().equals(made.stamp()) || !TiffProperties.isWhole(part)) {
        throw new RefusedPart("is not the TIFF it should be");
      }
    } catch (IOException | BadInput e) {
      throw new RefusedPart("cannot be read (" + e.getMessage() + ")");
    }
  }

  private ItemReport failed(TaskResult result, String sentence) {
    discard(result);
    return ItemReport.failed(result.report().file(), sentence, result.report().seconds());
  }

  /** Makes sure that a new name is on the disk, where the system lets us. */
  public static void sync(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Windows opens no folders, and needs no such call
    }
  }

  /** Removes a finished file that is not wanted after all. */
  public void discard(TaskResult result) {
    if (result.part() != null && isPart(Path.of(result.part().path()))) {
      delete(Path.of(result.part().path()));
    }
  }

  static void delete(Path part) {
    try {
      Files.deleteIfExists(part);
    } catch (IOException e) {
      // the next batch removes it
    }
  }

  /** Lets others write; idempotent. */
  @Override
  public void close() {
    lock.close();
  }
}
