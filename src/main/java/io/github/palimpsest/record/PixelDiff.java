package io.github.palimpsest.record;

import io.github.palimpsest.check.BadInput;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;

/**
 * The paint on a frame: shown minus written, within the box where that is not zero.
 *
 * @param width of the frame
 * @param height of the frame
 * @param box where pixels differ
 * @param channels the differences over {@code box}, one a channel; null where only the box is told
 */
public record PixelDiff(int width, int height, Rectangle box, List<FloatText> channels) {
  /** The difference of two frames [channels][height · width]; null if there is none. */
  public static PixelDiff of(float[][] shown, float[][] written, int width, int height) {
    Rectangle box = null;
    for (int c = 0; c < shown.length; c++) {
      for (int i = 0; i < shown[c].length; i++) {
        if (differ(shown[c][i], written[c][i])) {
          Rectangle pixel = new Rectangle(i % width, i / width, 1, 1);
          box = box == null ? pixel : box.union(pixel);
        }
      }
    }
    if (box == null) {
      return null;
    }
    List<FloatText> channels = new ArrayList<>();
    for (int c = 0; c < shown.length; c++) {
      float[] values = new float[box.width * box.height];
      for (int o = 0; o < values.length; o++) {
        int i = (box.y + o / box.width) * width + box.x + o % box.width;
        values[o] = differ(shown[c][i], written[c][i]) ? shown[c][i] - written[c][i] : 0;
      }
      channels.add(FloatText.of(values));
    }
    return new PixelDiff(width, height, box, channels);
  }

  /**
   * The same of a frame that was written by another process, perhaps on another computer: a pixel
   * that differs by rounding was not painted on.
   *
   * @param shown becomes as written where nothing was painted
   * @param rounding for each channel, how far it may be from what is written now
   */
  public static PixelDiff beyond(
      float[] rounding, float[][] shown, float[][] written, int width, int height) {
    for (int c = 0; c < shown.length; c++) {
      for (int i = 0; i < shown[c].length; i++) {
        if (Math.abs(shown[c][i] - written[c][i]) <= rounding[c]) {
          shown[c][i] = written[c][i];
        }
      }
    }
    return of(shown, written, width, height);
  }

  private static boolean differ(float a, float b) {
    return Float.floatToIntBits(a) != Float.floatToIntBits(b);
  }

  static PixelDiff read(RecordFields fields) {
    int width = fields.whole("width", 1, Integer.MAX_VALUE);
    int height = fields.whole("height", 1, Integer.MAX_VALUE);
    Rectangle box = fields.box("box", new Rectangle(width, height));
    return new PixelDiff(width, height, box, fields.channels("channels"));
  }

  /** The differences within the box [channels][box height · box width]. */
  public float[][] values() {
    float[][] values = new float[channels.size()][];
    for (int c = 0; c < values.length; c++) {
      values[c] = channels.get(c).values((long) box.width * box.height);
    }
    return values;
  }

  /**
   * The difference over a whole frame [channels][height · width].
   *
   * @param frameWidth the width that the frame must have
   * @param frameHeight the height that it must have
   * @param frameChannels the channels that it must have
   * @param key of this difference in its action, for the sentence that refuses it
   * @throws BadInput if this is the difference of another frame, or is damaged
   */
  public float[][] over(int frameWidth, int frameHeight, int frameChannels, String key) {
    Origin origin = SessionAction.RECORDED.in(key);
    if (width != frameWidth || height != frameHeight) {
      throw origin.damaged(width != frameWidth ? "width" : "height");
    }
    if (channels.size() != frameChannels) {
      throw origin.damaged("channels");
    }
    float[][] values = values();
    float[][] whole = new float[values.length][width * height];
    for (int c = 0; c < whole.length; c++) {
      for (int y = 0; y < box.height; y++) {
        int to = (box.y + y) * width + box.x;
        System.arraycopy(values[c], y * box.width, whole[c], to, box.width);
      }
    }
    return whole;
  }

  PixelDiff withoutPixels() {
    return new PixelDiff(width, height, box, null);
  }
}
