package io.github.palimpsest.ui.form;

import io.github.palimpsest.request.Param;
import javax.swing.JCheckBox;
import javax.swing.JComponent;
import javax.swing.JLabel;

/** A switch, as a check box; for the event thread. */
public final class SwitchRow implements Row {
  private final JCheckBox box = new JCheckBox();
  private final Param param;

  /**
   * A row.
   *
   * @param text of the box; the character after an ampersand is its mnemonic
   */
  public SwitchRow(Param param, String text, String help, TextRow.Listener listener) {
    this.param = param;
    // a narrow form may cut the text off
    Widgets.button(box, text, text.replace("&", "") + ": " + help);
    box.setName(param.key());
    box.addActionListener(e -> listener.set(param, box.isSelected(), true));
  }

  @Override
  public Param param() {
    return param;
  }

  @Override
  public JLabel label() {
    return null;
  }

  @Override
  public JComponent control() {
    return box;
  }

  @Override
  public String text() {
    return Boolean.toString(box.isSelected());
  }

  @Override
  public void show(String text) {
    if (text != null) {
      box.setSelected(Boolean.parseBoolean(text));
    }
  }

  @Override
  public void enable(boolean on) {
    box.setEnabled(on);
  }
}
