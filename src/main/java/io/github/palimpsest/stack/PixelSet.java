package io.github.palimpsest.stack;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.palimpsest.check.BadInput;
import java.awt.Rectangle;
import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.BitSet;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * An exact set of pixels of one plane, stored as a deflated bit mask over its bounding box, so that
 * its size follows the edit and not the image.
 *
 * @param position 1-based index in the image's stack
 * @param bounds bounding box in pixels
 * @param bits row-major membership over {@code bounds}
 */
public record PixelSet(int position, Rectangle bounds, BitSet bits) {
  /** The pixels with a weight above zero. */
  public static PixelSet of(int position, Rectangle bounds, float[] weights) {
    BitSet bits = new BitSet(weights.length);
    for (int i = 0; i < weights.length; i++) {
      if (weights[i] > 0) {
        bits.set(i);
      }
    }
    return new PixelSet(position, new Rectangle(bounds), bits);
  }

  /** The same pixels at another stack position. */
  public PixelSet at(int newPosition) {
    return new PixelSet(newPosition, bounds, bits);
  }

  /** Whether the pixel (x, y) of the image belongs to the set. */
  public boolean contains(int x, int y) {
    return bounds.contains(x, y) && bits.get((y - bounds.y) * bounds.width + x - bounds.x);
  }

  /** How many pixels the set has. */
  public int size() {
    return bits.cardinality();
  }

  JsonObject toJson() {
    JsonObject json = new JsonObject();
    json.addProperty("position", position);
    JsonArray box = new JsonArray();
    box.add(bounds.x);
    box.add(bounds.y);
    box.add(bounds.width);
    box.add(bounds.height);
    json.add("bounds", box);
    json.addProperty("bits", deflate(bits.toByteArray()));
    return json;
  }

  static PixelSet fromJson(JsonObject json) {
    JsonArray b = json.getAsJsonArray("bounds");
    Rectangle bounds =
        new Rectangle(
            b.get(0).getAsInt(), b.get(1).getAsInt(), b.get(2).getAsInt(), b.get(3).getAsInt());
    byte[] bytes = inflate(json.get("bits").getAsString(), bounds.width * bounds.height);
    return new PixelSet(json.get("position").getAsInt(), bounds, BitSet.valueOf(bytes));
  }

  private static String deflate(byte[] bytes) {
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
    deflater.setInput(bytes);
    deflater.finish();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] buffer = new byte[4096];
    while (!deflater.finished()) {
      out.write(buffer, 0, deflater.deflate(buffer));
    }
    deflater.end();
    return Base64.getEncoder().encodeToString(out.toByteArray());
  }

  private static byte[] inflate(String text, int pixels) {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(Base64.getDecoder().decode(text));
      byte[] bytes = new byte[(pixels + 7) / 8];
      int n = 0;
      while (n < bytes.length && !inflater.finished()) {
        n += inflater.inflate(bytes, n, bytes.length - n);
        if (inflater.needsInput()) {
          break;
        }
      }
      return bytes;
    } catch (DataFormatException | IllegalArgumentException e) {
      throw new BadInput(
          "The record of synthetic pixels in this image is damaged: use the image as first saved.",
          e);
    } finally {
      inflater.end();
    }
  }
}
