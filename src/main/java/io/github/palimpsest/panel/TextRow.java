package io.github.palimpsest.panel;

import io.github.palimpsest.request.Param;
import java.util.function.BiConsumer;
import javax.swing.JLabel;
import javax.swing.JTextField;

/** A text with its label; for the event thread. */
final class TextRow {
  private static final int COLUMNS = 12;
  private static final long QUIET_MILLIS = 700;

  final JLabel label;
  final JTextField field = new JTextField(COLUMNS);
  private boolean showing;
  private long touched;

  TextRow(Param param, String text, String help, BiConsumer<Param, Object> wish) {
    label = Words.label(text);
    label.setLabelFor(field);
    label.setToolTipText(help);
    field.setToolTipText(help);
    field.setName(param.key());
    field
        .getDocument()
        .addDocumentListener(
            new ValueRow.Typed(
                () -> {
                  if (!showing) {
                    touched = System.currentTimeMillis();
                    wish.accept(param, field.getText());
                  }
                }));
  }

  /** Shows a text, unless the user is writing another. */
  void show(String text) {
    boolean busy = System.currentTimeMillis() - touched < QUIET_MILLIS;
    if (text != null && !busy && !text.equals(field.getText())) {
      showing = true;
      field.setText(text);
      showing = false;
    }
  }

  void enable(boolean on) {
    label.setEnabled(on);
    field.setEnabled(on);
  }
}
