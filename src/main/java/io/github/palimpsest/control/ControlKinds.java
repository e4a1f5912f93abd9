package io.github.palimpsest.control;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The kinds of control maps. */
final class ControlKinds {
  static final List<ControlKind> ALL =
      List.of(
          new EdgesKind(),
          new SoftEdgesKind(),
          new SegmentationKind(),
          new ScribbleKind(),
          new LinesKind(),
          new DistanceKind(),
          new BoundaryKind(),
          new BlurKind());

  private ControlKinds() {}

  /** The kind of that name or alias, in any case. */
  static Optional<ControlKind> find(String name) {
    String word = name.trim().toLowerCase(Locale.ROOT);
    return ALL.stream().filter(k -> named(k, word)).findFirst();
  }

  /** Whether a control net of that name is made for maps of a kind. */
  static boolean named(ControlKind kind, String word) {
    String lower = word.toLowerCase(Locale.ROOT);
    return kind.name().equals(lower) || kind.aliases().contains(lower);
  }

  /** {@code edges, softedges, …} */
  static String names() {
    return String.join(", ", ALL.stream().map(ControlKind::name).toList());
  }
}
