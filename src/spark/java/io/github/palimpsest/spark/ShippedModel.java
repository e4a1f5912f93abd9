package io.github.palimpsest.spark;

import io.github.palimpsest.cache.Cache;
import io.github.palimpsest.cache.JarFiles;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.model.Models;
import io.github.palimpsest.model.install.ModelFolders;
import io.github.palimpsest.model.onnx.ModelFolder;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.spark.SparkFiles;

/**
 * A model folder of the driver's machine on its way to executors: they fetch its zip once and
 * unpack it once a machine. There it stands for the same {@code model=}, and its records are the
 * same.
 *
 * @param value of {@code model=}
 * @param folder the folder's name
 */
record ShippedModel(String value, String folder) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The name of the zip. */
  static final String ZIP = "palimpsest-model.zip";

  private static final String INSIDE = "model/";

  /** Zips that this process has unpacked. */
  private static final Set<String> UNPACKED = ConcurrentHashMap.newKeySet();

  /**
   * Zips the folder of a model.
   *
   * @param model as in {@code model=}
   * @param to the folder for the zip
   * @return null for a model that executors have anyway: a bundled one, or one of the image
   */
  static ShippedModel of(String model, Path to) {
    String value = model.strip();
    if (value.endsWith(Models.AND_THIS_IMAGE)) {
      value = value.substring(0, value.length() - Models.AND_THIS_IMAGE.length()).strip();
    }
    if (value.isEmpty() || ModelFolders.isBundled(value)) {
      return null;
    }
    ModelFolder folder = ModelFolders.find(value);
    if (folder == null) {
      return null;
    }
    ShippedModel shipped = new ShippedModel(value, folder.path().getFileName().toString());
    try {
      shipped.pack(folder.path(), to.resolve(ZIP));
    } catch (IOException | UncheckedIOException e) {
      throw new BadInput(
          "The model (" + value + ") cannot be packed for the workers: " + e.getMessage() + ".", e);
    }
    return shipped;
  }

  private void pack(Path from, Path to) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(from, FileVisitOption.FOLLOW_LINKS)) {
      files = all.filter(Files::isRegularFile).sorted().toList();
    }
    try (OutputStream out = Files.newOutputStream(to);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      // weights are noise to a packer
      zip.setLevel(Deflater.NO_COMPRESSION);
      for (Path file : files) {
        String name = from.relativize(file).toString().replace('\\', '/');
        zip.putNextEntry(new ZipEntry(INSIDE + folder + "/" + name));
        Files.copy(file, zip);
        zip.closeEntry();
      }
    }
  }

  /** In an executor: from now on {@code model=} is the folder that was sent. */
  void unpack() {
    if (UNPACKED.contains(value)) {
      return;
    }
    synchronized (UNPACKED) {
      try {
        JarFiles files = JarFiles.below(Path.of(SparkFiles.get(ZIP)), INSIDE);
        ModelFolders.lies(value, Cache.unpack("shipped", files).resolve(folder));
        UNPACKED.add(value);
      } catch (IOException e) {
        throw new BadInput(
            "The model (" + value + ") cannot be unpacked on a worker: " + Cache.reason(e) + ".",
            e);
      }
    }
  }
}
