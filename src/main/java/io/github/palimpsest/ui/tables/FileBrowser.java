package io.github.palimpsest.ui.tables;

import java.awt.Desktop;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Shows a folder in the desktop's own browser of files. */
final class FileBrowser {
  private FileBrowser() {}

  /**
   * Shows a folder; not on the event thread, for a desktop may take its time.
   *
   * @param say told where the folder is, if the desktop cannot show it
   */
  static void open(Path folder, Consumer<String> say) {
    try {
      if (Desktop.isDesktopSupported() && Desktop.getDesktop().isSupported(Desktop.Action.OPEN)) {
        Desktop.getDesktop().open(folder.toFile());
        return;
      }
    } catch (IOException | IllegalArgumentException e) {
      // said below
    }
    say.accept("The files lie in " + folder + ".");
  }
}
