package io.github.palimpsest.ui.form;

import io.github.palimpsest.request.Param;
import javax.swing.JComponent;

/** A file or folder: its path, and a button that asks for one; for the event thread. */
public final class FileRow extends TextRow {
  private final BrowseButton browse;

  /**
   * A row.
   *
   * @param mode of {@link javax.swing.JFileChooser}
   */
  public FileRow(Param param, String text, String help, int mode, Listener listener) {
    super(param, text, help, listener);
    browse =
        new BrowseButton(
            param.key(),
            mode,
            () -> field.getText().strip(),
            path -> {
              show(path);
              tell(true);
            });
  }

  @Override
  public JComponent beside() {
    return browse;
  }

  @Override
  public void enable(boolean on) {
    super.enable(on);
    browse.setEnabled(on);
  }
}
