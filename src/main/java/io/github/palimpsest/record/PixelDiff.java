package io.github.palimpsest.record;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.awt.Rectangle;

/**
 * What was painted: shown minus written, within the box where that is not zero.
 *
 * @param width of the frame
 * @param height of the frame
 * @param box where pixels differ
 * @param values [channels][box height · box width]
 */
public record PixelDiff(int width, int height, Rectangle box, float[][] values) {
  /** The difference of two frames [channels][height · width]; null if there is none. */
  public static PixelDiff of(float[][] shown, float[][] written, int width, int height) {
    Rectangle box = null;
    for (int c = 0; c < shown.length; c++) {
      for (int i = 0; i < shown[c].length; i++) {
        if (Float.floatToIntBits(shown[c][i]) != Float.floatToIntBits(written[c][i])) {
          Rectangle pixel = new Rectangle(i % width, i / width, 1, 1);
          box = box == null ? pixel : box.union(pixel);
        }
      }
    }
    if (box == null) {
      return null;
    }
    float[][] values = new float[shown.length][box.width * box.height];
    for (int c = 0; c < values.length; c++) {
      for (int o = 0; o < values[c].length; o++) {
        int i = (box.y + o / box.width) * width + box.x + o % box.width;
        boolean same = Float.floatToIntBits(shown[c][i]) == Float.floatToIntBits(written[c][i]);
        values[c][o] = same ? 0 : shown[c][i] - written[c][i];
      }
    }
    return new PixelDiff(width, height, box, values);
  }

  /** Whether pixel {@code o} of the box was painted in any channel. */
  public boolean differs(int o) {
    for (float[] channel : values) {
      if (channel[o] != 0) {
        return true;
      }
    }
    return false;
  }

  /** The difference over the whole frame. */
  public float[][] whole() {
    float[][] out = new float[values.length][width * height];
    for (int c = 0; c < out.length; c++) {
      for (int y = 0; y < box.height; y++) {
        int to = (box.y + y) * width + box.x;
        System.arraycopy(values[c], y * box.width, out[c], to, box.width);
      }
    }
    return out;
  }

  public JsonObject toJson() {
    JsonObject json = new JsonObject();
    json.addProperty("width", width);
    json.addProperty("height", height);
    JsonArray b = new JsonArray();
    for (int v : new int[] {box.x, box.y, box.width, box.height}) {
      b.add(v);
    }
    json.add("box", b);
    JsonArray channels = new JsonArray();
    for (float[] channel : values) {
      channels.add(FloatText.write(channel));
    }
    json.add("channels", channels);
    return json;
  }

  /**
   * Reads a patch.
   *
   * @param width of the frame that it must be for
   * @param channels of that frame
   */
  public static PixelDiff fromJson(RecordFields json, int width, int height, int channels) {
    json.whole("width", width, width);
    json.whole("height", height, height);
    Rectangle box = json.box("box", new Rectangle(width, height));
    float[][] values = json.channels("channels", channels, (long) box.width * box.height);
    return new PixelDiff(width, height, box, values);
  }
}
