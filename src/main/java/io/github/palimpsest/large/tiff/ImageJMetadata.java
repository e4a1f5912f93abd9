package io.github.palimpsest.large.tiff;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What ImageJ keeps in the fields 50838 and 50839: for each kind of information (info, labels,
 * ranges, tables, overlay, properties …) some pieces of bytes. The first number of field 50838 is
 * the length of the header of 50839, which names the kinds and counts their pieces; the others are
 * the lengths of the pieces.
 */
final class ImageJMetadata {
  private static final int MAGIC = 0x494a494a;
  private static final int PROPERTIES = 0x70726f70;

  private final ByteOrder order;
  private final Map<Integer, List<byte[]>> pieces = new LinkedHashMap<>();

  private ImageJMetadata(ByteOrder order) {
    this.order = order;
  }

  /** What a directory has of it; nothing, if what is there is none of ImageJ's. */
  static ImageJMetadata of(FileBytes file, TiffDirectory dir) {
    ImageJMetadata metadata = new ImageJMetadata(file.order());
    TiffField all = dir.fields().get(Tag.IMAGEJ_METADATA);
    long[] lengths = dir.numbers(file, Tag.IMAGEJ_LENGTHS);
    if (all == null || lengths.length == 0) {
      return metadata;
    }
    ByteBuffer bytes = ByteBuffer.wrap(all.read(file)).order(file.order());
    long total = 0;
    for (long length : lengths) {
      total += length;
    }
    if (lengths[0] < 12 || total > bytes.limit() || bytes.getInt() != MAGIC) {
      return metadata;
    }
    int kinds = (int) (lengths[0] - 4) / 8;
    ByteBuffer body = bytes.duplicate().order(file.order()).position((int) lengths[0]);
    int next = 1;
    for (int k = 0; k < kinds; k++) {
      List<byte[]> of = metadata.pieces.computeIfAbsent(bytes.getInt(), kind -> new ArrayList<>());
      for (int n = bytes.getInt(); n > 0 && next < lengths.length; n--) {
        byte[] piece = new byte[(int) lengths[next++]];
        body.get(piece);
        of.add(piece);
      }
    }
    return metadata;
  }

  /** Sets one of the properties that {@code ImagePlus.getProp} reads; the others stay. */
  void set(String key, String value) {
    Charset chars =
        order == ByteOrder.LITTLE_ENDIAN ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_16BE;
    List<byte[]> all = pieces.computeIfAbsent(PROPERTIES, kind -> new ArrayList<>());
    for (int i = 0; i + 1 < all.size(); i += 2) {
      if (new String(all.get(i), chars).equals(key)) {
        all.set(i + 1, value.getBytes(chars));
        return;
      }
    }
    all.add(key.getBytes(chars));
    all.add(value.getBytes(chars));
  }

  /** The two fields; none if there is nothing to keep. */
  List<TiffField> fields() {
    pieces.values().removeIf(List::isEmpty);
    if (pieces.isEmpty()) {
      return List.of();
    }
    int header = 4 + 8 * pieces.size();
    List<byte[]> all = pieces.values().stream().flatMap(List::stream).toList();
    long[] lengths = new long[all.size() + 1];
    lengths[0] = header;
    int size = header;
    for (int i = 0; i < all.size(); i++) {
      lengths[i + 1] = all.get(i).length;
      size = Math.addExact(size, all.get(i).length);
    }
    ByteBuffer out = ByteBuffer.allocate(size).order(order).putInt(MAGIC);
    pieces.forEach((kind, of) -> out.putInt(kind).putInt(of.size()));
    all.forEach(out::put);
    return List.of(
        TiffField.numbers(Tag.IMAGEJ_LENGTHS, TiffField.LONG, order, lengths),
        TiffField.bytes(Tag.IMAGEJ_METADATA, out.array()));
  }
}
