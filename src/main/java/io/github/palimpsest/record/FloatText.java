package io.github.palimpsest.record;

import java.awt.Rectangle;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/** Numbers as text, bit by bit: little-endian float32, deflated, in base64. */
public final class FloatText {
  /** Deflate makes nothing smaller than a 1032nd; the rest is for its header. */
  private static final int MOST_DEFLATED = 1100;

  private FloatText() {}

  /** The text of {@code values}. */
  public static String write(float[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
      deflater.write(bytes.array());
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory cannot fail", e);
    }
    return Base64.getEncoder().encodeToString(out.toByteArray());
  }

  /**
   * The values of a rectangle of a text's; takes memory for that rectangle only.
   *
   * @param bounds the rectangle whose values the text has, row by row
   * @param part within {@code bounds}
   * @return null if the text ends before, or is damaged
   */
  static float[] read(String text, Rectangle bounds, Rectangle part) {
    try (InflaterInputStream in =
        new InflaterInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(text)))) {
      float[] values = new float[part.width * part.height];
      long at = 0;
      for (int y = 0; y < part.height; y++) {
        long row = (long) (part.y - bounds.y + y) * bounds.width + part.x - bounds.x;
        in.skipNBytes((row - at) * Float.BYTES);
        byte[] bytes = in.readNBytes(part.width * Float.BYTES);
        if (bytes.length < part.width * Float.BYTES) {
          return null;
        }
        ByteBuffer.wrap(bytes)
            .order(ByteOrder.LITTLE_ENDIAN)
            .asFloatBuffer()
            .get(values, y * part.width, part.width);
        at = row + part.width;
      }
      return values;
    } catch (IOException | IllegalArgumentException e) {
      return null;
    }
  }

  /**
   * The values of a text; see {@link RecordFields#values}. Takes no memory for numbers that the
   * text cannot hold.
   *
   * @return null if it holds another number of values, or is damaged
   */
  static float[] read(String text, int n) {
    if ((long) n * Float.BYTES > (long) text.length() * MOST_DEFLATED) {
      return null;
    }
    try (InflaterInputStream in =
        new InflaterInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(text)))) {
      byte[] bytes = in.readNBytes(n * Float.BYTES);
      if (bytes.length < n * Float.BYTES || in.read() >= 0) {
        return null;
      }
      float[] values = new float[n];
      ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
      return values;
    } catch (IOException | IllegalArgumentException e) {
      return null;
    }
  }
}
