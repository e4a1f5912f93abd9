package io.github.palimpsest.record;

import io.github.palimpsest.check.BadInput;
import java.awt.Rectangle;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Base64;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * Floats as text, bit by bit: little-endian float32, deflated, in base64. A text that was read is
 * decoded when its values are asked for, so that memory follows what is needed of it. Any thread.
 */
public final class FloatText {
  /** Deflate makes nothing smaller than a 1032nd; the rest is for its header. */
  private static final int MOST_DEFLATED = 1100;

  private final Origin origin;
  private final String key;

  /** Null until it is asked for; guarded by this. */
  private String text;

  /** The values while there is no text; guarded by this. */
  private float[] own;

  private FloatText(float[] values) {
    own = values;
    origin = Origin.OWN;
    key = "values";
  }

  /** A text that was read under {@code key}. */
  FloatText(String text, Origin origin, String key) {
    this.text = text;
    this.origin = origin;
    this.key = key;
  }

  /**
   * Values to be written.
   *
   * @param values not copied: they must not change afterwards
   */
  public static FloatText of(float[] values) {
    return new FloatText(values);
  }

  /** The text. */
  public synchronized String text() {
    if (text == null) {
      text = encode(own);
      own = null;
    }
    return text;
  }

  /**
   * Exactly {@code n} values. Takes no memory for values that the text cannot hold.
   *
   * @throws BadInput if there is another number of them, or the text is damaged
   */
  public synchronized float[] values(long n) {
    float[] values = own != null ? own.clone() : n > Integer.MAX_VALUE ? null : decode((int) n);
    if (values == null || values.length != n) {
      throw damaged();
    }
    return values;
  }

  /**
   * The values of a part of a rectangle; the cost follows the part.
   *
   * @param bounds the rectangle whose values these are, row by row
   * @param part within {@code bounds}
   * @throws BadInput if the text ends before, or is damaged
   */
  public float[] part(Rectangle bounds, Rectangle part) {
    float[] values = decode(text(), bounds, part);
    if (values == null) {
      throw damaged();
    }
    return values;
  }

  /** A refusal of the values. */
  public BadInput damaged() {
    return origin.damaged(key);
  }

  private static String encode(float[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * values.length);
    bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(values);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
      deflater.write(bytes.array());
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory cannot fail", e);
    }
    return Base64.getEncoder().encodeToString(out.toByteArray());
  }

  private static float[] decode(String text, Rectangle bounds, Rectangle part) {
    try (InputStream in = inflater(text)) {
      float[] values = new float[part.width * part.height];
      long at = 0;
      for (int y = 0; y < part.height; y++) {
        long row = (long) (part.y - bounds.y + y) * bounds.width + part.x - bounds.x;
        in.skipNBytes((row - at) * Float.BYTES);
        byte[] bytes = in.readNBytes(part.width * Float.BYTES);
        if (bytes.length < part.width * Float.BYTES) {
          return null;
        }
        floats(bytes).get(values, y * part.width, part.width);
        at = row + part.width;
      }
      return values;
    } catch (IOException | IllegalArgumentException e) {
      return null;
    }
  }

  private float[] decode(int n) {
    if ((long) n * Float.BYTES
        > Math.min(Integer.MAX_VALUE, (long) text.length() * MOST_DEFLATED)) {
      return null;
    }
    try (InputStream in = inflater(text)) {
      byte[] bytes = in.readNBytes(n * Float.BYTES);
      if (bytes.length < n * Float.BYTES || in.read() >= 0) {
        return null;
      }
      float[] values = new float[n];
      floats(bytes).get(values);
      return values;
    } catch (IOException | IllegalArgumentException e) {
      return null;
    }
  }

  private static InputStream inflater(String text) {
    return new InflaterInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(text)));
  }

  private static FloatBuffer floats(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
  }
}
