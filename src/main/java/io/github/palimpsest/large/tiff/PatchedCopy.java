package io.github.palimpsest.large.tiff;

import io.github.palimpsest.image.PlanePosition;
import io.github.palimpsest.inpaint.monitor.WorkProgress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.function.IntFunction;

/**
 * All bytes of the source, of which those of repainted pixels change; the first directory, with the
 * properties, follows at the end, and the beginning of the file points to it. Smaller copies of a
 * picture, which would still show the old pixels, are not pointed to any more.
 */
final class PatchedCopy extends TiffOutput {
  private final List<PlaneLayout> layouts;

  PatchedCopy(
      TiffStructure tiff,
      List<PlaneLayout> layouts,
      Path place,
      IntFunction<PlanePosition> positions) {
    super(tiff, place, positions);
    this.layouts = layouts;
  }

  /**
   * Whether pixels can be written in place and ImageJ finds the properties: of several planes that
   * do not follow one another it leaves them unread.
   */
  static boolean possible(TiffStructure tiff, List<PlaneLayout> layouts, long most) {
    PlaneLayout first = layouts.get(0);
    for (PlaneLayout layout : layouts) {
      if (!layout.direct() || layout.format().written() != layout.format()) {
        return false;
      }
    }
    if (tiff.planes() == 1 && layouts.size() > 1) {
      long bytes = first.format().rowBytes(first.width()) * first.height();
      for (int i = 0; i < layouts.size(); i++) {
        PlaneLayout layout = layouts.get(i);
        boolean follows = layout.offsets()[0] == first.offsets()[0] + i * bytes;
        if (!follows || !layout.inOnePiece() || tiff.directories().get(i).has(Tag.SUB_IFDS)) {
          return false;
        }
      }
    }
    return tiff.big() || tiff.file().size() + RECORD < most;
  }

  @Override
  PlaneLayout layout(int plane) {
    return layouts.get(plane);
  }

  @Override
  int planes() {
    return layouts.size();
  }

  @Override
  long size() {
    return tiff.file().size();
  }

  @Override
  void copy(FileChannel to, WorkProgress progress) throws IOException {
    transfer(0, size(), to, 0, progress);
  }

  @Override
  void finish(FileChannel to) throws IOException {
    if (properties.isEmpty()) {
      return;
    }
    FileBytes file = tiff.file();
    TiffDirectory first = tiff.directories().get(0);
    TreeMap<Integer, TiffField> fields = new TreeMap<>();
    int inline = tiff.big() ? 8 : 4;
    for (TiffField field : first.fields().values()) {
      boolean here = field.length() <= inline;
      int n = TiffField.size(field.type()) == 0 ? inline : (int) field.length();
      byte[] value = here ? file.read(field.at(), n).array() : null;
      fields.put(
          field.tag(), new TiffField(field.tag(), field.type(), field.count(), value, field.at()));
    }
    fields.remove(Tag.SUB_IFDS);
    ImageJMetadata metadata = ImageJMetadata.of(file, first);
    properties.forEach(metadata::set);
    metadata.fields().forEach(field -> fields.put(field.tag(), field));
    DirectoryWriter writer = new DirectoryWriter(tiff.big(), order);
    long at = to.size() + 7 & -8;
    if (!tiff.big() && at + writer.length(fields.values()) > CLASSIC) {
      throw new IOException("the record is too large for a TIFF of this size");
    }
    boolean all = tiff.planes() > 1 || layouts.size() == tiff.directories().size();
    write(to, at, writer.write(fields.values(), at, all ? first.next() : 0));
    // the pages before are not read any more from here on, so this comes last
    ByteBuffer pointer = ByteBuffer.allocate(inline).order(order);
    write(to, inline, (tiff.big() ? pointer.putLong(at) : pointer.putInt((int) at)).flip());
  }
}
