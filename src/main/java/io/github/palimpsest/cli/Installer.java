package io.github.palimpsest.cli;

import io.github.palimpsest.check.BadInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Lays the plugin and the libraries it needs into an ImageJ or Fiji folder, as an update site would
 * do it: the plugin into {@code plugins/}, libraries into {@code plugins/jars/} of ImageJ or {@code
 * jars/} of Fiji. Older ones that were laid before are removed; nothing else is touched.
 */
final class Installer {
  private Installer() {}

  /**
   * Installs or updates; doing it twice changes nothing the second time.
   *
   * @param folder an ImageJ folder (with {@code plugins/}) or a Fiji folder (also with {@code
   *     jars/})
   * @param from holds the plugin's jar and its libraries
   * @throws BadInput if it is neither, or cannot be written
   */
  static void run(Path folder, ClassPath from) {
    Path plugins = folder.resolve("plugins");
    if (!Files.isDirectory(plugins)) {
      throw BadInput.of(
          "The folder (%s) must be that of ImageJ or Fiji, which holds plugins; choose the folder"
              + " ImageJ starts from.",
          folder);
    }
    boolean fiji = Files.isDirectory(folder.resolve("jars"));
    try {
      Installed installed = Installed.in(folder);
      for (Jar old : Jar.all(plugins)) {
        if (old.artifact().equals(from.plugin().artifact())) {
          installed.adopt(old.path());
        }
      }
      List<Path> laid = new ArrayList<>();
      laid.add(installed.lay(from.plugin(), plugins));
      Path libraries = fiji ? folder.resolve("jars") : plugins.resolve("jars");
      Files.createDirectories(libraries);
      for (Jar jar : from.libraries(fiji)) {
        if (installed.foreign(jar.artifact(), libraries)) {
          System.out.println("Kept the folder's own " + jar.artifact() + ".");
        } else {
          laid.add(installed.lay(jar, libraries));
        }
      }
      int removed = installed.keepOnly(laid);
      System.out.printf(
          "Installed Palimpsest into the %s folder %s: %d jars, %d older ones removed. Restart it.%n",
          fiji ? "Fiji" : "ImageJ", folder, laid.size(), removed);
    } catch (IOException e) {
      throw new BadInput(
          String.format(
              "The folder (%s) must be writable and ImageJ closed: %s.", folder, e.getMessage()),
          e);
    }
  }

  /** Only the plugin itself, for an ImageJ whose class path holds the libraries. */
  static void layForGui(Path folder, ClassPath from) {
    try {
      Path plugins = Files.createDirectories(folder.resolve("plugins"));
      Installed installed = Installed.in(folder);
      installed.keepOnly(List.of(installed.lay(from.plugin(), plugins)));
    } catch (IOException e) {
      throw new BadInput(
          String.format("The folder (%s) must be writable: %s.", folder, e.getMessage()), e);
    }
  }
}
