package io.github.palimpsest.model;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.plugin.Plugins;
import java.util.List;
import java.util.TreeSet;

/** The models of all {@link ModelSource}s. Thread-safe. */
public final class Models {
  /** The bundled model. */
  public static final String DEFAULT = "micrographs";

  /** The model that is made of the image at work. */
  public static final String THIS_IMAGE = "This image";

  /** Ends the name of a model that begins, and is finished by {@link #THIS_IMAGE}. */
  public static final String AND_THIS_IMAGE = " + this image";

  private Models() {}

  /**
   * The model of {@code model=}.
   *
   * @param nameOrPath a name that a source knows, or a model folder; empty means {@link #DEFAULT}
   * @throws BadInput listing the known names, or naming everything wrong with the model
   */
  public static Model find(String nameOrPath) {
    String value = value(nameOrPath);
    for (ModelSource source : sources()) {
      Model model = source.find(value);
      if (model != null) {
        return model;
      }
    }
    throw new BadInput(
        "model ("
            + value
            + ") must be one of "
            + String.join(", ", names())
            + " or the path of a model folder.");
  }

  /** Names that {@link #find} knows, sorted. */
  public static List<String> names() {
    TreeSet<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    sources().forEach(source -> names.addAll(source.names()));
    return List.copyOf(names);
  }

  /**
   * Whether {@link #find} may open a model that somebody else has named, such as the record of a
   * file; see {@link ModelSource#isTrusted}.
   */
  public static boolean isTrusted(String nameOrPath) {
    String value = value(nameOrPath);
    return sources().stream().anyMatch(source -> source.isTrusted(value));
  }

  private static List<ModelSource> sources() {
    return Plugins.of(ModelSource.class);
  }

  private static String value(String nameOrPath) {
    return nameOrPath == null || nameOrPath.isBlank() ? DEFAULT : nameOrPath.strip();
  }
}
