package io.github.palimpsest.large.tiff;

import io.github.palimpsest.batch.Outputs;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.check.FreeMemory;
import io.github.palimpsest.image.PlaneEdit;
import io.github.palimpsest.image.PlanePosition;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.inpaint.monitor.WorkProgress;
import io.github.palimpsest.large.LargeOutput;
import io.github.palimpsest.large.LargePlane;
import java.awt.Rectangle;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/** A TIFF that is being made; the pixels that are not repainted are in it from the beginning on. */
abstract class TiffOutput implements LargeOutput {
  /** No place of a classic TIFF is beyond. */
  static final long CLASSIC = 0xffffffffL;

  /** What is kept free for the record and ImageJ's other metadata. */
  static final long RECORD = 256L << 20;

  final TiffStructure tiff;
  final ByteOrder order;
  final Map<String, String> properties = new LinkedHashMap<>();
  private final Path place;
  private final Path part;
  private final IntFunction<PlanePosition> positions;
  private final CellCache cells = new CellCache();
  private FileChannel channel;
  private FileBytes reading;

  TiffOutput(TiffStructure tiff, Path place, IntFunction<PlanePosition> positions) {
    this.tiff = tiff;
    this.order = tiff.file().order();
    this.place = place.toAbsolutePath();
    this.positions = positions;
    part = Outputs.part(this.place);
  }

  /** The copy in which pixels can be repainted; nothing is written yet. */
  static TiffOutput of(
      TiffStructure tiff,
      List<PlaneLayout> layouts,
      Path place,
      IntFunction<PlanePosition> positions) {
    return of(tiff, layouts, place, positions, CLASSIC);
  }

  /**
   * As above.
   *
   * @param most largest place of a classic TIFF
   */
  static TiffOutput of(
      TiffStructure tiff,
      List<PlaneLayout> layouts,
      Path place,
      IntFunction<PlanePosition> positions,
      long most) {
    return PatchedCopy.possible(tiff, layouts, most)
        ? new PatchedCopy(tiff, layouts, place, positions)
        : new NewFile(tiff, layouts, place, positions, most);
  }

