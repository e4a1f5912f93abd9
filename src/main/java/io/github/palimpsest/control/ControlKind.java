package io.github.palimpsest.control;

import io.github.palimpsest.request.Param;
import io.github.palimpsest.roi.Mask;
import java.awt.Rectangle;
import java.util.List;
import java.util.Set;
import org.scijava.plugin.Plugin;
import org.scijava.plugin.SciJavaPlugin;

/**
 * A kind of control map: computes maps from an image and its ROIs. A class on the class path that
 * implements it is found by its annotation and can be named in {@code control=} and {@code kind=}:
 *
 * <pre>{@code
 * @Plugin(type = ControlKind.class, name = "bright")
 * public final class BrightKind implements ControlKind {
 *   public float[][] map(MapSource source, Rectangle r) {
 *     double[] v = source.brightness(r);
 *     float[] out = new float[v.length];
 *     for (int i = 0; i < out.length; i++) {
 *       out[i] = v[i] > 0.5 ? 1 : 0;
 *     }
 *     return new float[][] {out};
 *   }
 * }
 * }</pre>
 *
 * <p>One instance serves all threads, so it keeps no state. Of two kinds with one name that of
 * higher priority counts; kinds are listed by falling priority.
 */
public interface ControlKind extends SciJavaPlugin {
  /**
   * The word of {@code control=} and {@code kind=}, and of a control net's folder: the name in the
   * annotation, in lower case, without blanks, commas and colons.
   */
  default String name() {
    Plugin plugin = getClass().getAnnotation(Plugin.class);
    return plugin == null ? "" : plugin.name();
  }

  /** Other names that control nets of this kind go by. */
  default List<String> aliases() {
    return List.of();
  }

  /** Whether 256 levels are too few for its maps, which then are 32-bit images. */
  default boolean fine() {
    return false;
  }

  /**
   * The keys of Diffusion Control Map that change its maps, out of {@code smoothing}, {@code low},
   * {@code high}, {@code classes}, {@code thickness}, {@code rois} and {@code groups}; of the
   * others the user is told that they have no effect. A kind with {@code rois} shows ROIs or labels
   * rather than brightness.
   */
  default Set<Param> keys() {
    return Set.of();
  }

  /**
   * The map of a rectangle, bitwise that part of the whole plane's map.
   *
   * @param r within the plane
   * @return values 0…1, [1][r.height · r.width], or [3][…] in colours
   * @throws io.github.palimpsest.check.BadInput if the source has nothing to show
   */
  float[][] map(MapSource source, Rectangle r);

  /**
   * Whether its maps show rims of objects. A rim does not tell its inner side, so models that copy
   * from the image go by what the rims enclose, if they do.
   */
  default boolean rims() {
    return false;
  }

  /**
   * The map of a picture on which nobody has drawn, for a kind with {@code rois}: what a user who
   * draws as in {@code asked} would have drawn there. By default the {@link #map}.
   *
   * @param picture its objects are what stands out in it
   * @param r within the plane
   * @param asked the map that the user asks for, as weights
   * @return as of {@link #map}
   */
  default float[][] example(MapSource picture, Rectangle r, Mask asked) {
    return map(picture, r);
  }
}
