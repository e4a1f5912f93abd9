package io.github.palimpsest.stack;

import io.github.palimpsest.check.BadInput;
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
   * The values of a text.
   *
   * @throws BadInput if it is damaged
   */
  public static float[] read(String text) {
    try (InflaterInputStream in =
        new InflaterInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(text)))) {
      byte[] bytes = in.readAllBytes();
      float[] values = new float[bytes.length / 4];
      ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
      return values;
    } catch (IOException | IllegalArgumentException e) {
      throw new BadInput("The record in this image is damaged: use the image as first saved.", e);
    }
  }
}
