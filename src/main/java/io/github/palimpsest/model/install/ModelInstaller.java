package io.github.palimpsest.model.install;

import io.github.palimpsest.cache.UnfinishedFolders;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.model.folder.UnsupportedFile;
import io.github.palimpsest.model.folder.UnsupportedPipeline;
import io.github.palimpsest.model.onnx.ModelFolder;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.function.LongConsumer;

/**
 * Installs models into a models folder and removes them. Never uses the network. A model appears
 * there whole and checked, or not at all: it is copied into a folder with a temporary name, checked
 * and renamed.
 */
public final class ModelInstaller {
  /** Begins the name of a folder that is being filled; no model's name begins with a dot. */
  private static final String PART = ".installing";

  private ModelInstaller() {}

  /**
   * Installs a model folder, a zip of one, or a bioimage.io package ({@code rdf.yaml} with ONNX
   * weights) as folder or zip.
   *
   * @param source folder or zip; not changed
   * @param models where installed models lie, usually {@link ModelFolders#installFolder}
   * @return the installed model, named after {@code source}
   * @throws BadInput when it is unfit or a model of that name is installed; nothing is left behind
   */
  public static ModelFolder install(Path source, Path models) {
    return install(source, models, bytes -> {});
  }

  /**
   * As {@link #install(Path, Path)}.
   *
   * @param copied told the bytes of every piece that is copied; what it throws, such as {@link
   *     io.github.palimpsest.check.Cancelled}, ends the install, and nothing is left behind
   */
  public static ModelFolder install(Path source, Path models, LongConsumer copied) {
    if (!Files.exists(source)) {
      throw new BadInput("Model \"" + source + "\" does not exist.");
    }
    String name = name(source);
    Path target = models.resolve(name);
    if (Files.exists(target) || BundledModels.names().contains(name)) {
      throw installedAlready(name);
    }
    boolean first = !Files.exists(models);
    Path part = null;
    try {
      Path from = checked(source, models);
      Files.createDirectories(models);
      UnfinishedFolders.sweep(models, PART + ".part-*");
      part = UnfinishedFolders.begin(models, PART);
      if (Files.isDirectory(from)) {
        List<Path> files = FileTree.plainFiles(from);
        FileTree.requireSpace(source, size(files), part);
        FileTree.copy(from, files, part, copied);
      } else {
        ModelZip.unpack(from, part, copied);
      }
      BioimagePackage.adopt(part);
      check(part, source);
      move(part, target);
    } catch (FileAlreadyExistsException e) {
      discard(part, null, e);
      throw installedAlready(name);
    } catch (IOException e) {
      discard(part, first ? models : null, e);
      throw new BadInput(
          "Model \"" + source + "\" cannot be installed (" + e.getMessage() + ").", e);
    } catch (RuntimeException | Error e) {
      discard(part, first ? models : null, e);
      throw e;
    }
    return ModelFolder.open(target);
  }

  private static BadInput installedAlready(String name) {
    return new BadInput(
        "A model named " + name + " is installed already; remove it or rename the new one.");
  }

  /** What to copy, without links; refused, before anything is copied, if it is unfit. */
  private static Path checked(Path source, Path models) throws IOException {
    Path from = source.toRealPath();
    if (Files.isRegularFile(from)) {
      if (UnsupportedFile.format(name(source)) != null || UnsupportedFile.around(from) != null) {
        throw UnsupportedFile.refusal(source);
      }
      return from;
    } else if (!Files.isDirectory(from)) {
      throw new BadInput("Model \"" + source + "\" is neither a folder nor a plain file.");
    }
    if (models.toAbsolutePath().normalize().startsWith(from)) {
      throw new BadInput(
          "Model \"" + source + "\" holds the models folder itself; give the folder of one model.");
    }
    FileTree.plainFiles(from);
    Path root = root(from);
    if (!Files.exists(root.resolve("rdf.yaml"))) {
      check(root, source);
    }
    return root;
  }

  private static long size(List<Path> files) throws IOException {
    long size = 0;
    for (Path file : files) {
      size += Files.size(file);
    }
    return size;
  }

  /**
   * Removes an installed model.
   *
   * @throws BadInput when there is none of that name, or it is in use by another program
   */
  public static void remove(String name, Path models) {
    Path folder = models.resolve(name).normalize();
    if (!models.normalize().equals(folder.getParent()) || !Files.isDirectory(folder)) {
      throw new BadInput("model (" + name + ") must be an installed one to be removed.");
    }
    try {
      FileTree.delete(folder);
    } catch (IOException e) {
      throw new BadInput("Model " + name + " cannot be removed (" + e.getMessage() + ").", e);
    }
  }

  /** File name without {@code .zip}; letters, digits, {@code . _ -} and spaces are kept. */
  private static String name(Path source) {
    Path last = source.toAbsolutePath().normalize().getFileName();
    String name = last == null ? "" : last.toString();
    if (name.toLowerCase(Locale.ROOT).endsWith(".zip")) {
      name = name.substring(0, name.length() - 4);
    }
    name = name.replaceAll("[^\\p{L}\\p{N}._ -]", "_").replaceFirst("^\\.+", "");
    if (name.isBlank()) {
      throw new BadInput("Model \"" + source + "\" needs a name.");
    }
    return name;
  }

  /** Where the model begins: often one folder lies around everything. */
  private static Path root(Path folder) throws IOException {
    Path at = folder;
    while (!Files.exists(at.resolve("model_index.json")) && !Files.exists(at.resolve("rdf.yaml"))) {
      List<String> inside =
          UnsupportedPipeline.names(at).stream().filter(name -> !DesktopFiles.in(name)).toList();
      if (inside.size() != 1 || !Files.isDirectory(at.resolve(inside.get(0)))) {
        return at;
      }
      at = at.resolve(inside.get(0));
    }
    return at;
  }

  // The sentence should name what the user gave, not where it lay for a moment.
  private static void check(Path root, Path source) {
    try {
      ModelFolder.open(root);
    } catch (BadInput e) {
      throw new BadInput(e.getMessage().replace(root.toString(), source.toString()), e);
    }
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to);
    } catch (IOException e) {
      // systems differ in what they say when another install was faster
      throw Files.exists(to) ? new FileAlreadyExistsException(to.toString()) : e;
    }
  }

  private static void discard(Path part, Path made, Throwable reason) {
    try {
      if (part != null) {
        FileTree.delete(part);
      }
      if (made != null) {
        Files.deleteIfExists(made);
      }
    } catch (IOException e) {
      reason.addSuppressed(e);
    }
  }
}
