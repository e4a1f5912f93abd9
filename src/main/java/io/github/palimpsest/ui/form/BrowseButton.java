package io.github.palimpsest.ui.form;

import ij.io.OpenDialog;
import java.io.File;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.swing.JButton;
import javax.swing.JFileChooser;

/** Asks for a file or folder, beside the field that names it; for the event thread. */
final class BrowseButton extends JButton {
  private static final long serialVersionUID = 1L;

  /**
   * A button.
   *
   * @param mode of {@link JFileChooser}
   * @param named what the field says
   * @param chosen is given the path that the user chooses
   */
  BrowseButton(String key, int mode, Supplier<String> named, Consumer<String> chosen) {
    super("Browse…");
    setName(key + "-browse");
    setToolTipText(
        mode == JFileChooser.DIRECTORIES_ONLY ? "Choose a folder" : "Choose a file or folder");
    addActionListener(
        e -> {
          JFileChooser chooser = new JFileChooser(OpenDialog.getDefaultDirectory());
          chooser.setFileSelectionMode(mode);
          File now = new File(named.get());
          if (now.isAbsolute()) {
            chooser.setSelectedFile(now);
          }
          if (chooser.showDialog(this, "Choose") == JFileChooser.APPROVE_OPTION) {
            File file = chooser.getSelectedFile();
            OpenDialog.setDefaultDirectory(file.getParent());
            chosen.accept(file.getPath());
          }
        });
  }
}
