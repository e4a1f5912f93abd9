package io.github.palimpsest.control;

import ij.ImagePlus;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.roi.Mask;
import java.awt.Color;
import java.awt.Rectangle;
import java.util.List;

/** The maps of pictures that a kept model copies from, before anybody asks for one. */
public final class PictureMaps {
  /** Objects that cover less of what stands out are examples, not all that there is. */
  private static final double MOST = 0.4;

  private final MapSource picture;
  private final Rectangle r;
  private List<MapObject> objects;

  /**
   * The maps of a part of a plane.
   *
   * @param position one-based stack position
   * @param objects what the user calls objects; may be empty
   */
  public PictureMaps(ImagePlus image, int position, Rectangle r, List<Mask> objects) {
    picture = new MapSource(image, position, MapSettings.of(Request.defaults()));
    this.r = r;
    this.objects = objects.stream().map(mask -> new MapObject(mask, Color.WHITE)).toList();
  }

  /** The names of all kinds. */
  public static List<String> kinds() {
    return ControlKinds.all().stream().map(ControlKind::name).toList();
  }

  /**
   * The map of a kind. Kinds that show ROIs show the objects; where these are few or none, what
   * stands out in the picture by Otsu's threshold.
   *
   * @return 0…1 [r.height · r.width]
   */
  public float[] of(String kind) {
    ControlKind maker = ControlKinds.find(kind).orElseThrow();
    boolean rois = maker.keys().contains(Param.ROIS);
    return maker.map(rois ? picture.with(shown()) : picture, r)[0];
  }

  private List<MapObject> shown() {
    Foreground foreground = new Foreground(picture, r);
    List<MapObject> bright = foreground.objects(foreground.bright(null));
    if (!objects.isEmpty() && count(objects) < MOST * count(bright)) {
      objects = List.of();
    }
    objects = objects.isEmpty() ? bright : objects;
    return objects;
  }

  private long count(List<MapObject> all) {
    long[] n = {0};
    all.forEach(object -> object.visit(r, (inMask, inRectangle) -> n[0]++));
    return n[0];
  }
}
