package io.github.palimpsest.record;

import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.BitSet;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** Sets of pixels as text: their bits, deflated, in base64. */
final class BitText {
  private BitText() {}

  /** The text of a set. */
  static String of(BitSet bits) {
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
    deflater.setInput(bits.toByteArray());
    deflater.finish();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] buffer = new byte[4096];
    while (!deflater.finished()) {
      out.write(buffer, 0, deflater.deflate(buffer));
    }
    deflater.end();
    return Base64.getEncoder().encodeToString(out.toByteArray());
  }

  /**
   * The set of a text.
   *
   * @param pixels bits from there on are left out
   * @return null if the text is damaged
   */
  static BitSet read(String text, int pixels) {
    byte[] bytes = inflate(text, pixels);
    if (bytes == null) {
      return null;
    }
    BitSet bits = BitSet.valueOf(bytes);
    bits.clear(pixels, Math.max(pixels, bits.length()));
    return bits;
  }

  /** The bytes, zeros at the end left out as {@link BitSet#toByteArray} does; null if damaged. */
  private static byte[] inflate(String text, int pixels) {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(Base64.getDecoder().decode(text));
      byte[] bytes = new byte[(pixels + 7) / 8];
      int n = 0;
      while (n < bytes.length && !inflater.finished()) {
        int more = inflater.inflate(bytes, n, bytes.length - n);
        n += more;
        if (more == 0 && !inflater.finished()) {
          return null;
        }
      }
      return bytes;
    } catch (DataFormatException | IllegalArgumentException e) {
      return null;
    } finally {
      inflater.end();
    }
  }
}
