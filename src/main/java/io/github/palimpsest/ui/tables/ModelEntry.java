package io.github.palimpsest.ui.tables;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.check.FreeMemory;
import io.github.palimpsest.model.Model;
import io.github.palimpsest.model.Models;
import io.github.palimpsest.model.install.ModelFolders;
import io.github.palimpsest.model.onnx.ModelFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A model as a row of the table, in words.
 *
 * @param name value of {@code model=}
 * @param kind what it is made for
 * @param images which images it takes
 * @param words that prompts may hold, or empty
 * @param licence of the weights, or empty
 * @param size on disk, or empty
 * @param place where it comes from
 * @param folder where it lies, or null
 * @param removable whether it can be removed
 * @param check what is known of whether it works, or empty
 */
record ModelEntry(
    String name,
    String kind,
    String images,
    String words,
    String licence,
    String size,
    String place,
    Path folder,
    boolean removable,
    String check) {
  private static final int RGB = 3;

  /** All models there are, by name. Reads folders, so not on the event thread. */
  static List<ModelEntry> all() {
    return Models.names().stream().map(ModelEntry::read).toList();
  }

  /** One that cannot be opened says why. */
  static ModelEntry read(String name) {
    boolean bundled = ModelFolders.isBundled(name);
    boolean installed = !bundled && ModelFolders.names().contains(name);
    Path folder = installed ? ModelFolders.installFolder().resolve(name) : null;
    try {
      Model model = Models.find(name);
      if (model instanceof ModelFolder files) {
        folder = files.path();
      }
      return new ModelEntry(
          name,
          kind(name, model),
          images(model),
          String.join(", ", model.card().vocabulary()),
          model.card().licence(),
          size(folder),
          place(bundled, installed, model),
          folder,
          installed,
          "");
    } catch (BadInput e) {
      return new ModelEntry(
          name,
          "cannot be used",
          "",
          "",
          "",
          size(folder),
          place(bundled, installed, null),
          folder,
          installed,
          e.getMessage());
    }
  }

  ModelEntry checked(String result) {
    return new ModelEntry(
        name, kind, images, words, licence, size, place, folder, removable, result);
  }

  private static String kind(String name, Model model) {
    if (model.learnsFromImage()) {
      return "own image";
    }
    if (name.startsWith("Classical")) {
      return "classical";
    }
    String made = model.inpainting() ? "inpainting" : "plain";
    return made + (model.pixelSpace() ? "" : ", latent");
  }

  private static String images(Model model) {
    String channels =
        model.learnsFromImage()
            ? "any channels"
            : model.imageChannels() == RGB
                ? "RGB"
                : model.imageChannels() == 1 ? "grey" : model.imageChannels() + " channels";
    if (model.fixedWidth() > 0) {
      return channels + ", " + model.fixedWidth() + " x " + model.fixedHeight();
    }
    return model.multiple() > 1
        ? channels + ", multiples of " + model.multiple()
        : channels + ", any size";
  }

  private static String place(boolean bundled, boolean installed, Model model) {
    return bundled
        ? "bundled"
        : installed
            ? "installed"
            : model != null && model.learnsFromImage() ? "made in each run" : "of a plugin";
  }

  private static String size(Path folder) {
    if (folder == null) {
      return "";
    }
    try (Stream<Path> files = Files.walk(folder)) {
      long bytes = 0;
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        bytes += Files.size(file);
      }
      return FreeMemory.say(bytes);
    } catch (IOException e) {
      return "";
    }
  }
}
