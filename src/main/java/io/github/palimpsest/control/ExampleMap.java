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

  ExampleMap(ControlKind kind, MapSettings settings) {
    this.kind = kind;
    this.settings = settings;
  }

  /**
   * The map of a picture.
   *
   * @param positions one-based stack positions of its channels
   * @param r the part of the plane
   * @param hidden pixels that are unknown
   * @param drawn what the user's map shows of this picture [1 or 3][r.height · r.width]; null for
   *     nothing
   * @param asked the map that is asked for
   * @return as {@code drawn}, or with one channel
   */
  float[][] of(
      ImagePlus image,
      List<Integer> positions,
      Rectangle r,
      Mask hidden,
      float[][] drawn,
      AskedMap asked) {
    float[] unknown = hidden.crop(r);
    Rectangle canvas = new Rectangle(image.getWidth(), image.getHeight());
    float[][] here = drawn == null ? null : asked(drawn, canvas, r).values();
    float[] shown = here == null ? new float[r.width * r.height] : AskedMap.shown(here);
    boolean[] away = away(canvas, r, shown, unknown);
    if (away != null && here.length == 3) {
      return here;
    }
    float[][] made = made(image, positions, r, hidden, shown, asked);
    return away != null && !few(away, made[0], unknown) ? here : asked.coloured(made);
  }

  /** What is asked for, as it is compared with the maps of pictures. */
  AskedMap asked(float[][] values, Rectangle canvas, Rectangle r) {
    AskedMap asked = AskedMap.of(values, canvas, r);
    return kind.rims() ? asked.enclosed(r) : asked;
  }

  private float[][] made(
      ImagePlus image,
      List<Integer> positions,
      Rectangle r,
      Mask hidden,
      float[] shown,
      AskedMap asked) {
    if (!objects()) {
      return kind.map(new MapSource(image, positions.get(0), settings, hidden), r);
    }
    MapSource picture = null;
    Foreground foreground = null;
    for (int position : positions) {
      MapSource channel = new MapSource(image, position, settings, hidden);
      Foreground own = new Foreground(channel, r);
      if (foreground == null || own.contrast() > foreground.contrast()) {
        foreground = own;
        picture = channel;
      }
    }
    List<MapObject> objects = foreground.objects(foreground.bright(shown));
    MapSource found = picture.with(objects);
    return asked.filled() ? ScribbleKind.covered(found, r) : kind.example(found, r, asked.mask());
  }

  /** Whether the kind shows ROIs. */
  private boolean objects() {
    return kind.keys().contains(Param.ROIS);
  }

  /**
   * What the user's map shows away from the hole: parts that do not come near it; null for nothing.
   */
  private boolean[] away(Rectangle canvas, Rectangle r, float[] shown, float[] hidden) {
    float most = 0;
    for (float v : shown) {
      most = Math.max(most, v);
    }
    boolean objects = objects();
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
}
