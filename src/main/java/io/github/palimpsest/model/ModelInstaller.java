package io.github.palimpsest.model;

import io.github.palimpsest.check.BadInput;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Installs models into a models folder and removes them. Never uses the network. A model appears
 * there whole and checked, or not at all: it is laid into {@code <name>.part} and renamed.
 */
public final class ModelInstaller {
  private ModelInstaller() {}

  /**
   * Installs a model folder, a zip of one, or a bioimage.io package ({@code rdf.yaml} with ONNX
   * weights) as folder or zip.
   *
   * @param source folder or zip; not changed
   * @param models where installed models lie, usually {@link Models#installFolder}
   * @return the installed model, named after {@code source}
   * @throws BadInput when it is unfit or a model of that name is installed; nothing is left behind
   */
  public static ModelFolder install(Path source, Path models) {
    if (!Files.exists(source)) {
      throw new BadInput("Model \"" + source + "\" does not exist.");
    }
    String name = name(source);
    Path target = models.resolve(name);
    if (Files.exists(target) || Bundled.names().contains(name)) {
      throw new BadInput(
          "A model named " + name + " is installed already; remove it or rename the new one.");
    }
    Path part = models.resolve(name + ".part");
    boolean first = !Files.exists(models);
    try {
      Files.createDirectories(models);
      FileTree.delete(part);
      Files.createDirectory(part);
      if (Files.isDirectory(source)) {
        FileTree.copy(source, part);
      } else {
        ModelZip.unpack(source, part);
      }
      Path root = root(part);
      BioimagePackage.adopt(root);
      check(root, source);
      move(root, target);
      FileTree.delete(part);
    } catch (IOException e) {
      discard(part, first ? models : null, e);
      throw new BadInput(
          "Model \"" + source + "\" cannot be installed (" + e.getMessage() + ").", e);
    } catch (RuntimeException e) {
      discard(part, first ? models : null, e);
      throw e;
    }
    return ModelFolder.open(target);
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

  /** Where the model begins: zips often hold one folder around everything. */
  private static Path root(Path part) throws IOException {
    Path at = part;
    while (!Files.exists(at.resolve("model_index.json")) && !Files.exists(at.resolve("rdf.yaml"))) {
      try (Stream<Path> files = Files.list(at)) {
        var inside = files.toList();
        if (inside.size() != 1 || !Files.isDirectory(inside.get(0))) {
          return at;
        }
        at = inside.get(0);
      }
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
    }
  }

  private static void discard(Path part, Path made, Exception reason) {
    try {
      FileTree.delete(part);
      if (made != null) {
        Files.deleteIfExists(made);
      }
    } catch (IOException e) {
      reason.addSuppressed(e);
    }
  }
}