  /** Copies the pixels of the source; see {@link TiffImage#copyTo}. */
  TiffOutput begin(Monitor monitor, BooleanSupplier stopped) {
    try {
      requireSpace();
      channel =
          FileChannel.open(
              part,
              StandardOpenOption.CREATE_NEW,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      String words = "Batch: copying " + tiff.file().path().getFileName();
      copy(channel, new WorkProgress(monitor, words, size(), stopped));
      return this;
    } catch (IOException e) {
      close();
      throw failed(e);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Bytes that the copy takes before anything is added. */
  abstract long size();

  /**
   * Writes all pixels of the source.
   *
   * @param progress told of bytes
   */
  abstract void copy(FileChannel to, WorkProgress progress) throws IOException;

  /** Adds the properties and makes the file whole. */
  abstract void finish(FileChannel to) throws IOException;

  /** Where the pixels of a plane of the copy lie; the first is 0. */
  abstract PlaneLayout layout(int plane);

  /** How many planes there are. */
  abstract int planes();

  private void requireSpace() throws IOException {
    Path folder = place.getParent();
    if (!Files.isDirectory(folder)) {
      throw new NoSuchFileException(folder.toString());
    }
    long free = Files.getFileStore(folder).getUsableSpace();
    // a file system that does not tell says 0
    if (free > 0 && size() > free) {
      throw BadInput.of(
          "The output (%s) needs %s of the disk, but %s are free: free some, or choose another"
              + " folder.",
          place, FreeMemory.say(size()), FreeMemory.say(free));
    }
  }

  @Override
  public Path part() {
    return part;
  }

  @Override
  public void write(PlaneEdit edit) {
    PlaneLayout layout = layout(edit.position() - 1);
    Rectangle r = edit.rectangle();
    if (!new Rectangle(layout.width(), layout.height()).contains(r)) {
      throw new IllegalArgumentException(r + " must lie within the plane");
    }
    // planes handed out show what is written
    cells.clear();
    try {
      for (int y = 0; y < r.height; y++) {
        int first = r.width;
        int last = -1;
        for (int x = 0; x < r.width; x++) {
          if (edit.mask()[y * r.width + x] > 0) {
            first = Math.min(first, x);
            last = x;
          }
        }
        for (int x = first; x <= last; ) {
          int n = layout.blockWidth() - (r.x + x) % layout.blockWidth();
          n = Math.min(n, last + 1 - x);
          write(edit, layout, x, y, n);
          x += n;
        }
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Writes some pixels of a row of an edit, which lie in one block. */
  private void write(PlaneEdit edit, PlaneLayout layout, int x, int y, int n) throws IOException {
    Rectangle r = edit.rectangle();
    int size = layout.format().bytes();
    long at = layout.place(r.x + x, r.y + y);
    ByteBuffer bytes = ByteBuffer.allocate(n * size).order(order);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, at + bytes.position()) < 0) {
        throw new IOException("it has been cut off");
      }
    }
    for (int i = 0; i < n; i++) {
      int from = y * r.width + x + i;
      if (edit.mask()[from] > 0) {
        layout.format().put(edit.values(), from, bytes, i * size);
      }
    }
    write(channel, at, bytes.flip());
  }

  static void write(FileChannel to, long at, ByteBuffer bytes) throws IOException {
    for (long p = at; bytes.hasRemaining(); ) {
      p += to.write(bytes, p);
    }
  }

  static void write(FileChannel to, long at, byte[] bytes) throws IOException {
    write(to, at, ByteBuffer.wrap(bytes));
  }

  /** Copies part of the source. */
  void transfer(long from, long n, FileChannel to, long at, WorkProgress progress)
      throws IOException {
    try (FileChannel source = FileChannel.open(tiff.file().path(), StandardOpenOption.READ)) {
      to.position(at);
      for (long done = 0; done < n; ) {
        long k = source.transferTo(from + done, Math.min(n - done, 64 << 20), to);
        if (k <= 0) {
          throw new IOException("the source (" + tiff.file().path() + ") has been cut off");
        }
        done += k;
        progress.more(k);
      }
    }
  }

  @Override
  public LargePlane plane(int position) {
    try {
      if (reading == null) {
        reading = new FileBytes(part, order);
      }
      PlaneReader reader = new PlaneReader(reading, layout(position - 1));
      return new TiffPlane(positions.apply(position), reader, cells);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  @Override
  public void property(String name, String value) {
    properties.put(name, value);
  }

  @Override
  public void commit(Consumer<String> before) {
    try {
      finish(channel);
      channel.force(true);
      channel.close();
      before.accept(wholeIdentity());
      Files.move(part, place, StandardCopyOption.ATOMIC_MOVE);
      Outputs.sync(place.getParent());
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Reads back what the file says of itself, and what it is known by. */
  private String wholeIdentity() throws IOException {
    try (TiffImage made = TiffImage.open(part)) {
      if (made.planes().size() != planes()) {
        throw new IOException("what was written could not be read again");
      }
      return made.identity(ChronoUnit.MILLIS);
    }
  }

  BadInput failed(IOException e) {
    String why = e.getMessage();
    if (e instanceof NoSuchFileException) {
      why = "its folder does not exist";
    } else if (e instanceof FileSystemException f && f.getReason() != null) {
      why = f.getReason();
    } else if (e instanceof FileSystemException) {
      why = e.getClass().getSimpleName();
    }
    return new BadInput(
        "The output (" + place + ") could not be written: " + why + "; nothing was changed.", e);
  }

  @Override
  public void close() {
    try {
      if (reading != null) {
        reading.close();
      }
      if (channel != null) {
        channel.close();
      }
      Files.deleteIfExists(part);
    } catch (IOException e) {
      // whoever writes there next removes it
    }
  }
}
