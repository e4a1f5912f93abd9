package io.github.palimpsest.record;

import io.github.palimpsest.image.Plane;
import java.awt.Rectangle;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;

/**
 * Fingerprints by which generated pixels are told from others that have come to their place since,
 * by a flip, a shift or a filter. Pixels that a later run of the same record has repainted count in
 * neither. The cost follows the pixels and what the model saw around them, not the image.
 *
 * @param inside SHA-256, in hexadecimal, of the values of the generated pixels
 * @param box the part of the plane that was looked at around them
 * @param around SHA-256 of the other pixels of that part; empty if there is none
 * @param undone whether they were found to be taken back
 */
record PixelFingerprint(String inside, Rectangle box, String around, boolean undone) {
  private static final int STRIP = 1 << 16;
  private static final int NAN = Float.floatToIntBits(Float.NaN);

  /**
   * The mark of pixels as they are now.
   *
   * @param later the sets of later runs
   */
  static PixelFingerprint of(Plane plane, PixelSet set, Rectangle box, List<PixelSet> later) {
    return new PixelFingerprint(
        inside(plane, set, later), new Rectangle(box), around(plane, set, box, later), false);
  }

  PixelFingerprint taken() {
    return new PixelFingerprint(inside, box, around, true);
  }

  static String inside(Plane plane, PixelSet set, List<PixelSet> later) {
    BitSet members = new BitSet();
    put(members, set.bounds(), set, true);
    return hash(plane, set.bounds(), without(members, set.bounds(), set, later));
  }

  static String around(Plane plane, PixelSet set, Rectangle box, List<PixelSet> later) {
    BitSet members = new BitSet();
    members.set(0, box.width * box.height);
    put(members, box, set, false);
    return hash(plane, box, without(members, box, set, later));
  }

  private static BitSet without(BitSet members, Rectangle box, PixelSet set, List<PixelSet> later) {
    for (PixelSet other : later) {
      if (other.position() == set.position()) {
        put(members, box, other, false);
      }
    }
    return members;
  }

  /** Takes the pixels of a set in or out, of those in the box. */
  private static void put(BitSet members, Rectangle box, PixelSet set, boolean in) {
    Rectangle b = set.bounds();
    if (!box.intersects(b)) {
      return;
    }
    for (int i = set.bits().nextSetBit(0); i >= 0; i = set.bits().nextSetBit(i + 1)) {
      int x = b.x + i % b.width - box.x;
      int y = b.y + i / b.width - box.y;
      if (x >= 0 && y >= 0 && x < box.width && y < box.height) {
        members.set(y * box.width + x, in);
      }
    }
  }

  /** Strip by strip, so that a mask of a huge plane takes no copy of it. */
  private static String hash(Plane plane, Rectangle box, BitSet members) {
    if (members.isEmpty()) {
      return "";
    }
    MessageDigest digest = digest();
    int rows = Math.max(1, STRIP / box.width);
    for (int top = 0; top < box.height; top += rows) {
      int height = Math.min(rows, box.height - top);
      float[][] values = plane.read(new Rectangle(box.x, box.y + top, box.width, height));
      ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * values.length * box.width * height);
      int first = top * box.width;
      int end = first + box.width * height;
      for (int i = members.nextSetBit(first); i >= 0 && i < end; i = members.nextSetBit(i + 1)) {
        for (float[] channel : values) {
          float v = channel[i - first];
          // one NaN is as good as another: not every file keeps which
          bytes.putInt(Float.isNaN(v) ? NAN : Float.floatToRawIntBits(v));
        }
      }
      digest.update(bytes.array(), 0, bytes.position());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The mark of a set; null if its record has none. */
  static PixelFingerprint read(RecordFields json, Rectangle canvas) {
    if (!json.has("sha256") || !json.has("around")) {
      return null;
    }
    RecordFields other = json.object("around");
    return new PixelFingerprint(
        json.text("sha256"),
        other.box("box", canvas),
        other.text("sha256"),
        json.has("undone") && json.on("undone"));
  }
}
