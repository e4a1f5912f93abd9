package io.github.palimpsest.control;

import ij.ImagePlus;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.roi.Mask;
import java.awt.Rectangle;
import java.util.List;

/**
 * The map of a picture that a model copies from, to be compared with the map that the user asks
 * for.
 *
 * <p>Where the user's map shows something of its own away from the hole, it is that map. Otherwise,
 * or if it marks only some of what it marks there, the kind makes the same map of the picture; of
 * kinds that show ROIs the objects are then what stands out in it, see {@link Foreground}.
 */
final class ExampleMap {
  /** Pixels between the hole and a part of the map that counts as away from it. */
  private static final int NEAR = 3;

  /** Parts of fewer pixels are nothing. */
  private static final int LEAST = 12;

  /** A drawing that marks this share of something ... */
  private static final double FEW = 0.4;

  /** ... with this share of its own pixels is a part of it. */
  private static final double RIGHT = 0.6;

  private final ControlKind kind;
  private final MapSettings settings;

  /**
   * @param kind of the map; null if the net is for no known kind
   */
  ExampleMap(ControlKind kind, MapSettings settings) {
    this.kind = kind;
    this.settings = settings;
  }

  /**
   * The map of the picture whose hole is filled.
   *
   * @param r the part of the plane
   * @param hole the pixels that are unknown
   * @param asked the map that the user asks for [1 or 3][r.height · r.width]
   * @return as {@code asked}; null if nothing is known of the picture's map
   */
  float[][] of(ImagePlus image, int position, Rectangle r, Mask hole, float[][] asked) {
    float[] shown = shown(asked);
    float[] hidden = hole.crop(r);
    boolean[] away = away(new Rectangle(image.getWidth(), image.getHeight()), r, shown, hidden);
    boolean drawn = away != null;
    if (kind == null) {
      return drawn ? asked : null;
    }
    if (drawn && asked.length == 3) {
      return asked;
    }
    MapSource picture = new MapSource(image, position, settings, hole);
    float[][] made = made(picture, r, shown);
    return drawn && !few(away, made[0], hidden) ? asked : coloured(made, asked, shown);
  }

  private float[][] made(MapSource picture, Rectangle r, float[] shown) {
    if (!kind.keys().contains(Param.ROIS)) {
      return kind.map(picture, r);
    }
    Foreground foreground = new Foreground(picture, r);
    List<MapObject> objects = foreground.objects(foreground.bright(shown));
    Rectangle canvas = picture.bounds();
    Mask asked = new Mask(canvas.width, canvas.height, r, clipped(shown));
    return kind.example(picture.with(objects), r, asked);
  }

  private static float[] shown(float[][] asked) {
    float[] out = asked[0].clone();
    for (float[] plane : asked) {
      for (int i = 0; i < out.length; i++) {
        out[i] = Math.max(out[i], plane[i]);
      }
    }
    return out;
  }

  private static float[] clipped(float[] shown) {
    float[] out = new float[shown.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = Math.max(0, Math.min(1, shown[i]));
    }
    return out;
  }

  /**
   * What the user's map shows away from the hole: parts that do not come near it; null for nothing.
   */
  private boolean[] away(Rectangle canvas, Rectangle r, float[] shown, float[] hidden) {
    float most = 0;
    for (float v : shown) {
      most = Math.max(most, v);
    }
    boolean objects = kind != null && kind.keys().contains(Param.ROIS);
    boolean[] set = new boolean[shown.length];
    for (int i = 0; i < set.length; i++) {
      set[i] = shown[i] > 0 && (objects || shown[i] >= most / 2);
    }
    Mask near = new Mask(canvas.width, canvas.height, r, hidden).grow(NEAR);
    boolean[] away = new boolean[shown.length];
    boolean any = false;
    for (Mask part : Components.of(canvas, r, set, LEAST)) {
      Rectangle box = part.bounds();
      float[] weights = part.weights();
      float[] holes = near.crop(box);
      boolean free = true;
      for (int i = 0; i < weights.length; i++) {
        free &= weights[i] == 0 || holes[i] == 0;
      }
      any |= free;
      for (int i = 0; free && i < weights.length; i++) {
        if (weights[i] > 0) {
          away[(box.y - r.y + i / box.width) * r.width + box.x - r.x + i % box.width] = true;
        }
      }
    }
    return any ? away : null;
  }

  /** Whether a drawing marks right what stands out, but little of it. */
  private static boolean few(boolean[] drawn, float[] made, float[] hidden) {
    double marked = 0;
    double right = 0;
    double all = 0;
    for (int i = 0; i < drawn.length; i++) {
      if (hidden[i] == 0) {
        boolean there = made[i] > 0;
        marked += drawn[i] ? 1 : 0;
        right += drawn[i] && there ? 1 : 0;
        all += there ? 1 : 0;
      }
    }
    return right > RIGHT * marked && right < FEW * all;
  }

  /** One plane in the mean colour of what the user asks for. */
  private static float[][] coloured(float[][] made, float[][] asked, float[] shown) {
    if (asked.length == 1 || made.length == 3) {
      return made;
    }
    float[][] out = new float[3][made[0].length];
    for (int c = 0; c < 3; c++) {
      double sum = 0;
      double n = 0;
      for (int i = 0; i < shown.length; i++) {
        sum += shown[i] > 0 ? asked[c][i] / shown[i] : 0;
        n += shown[i] > 0 ? 1 : 0;
      }
      for (int i = 0; i < out[c].length; i++) {
        out[c][i] = n > 0 ? (float) (sum / n) * made[0][i] : 0;
      }
    }
    return out;
  }
}
