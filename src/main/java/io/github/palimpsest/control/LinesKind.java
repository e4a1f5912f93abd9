package io.github.palimpsest.control;

import java.awt.Rectangle;
import java.util.List;

/** Line drawings, 0 or 1: ROIs as strokes of their own width, areas as outlines. */
final class LinesKind implements ControlKind {
  @Override
  public String name() {
    return "lines";
  }

  @Override
  public List<String> aliases() {
    return List.of("lineart");
  }

  @Override
  public boolean showsObjects() {
    return true;
  }

  @Override
  public float[][] map(MapSource source, Rectangle r) {
    return new float[][] {source.objects().outlines().crop(r)};
  }
}
