package io.github.palimpsest.model.install;

import io.github.palimpsest.cache.Home;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.model.onnx.ModelFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Model folders by name or path: bundled in the jar, installed in the models folder, or anywhere.
 *
 * <p>Installed models are the sub-folders of {@code ~/.palimpsest/models}, or of the system
 * property {@code palimpsest.models}.
 */
public final class ModelFolders {
  /** Paths that this process was told to open. */
  private static final Set<String> OPENED = ConcurrentHashMap.newKeySet();

  /** Where models lie that another machine has named. */
  private static final Map<String, Path> SENT = new ConcurrentHashMap<>();

  private ModelFolders() {}

  /**
   * From now on a value of {@code model=} stands for this folder: a copy, made on a worker of a
   * cluster, of what the value stands for on the machine that the work comes from.
   */
  public static void lies(String name, Path folder) {
    SENT.put(name, folder);
  }

  /**
   * The model folder of a value of {@code model=}.
   *
   * @param name a bundled name, an installed name, or the path of a folder
   * @return null if there is none
   * @throws BadInput naming everything wrong with the folder
   */
  public static ModelFolder find(String name) {
    Path sent = SENT.get(name);
    if (sent != null) {
      return ModelFolder.open(sent);
    }
    if (isBundled(name)) {
      return ModelFolder.open(BundledModels.folder(name));
    }
    Path path = path(name);
    boolean plain = path != null && isPlain(name);
    if (plain && Files.isDirectory(installFolder().resolve(name))) {
      return ModelFolder.open(installFolder().resolve(name));
    }
    // a bare word may well be the name of some file in the working directory
    if (path != null && (Files.isDirectory(path) || !plain && Files.exists(path))) {
      ModelFolder folder = ModelFolder.open(path);
      OPENED.add(name);
      return folder;
    }
    return null;
  }

  /** Whether a name can be that of an installed model: no path, on no system. */
  private static boolean isPlain(String name) {
    return !name.contains("/")
        && !name.contains("\\")
        && !name.contains(":")
        && !name.startsWith(".")
        && name.indexOf(0) < 0;
  }

  /**
   * Whether {@link #find} may open a model that somebody else has named, such as the record of a
   * file: a bundled one, an installed one, or a folder that was opened before in this process. No
   * other place is looked at.
   */
  static boolean isKnown(String name) {
    return isBundled(name)
        || isPlain(name) && path(name) != null && Files.isDirectory(installFolder().resolve(name))
        || OPENED.contains(name);
  }

  /** Names of the bundled and the installed models, sorted. */
  public static List<String> names() {
    TreeSet<String> names = new TreeSet<>(BundledModels.names());
    Path folder = installFolder();
    if (Files.isDirectory(folder)) {
      try (Stream<Path> models = Files.list(folder)) {
        models
            .filter(m -> !m.getFileName().toString().startsWith("."))
            .filter(m -> Files.exists(m.resolve("model_index.json")))
            .forEach(m -> names.add(m.getFileName().toString()));
      } catch (IOException e) {
        throw new BadInput("Models folder \"" + folder + "\" cannot be listed.", e);
      }
    }
    return List.copyOf(names);
  }

  /** Whether a model of that name lies in the plugin's jar. */
  public static boolean isBundled(String name) {
    return BundledModels.names().contains(name);
  }

  /** Where models are installed: the system property {@code palimpsest.models}, else the home. */
  public static Path installFolder() {
    String set = System.getProperty("palimpsest.models");
    return set != null ? Path.of(set) : Home.orTemporary().resolve("models");
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      return null;
    }
  }
}
