package io.github.palimpsest.session;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.palimpsest.stack.FloatText;
import java.awt.Rectangle;

/**
 * What was painted: shown minus written, within the box where that is not zero.
 *
 * @param width of the frame
 * @param height of the frame
 * @param box where pixels differ
 * @param values [channels][box height · box width]
 */
record Patch(int width, int height, Rectangle box, float[][] values) {
  /** The difference of two frames [channels][height · width]; null if there is none. */
  static Patch of(float[][] shown, float[][] written, int width, int height) {
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
    return new Patch(width, height, box, values);
  }

  /** Whether pixel {@code o} of the box was painted in any channel. */
  boolean differs(int o) {
    for (float[] channel : values) {
      if (channel[o] != 0) {
        return true;
      }
    }
    return false;
  }

  /** The difference over the whole frame. */
  float[][] whole() {
    float[][] out = new float[values.length][width * height];
    for (int c = 0; c < out.length; c++) {
      for (int y = 0; y < box.height; y++) {
        int to = (box.y + y) * width + box.x;
        System.arraycopy(values[c], y * box.width, out[c], to, box.width);
      }
    }
    return out;
  }

  JsonObject toJson() {
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

  static Patch fromJson(JsonObject json) {
    JsonArray b = json.getAsJsonArray("box");
    JsonArray channels = json.getAsJsonArray("channels");
    float[][] values = new float[channels.size()][];
    for (int c = 0; c < values.length; c++) {
      values[c] = FloatText.read(channels.get(c).getAsString());
    }
    Rectangle box =
        new Rectangle(
            b.get(0).getAsInt(), b.get(1).getAsInt(), b.get(2).getAsInt(), b.get(3).getAsInt());
    return new Patch(json.get("width").getAsInt(), json.get("height").getAsInt(), box, values);
  }
}
