package io.github.palimpsest.model.install;

import io.github.palimpsest.cache.Home;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.model.folder.ModelFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Finds models by name or folder: bundled in the jar, installed in a models folder, or anywhere.
 *
 * <p>Installed models are the sub-folders of {@code ~/.palimpsest/models} (or of the system
 * property {@code palimpsest.models}) and of the extra folders given, such as {@code models/} of
 * ImageJ.
 */
public final class ModelFolders {
  /** The bundled model. */
  public static final String DEFAULT = "micrographs";

  /** Folders that this process was told to open. */
  private static final Set<String> OPENED = ConcurrentHashMap.newKeySet();

  private ModelFolders() {}

  /**
   * The model of {@code model=}.
   *
   * @param nameOrPath a bundled name, an installed name, or a folder; empty means {@link #DEFAULT}
   * @param extraFolders further folders with installed models; absent ones are ignored
   * @throws BadInput listing the known names, or naming everything wrong with the folder
   */
  public static ModelFolder find(String nameOrPath, Path... extraFolders) {
    String name = nameOrPath == null || nameOrPath.isBlank() ? DEFAULT : nameOrPath.strip();
    if (BundledModels.names().contains(name)) {
      return ModelFolder.open(BundledModels.folder(name));
    }
    Path path = path(name);
    boolean plain = path != null && isPlain(name);
    if (plain) {
      for (Path models : folders(extraFolders)) {
        if (Files.isDirectory(models.resolve(name))) {
          return ModelFolder.open(models.resolve(name));
        }
      }
    }
    // a bare word may well be the name of some file in the working directory
    if (path != null && (Files.isDirectory(path) || !plain && Files.exists(path))) {
      ModelFolder folder = ModelFolder.open(path);
      OPENED.add(name);
      return folder;
    }
    throw new BadInput(
        "model ("
            + name
            + ") must be one of "
            + String.join(", ", names(extraFolders))
            + " or the path of a model folder.");
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
  public static boolean isKnown(String nameOrPath) {
    String name = nameOrPath.isBlank() ? DEFAULT : nameOrPath.strip();
    return BundledModels.names().contains(name)
        || isPlain(name) && path(name) != null && Files.isDirectory(installFolder().resolve(name))
        || OPENED.contains(name);
  }

  /** Names that {@link #find} knows, sorted. */
  public static List<String> names(Path... extraFolders) {
    TreeSet<String> names = new TreeSet<>(BundledModels.names());
    for (Path folder : folders(extraFolders)) {
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
    }
    return List.copyOf(names);
  }

  /** The words that the bundled model {@link #DEFAULT} knows, for dialogs. */
  public static List<String> defaultVocabulary() {
    return BundledModels.vocabulary(DEFAULT);
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

  private static List<Path> folders(Path... extra) {
    List<Path> folders = new ArrayList<>(List.of(installFolder()));
    folders.addAll(Arrays.asList(extra));
    return folders;
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      return null;
    }
  }
}
