package io.github.palimpsest.control;

import io.github.palimpsest.request.Param;
import io.github.palimpsest.roi.Mask;
import java.awt.Rectangle;
import java.util.List;
import java.util.Set;
import org.scijava.plugin.Plugin;

/** Line drawings, 0 or 1: ROIs as strokes of their own width, areas as outlines. */
@Plugin(type = ControlKind.class, name = "lines", priority = 400)
final class LinesKind implements ControlKind {
  @Override
  public List<String> aliases() {
    return List.of("lineart");
  }

  @Override
  public Set<Param> keys() {
    return Set.of(Param.ROIS, Param.GROUPS);
  }

  @Override
  public float[][] map(MapSource source, Rectangle r) {
    return new float[][] {source.outlines().crop(r)};
  }

  /** Rims of the objects where the lines enclose something, else the middles of the objects. */
  @Override
  public float[][] example(MapSource picture, Rectangle r, Mask asked) {
    double depth = Strokes.depth(asked);
    return Strokes.enclose(asked)
        ? new float[][] {picture.rims(2 * depth - 1).crop(r)}
        : new float[][] {union(ScribbleKind.inner(picture, depth)).crop(r)};
  }

  private static Mask union(MapSource picture) {
    Rectangle all = picture.bounds();
    return Mask.union(
        all.width, all.height, picture.objects().stream().map(MapObject::mask).toList());
  }
}
