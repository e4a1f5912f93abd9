package io.github.palimpsest.large.tiff;

import io.github.palimpsest.image.PlanePosition;
import io.github.palimpsest.inpaint.monitor.WorkProgress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntFunction;

/**
 * A file written anew, uncompressed, in which the planes follow one another as ImageJ writes them;
 * for sources whose pixels cannot be overwritten in place. Three forms:
 *
 * <ul>
 *   <li>a classic TIFF below 4 GB: pixels, then a directory a plane;
 *   <li>above, as ImageJ does it: one directory that stands for all planes, then pixels;
 *   <li>a BigTIFF where ImageJ would not know the number of planes: pixels, then directories.
 * </ul>
 */
final class NewFile extends TiffOutput {
  /** Fields of how the source stores its pixels, and pointers into it. */
  private static final Set<Integer> LEFT_OUT =
      Set.of(
          Tag.STRIP_OFFSETS,
          Tag.STRIP_LENGTHS,
          Tag.PREDICTOR,
          Tag.TILE_WIDTH,
          Tag.TILE_HEIGHT,
          Tag.TILE_OFFSETS,
          Tag.TILE_LENGTHS,
          Tag.SUB_IFDS,
          Tag.IMAGEJ_LENGTHS,
          Tag.IMAGEJ_METADATA,
          34665,
          34853,
          40965);

  /** What is kept free before the pixels for a directory and a record of usual size. */
  private static final long ROOM = 4 << 20;

  private static final int MOVED = 16 << 20;

  private final List<PlaneLayout> source;
  private final PixelFormat format;
  private final long bytes;
  private final boolean big;
  private final boolean front;
  private final DirectoryWriter writer;
  private long first;

  NewFile(
      TiffStructure tiff,
      List<PlaneLayout> source,
      Path place,
      IntFunction<PlanePosition> positions,
      long most) {
    super(tiff, place, positions);
    this.source = source;
    PlaneLayout one = source.get(0);
    format = one.format().written();
    bytes = format.rowBytes(one.width()) * one.height();
    long end = bytes * source.size() + 4096L * source.size() + RECORD;
    boolean small = end < most;
    front = !small && (source.size() == 1 || tiff.stack() == source.size());
    big = !small && !front;
    writer = new DirectoryWriter(big, order);
    first = front ? 8 + writer.length(fields(0, false)) + ROOM + 4095 & -4096 : 16;
  }

  @Override
  long size() {
    return first + bytes * source.size();
  }

  @Override
  PlaneLayout layout(int plane) {
    return source.get(plane).contiguous(format, first + plane * bytes);
  }

  @Override
  int planes() {
    return source.size();
  }

  @Override
  void copy(FileChannel to, WorkProgress progress) throws IOException {
    // the length counts where the last pixels are left out of the source, too
    write(to, size() - 1, new byte[1]);
    for (int i = 0; i < source.size(); i++) {
      PlaneLayout plane = source.get(i);
      if (plane.inOnePiece() && plane.format() == format) {
        transfer(plane.offsets()[0], bytes, to, first + i * bytes, progress);
      } else {
        unpack(new PlaneReader(tiff.file(), plane), to, first + i * bytes, progress);
      }
    }
  }

  private void unpack(PlaneReader reader, FileChannel to, long at, WorkProgress progress)
      throws IOException {
    var grid = reader.grid();
    long[] min = new long[2];
    int[] size = new int[2];
    int width = reader.layout().width();
    for (long i = 0; i < grid.gridDimension(0) * grid.gridDimension(1); i++) {
      grid.getCellDimensions(i, min, size);
      if (reader.empty((int) min[0], (int) min[1])) {
        continue;
      }
      int w = size[0];
      int h = size[1];
      progress.more(format.rowBytes(w) * (double) h);
      Object array = reader.read((int) min[0], (int) min[1], w, h);
      ByteBuffer out = ByteBuffer.allocate(Math.toIntExact(format.rowBytes(w) * h)).order(order);
      format.write(array, 0, w * h, out);
      out.flip();
      long place = at + format.rowBytes(width) * min[1] + format.rowBytes((int) min[0]);
      if (w == width) {
        write(to, place, out);
        continue;
      }
      for (int y = 0; y < h; y++) {
        out.limit((int) format.rowBytes(w) * (y + 1));
        write(to, place + format.rowBytes(width) * y, out);
      }
    }
  }

  @Override
  void finish(FileChannel to) throws IOException {
    if (front) {
      long need = 8 + writer.length(fields(0, true));
      if (need > first) {
        makeRoom(to, need - first + 4095 & -4096);
      }
      write(to, 8, writer.write(fields(0, true), 8, 0));
      write(to, 0, writer.header(8));
      return;
    }
    long begin = to.size() + 7 & -8;
    long at = begin;
    for (int i = 0; i < source.size(); i++) {
      Collection<TiffField> fields = fields(i, true);
      long next = at + writer.length(fields) + 7 & -8;
      if (!big && next > CLASSIC) {
        throw new IOException("the record is too large for a TIFF of this size");
      }
      write(to, at, writer.write(fields, at, i + 1 < source.size() ? next : 0));
      at = next;
    }
    write(to, 0, writer.header(begin));
  }

  /** Moves all pixels towards the end. */
  private void makeRoom(FileChannel to, long by) throws IOException {
    ByteBuffer some = ByteBuffer.allocate(MOVED);
    for (long at = to.size(); at > first; ) {
      int n = (int) Math.min(MOVED, at - first);
      at -= n;
      some.clear().limit(n);
      while (some.hasRemaining()) {
        if (to.read(some, at + some.position()) < 0) {
          throw new IOException("it has been cut off");
        }
      }
      write(to, at + by, some.flip());
    }
    first += by;
  }

  /** The directory of a plane. */
  private Collection<TiffField> fields(int plane, boolean whole) {
    FileBytes file = tiff.file();
    List<TiffDirectory> directories = tiff.directories();
    TiffDirectory dir = directories.get(plane < directories.size() ? plane : 0);
    PlaneLayout layout = source.get(plane);
    TreeMap<Integer, TiffField> fields = new TreeMap<>();
    for (TiffField field : dir.fields().values()) {
      if (!LEFT_OUT.contains(field.tag()) && TiffField.size(field.type()) > 0) {
        fields.put(field.tag(), field.narrow(file));
      }
    }
    put(fields, Tag.COMPRESSION, TiffField.SHORT, Unpack.NONE);
    put(fields, Tag.ROWS_PER_STRIP, TiffField.LONG, layout.height());
    int type = big ? TiffField.LONG8 : TiffField.LONG;
    put(fields, Tag.STRIP_OFFSETS, type, first + plane * bytes);
    // as ImageJ does where there is no room for the number
    put(fields, Tag.STRIP_LENGTHS, type, big || bytes <= CLASSIC ? bytes : 0);
    if (format != layout.format()) {
      put(fields, Tag.BITS, TiffField.SHORT, format.bytes() * 8L);
      put(fields, Tag.SAMPLE_FORMAT, TiffField.SHORT, format == PixelFormat.FLOAT32 ? 3 : 1);
    }
    if (plane == 0) {
      ImageJMetadata metadata = ImageJMetadata.of(file, dir);
      if (whole) {
        properties.forEach(metadata::set);
      }
      metadata.fields().forEach(field -> fields.put(field.tag(), field));
    }
    return fields.values();
  }

  private void put(TreeMap<Integer, TiffField> fields, int tag, int type, long value) {
    fields.put(tag, TiffField.numbers(tag, type, order, value));
  }
}
