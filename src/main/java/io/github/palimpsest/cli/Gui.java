package io.github.palimpsest.cli;

import ij.IJ;
import ij.ImageJ;
import io.github.palimpsest.check.BadInput;
import java.awt.GraphicsEnvironment;
import java.nio.file.Path;
import java.util.List;

/** ImageJ's window with Palimpsest in Plugins ▸ Palimpsest. */
final class Gui {
  private Gui() {}

  /** Opens ImageJ and the images; returns while the window stays. */
  static void open(List<String> images) {
    if (GraphicsEnvironment.isHeadless()) {
      throw new BadInput("gui needs a display and found none; without one, use run or demo.");
    }
    JavaFonts.keepInCache();
    List<Path> files = images.stream().map(name -> Places.file(name, "image")).toList();
    Path home = Places.target().resolve("imagej");
    Installer.layForGui(home, ClassPath.current());
    System.setProperty("plugins.dir", home.toString());
    new ImageJ(ImageJ.STANDALONE).exitWhenQuitting(true);
    files.forEach(file -> IJ.open(file.toString()));
  }
}
