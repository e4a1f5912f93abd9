package io.github.palimpsest.large.zarr;

import io.github.palimpsest.batch.Outputs;
import io.github.palimpsest.batch.file.ImageFile;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.check.Cancelled;
import io.github.palimpsest.check.FreeMemory;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.inpaint.monitor.WorkProgress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A copy of a folder that is made beside its place and then put there as a whole: {@code
 * <place>.<unique>.part}. Java can replace a file at once, but no folder: the old one is renamed to
 * {@code <place>.<unique>.old} first, and whoever begins the next run puts it back if that was all
 * that could be done.
 */
final class FolderCopy {
  private static final String PART = ".part";
  private static final String OLD = ".old";
  private static final int FORCED_AT_ONCE = 8;

  private final Path place;
  private final Path part;
  private final Monitor monitor;
  private final BooleanSupplier stopped;

  private FolderCopy(Path place, Monitor monitor, BooleanSupplier stopped) {
    this.place = place;
    this.monitor = monitor;
    this.stopped = stopped;
    part = Outputs.part(place);
  }

  /**
   * Copies a folder.
   *
   * @param monitor told how far it is, here and in {@link #commit}
   * @param stopped asked whether to end
   * @throws BadInput if that cannot be; nothing is left then
   * @throws Cancelled when stopped; likewise
   */
  static FolderCopy of(Path source, Path place, Monitor monitor, BooleanSupplier stopped) {
    Path target = place.toAbsolutePath().normalize();
    FolderCopy copy = new FolderCopy(target, monitor, stopped);
    try {
      requireApart(source, target);
      Files.createDirectories(target.getParent());
      requireReplaceable(target);
      List<Path> all = all(source);
      copy.fill(source, all, requiredRoom(all, target));
      return copy;
    } catch (IOException | UncheckedIOException e) {
      copy.remove();
      throw copy.failed(e);
    } catch (Cancelled e) {
      copy.remove();
      throw e;
    }
  }

  private void fill(Path source, List<Path> all, long bytes) throws IOException {
    String name = String.valueOf(source.getFileName());
    WorkProgress progress = new WorkProgress(monitor, "Batch: copying " + name, bytes, stopped);
    for (Path from : all) {
      Path to = part.resolve(source.relativize(from).toString());
      if (Files.isDirectory(from)) {
        Files.createDirectories(to);
      } else {
        Files.copy(from, to);
        progress.more(Files.size(to));
      }
    }
  }

  private static void requireApart(Path source, Path target) throws IOException {
    Path there = target;
    while (!Files.exists(there)) {
      there = there.getParent();
    }
    // links may lead anywhere
    Path real = there.toRealPath().resolve(there.relativize(target).toString());
    Path from = source.toRealPath();
    if (real.startsWith(from) || from.startsWith(real)) {
      throw BadInput.of(
          "output (%s) must lie beside the image (%s), not in or around it.", target, source);
    }
  }

  private static void requireReplaceable(Path target) throws IOException {
    if (!Files.exists(target) || ZarrNode.is(target)) {
      return;
    }
    if (Files.isDirectory(target)) {
      try (Stream<Path> inside = Files.list(target)) {
        if (inside.findAny().isEmpty()) {
          return;
        }
      }
    }
    throw BadInput.of("output (%s) is there and is no OME-Zarr folder: name another.", target);
  }

  private static long requiredRoom(List<Path> all, Path target) throws IOException {
    long bytes = 0;
    for (Path path : all) {
      bytes += Files.isDirectory(path) ? 0 : Files.size(path);
    }
    long room = Files.getFileStore(target.getParent()).getUsableSpace();
    if (bytes > room) {
      throw BadInput.of(
          "output (%s) needs %s, and its disk has %s left: make room, or choose another disk.",
          target, FreeMemory.say(bytes), FreeMemory.say(room));
    }
    return bytes;
  }

  /** Everything in a folder, links followed, each folder before what is in it. */
  static List<Path> all(Path folder) throws IOException {
    try (Stream<Path> walk = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      return walk.sorted().toList();
    }
  }

  /** The folder that is being made. */
  Path part() {
    return part;
  }

  /**
   * Makes sure that all of it is on disk and puts it in its place.
   *
   * @param before told its {@link FolderIdentity} in between
   * @throws BadInput if that cannot be; the place is as before
   * @throws Cancelled when stopped; likewise
   */
  void commit(Consumer<String> before) {
    try {
      forceAll(all(part));
      before.accept(FolderIdentity.of(part, ChronoUnit.MILLIS));
      Path old = Path.of(part.toString().replaceFirst(PART + "$", OLD));
      boolean replaces = Files.exists(place);
      if (replaces) {
        Files.move(place, old, StandardCopyOption.ATOMIC_MOVE);
      }
      try {
        Files.move(part, place, StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException e) {
        if (replaces) {
          Files.move(old, place, StandardCopyOption.ATOMIC_MOVE);
        }
        throw e;
      }
      force(place.getParent());
      if (replaces) {
        removeOld(old);
      }
    } catch (IOException | UncheckedIOException e) {
      throw failed(e);
    }
  }

  private void removeOld(Path old) {
    Path removed = Outputs.part(place);
    try {
      // what is removed in part must never be put back
      Files.move(old, removed, StandardCopyOption.ATOMIC_MOVE);
      delete(removed);
    } catch (IOException | UncheckedIOException e) {
      // the next run removes it; the new one is in its place
    }
  }

  /** Several at a time: most disks then need a fraction of the time. */
  private void forceAll(List<Path> paths) throws IOException {
    WorkProgress progress =
        new WorkProgress(
            monitor,
            "Batch: making " + place.getFileName() + " safe on disk",
            paths.size(),
            stopped);
    ExecutorService threads = Executors.newFixedThreadPool(FORCED_AT_ONCE);
    try {
      List<Future<Void>> forced = new ArrayList<>();
      for (Path path : paths) {
        forced.add(
            threads.submit(
                () -> {
                  force(path);
                  return null;
                }));
      }
      for (Future<Void> one : forced) {
        one.get();
        progress.more(1);
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException disk ? disk : new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Cancelled();
    } finally {
      threads.shutdownNow();
    }
  }

  private static void force(Path path) throws IOException {
    boolean folder = Files.isDirectory(path);
    if (folder && System.getProperty("os.name").startsWith("Windows")) {
      // folders cannot be opened there, and need not be
      return;
    }
    boolean read = folder || !Files.isWritable(path);
    try (FileChannel file =
        FileChannel.open(path, read ? StandardOpenOption.READ : StandardOpenOption.WRITE)) {
      file.force(true);
    }
  }

  /** Removes what was not committed; idempotent. */
  void remove() {
    try {
      delete(part);
    } catch (IOException | UncheckedIOException e) {
      // its name says that it is not finished
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (NoSuchFileException e) {
      // there is nothing
    }
  }

  /** A sentence for a fault of the disk. */
  BadInput failed(Exception e) {
    IOException disk = e instanceof UncheckedIOException u ? u.getCause() : (IOException) e;
    return new BadInput(
        "output (" + place + ") cannot be written: " + ImageFile.reason(disk) + ".", e);
  }
}
