package io.github.palimpsest.ui.swing;

import io.github.palimpsest.request.Param;
import java.awt.Color;
import javax.swing.JLabel;
import javax.swing.JTextField;

/** A text with its label; for the event thread. */
final class TextRow {
  private static final int COLUMNS = 12;

  private final Param param;
  private final SettingListener wish;
  final JLabel label;
  final JTextField field = new JTextField(COLUMNS);
  private final Color ink = field.getForeground();
  private final TypingPause settling = new TypingPause(field, () -> tell(true));
  private boolean showing;
  private boolean refused;

  TextRow(Param param, String text, String help, SettingListener wish) {
    this.param = param;
    this.wish = wish;
    label = Widgets.label(text);
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
                    settling.typed();
                    tell(false);
                  }
                }));
  }

  private void tell(boolean settled) {
    refused = !wish.set(param, field.getText(), settled);
    field.setForeground(refused ? Color.RED.darker() : ink);
  }

  /** Shows a text, unless the user is writing one that cannot be. */
  void show(String text) {
    if (text != null && !(refused && field.isFocusOwner()) && !text.equals(field.getText())) {
      showing = true;
      field.setText(text);
      field.setForeground(ink);
      refused = false;
      showing = false;
    }
  }

  void enable(boolean on) {
    label.setEnabled(on);
    field.setEnabled(on);
  }
}
