package io.github.palimpsest.ui.swing;

import io.github.palimpsest.request.Param;
import java.util.List;
import javax.swing.JComboBox;
import javax.swing.JLabel;

/** A choice with its label, and a word for none; for the event thread. */
final class ChoiceRow {
  final JLabel label;
  final JComboBox<String> box = new JComboBox<>();
  private final String blank;
  private boolean showing;

  ChoiceRow(
      Param param,
      String text,
      String help,
      List<String> choices,
      boolean free,
      String blank,
      SettingListener wish) {
    this.blank = blank;
    label = Widgets.label(text);
    label.setLabelFor(box);
    label.setToolTipText(help);
    box.setToolTipText(help);
    box.setName(param.key());
    box.setEditable(free);
    box.setPrototypeDisplayValue("ROI Manager 123");
    choices.forEach(box::addItem);
    box.addActionListener(
        e -> {
          if (!showing && box.getSelectedItem() != null) {
            Object chosen = box.getSelectedItem();
            wish.set(param, chosen.equals(blank) ? "" : chosen, true);
          }
        });
  }

  /** Offers other choices; what is chosen stays. */
  void offer(List<String> choices) {
    boolean same = choices.size() == box.getItemCount();
    for (int i = 0; same && i < choices.size(); i++) {
      same = choices.get(i).equals(box.getItemAt(i));
    }
    if (same || box.isPopupVisible()) {
      return;
    }
    Object chosen = box.getSelectedItem();
    showing = true;
    box.removeAllItems();
    choices.forEach(box::addItem);
    box.setSelectedItem(chosen);
    showing = false;
  }

  void show(String text) {
    boolean busy = box.isPopupVisible();
    String shown = text != null && text.isEmpty() ? blank : text;
    if (shown == null || busy || shown.equals(box.getSelectedItem())) {
      return;
    }
    boolean typing = box.isEditable() && box.getEditor().getEditorComponent().hasFocus();
    if (!typing) {
      showing = true;
      box.setSelectedItem(shown);
      if (!shown.equals(box.getSelectedItem())) {
        box.addItem(shown);
        box.setSelectedItem(shown);
      }
      showing = false;
    }
  }

  void enable(boolean on) {
    label.setEnabled(on);
    box.setEnabled(on);
  }
}
