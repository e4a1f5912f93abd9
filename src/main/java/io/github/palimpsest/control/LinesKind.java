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
  public boolean rims() {
    return true;
  }

  @Override
  public float[][] map(MapSource source, Rectangle r) {
    return new float[][] {source.outlines().crop(r)};
  }

  /** Of lines that enclose nothing: the innermost pixels of each object, as deep as the lines. */
  @Override
  public float[][] example(MapSource picture, Rectangle r, Mask asked) {
    return ScribbleKind.covered(ScribbleKind.inner(picture, Strokes.depth(asked)), r);
  }
}
