package io.github.palimpsest.ui.form;

import io.github.palimpsest.request.Param;
import java.awt.event.FocusAdapter;
import java.awt.event.FocusEvent;
import java.util.List;
import java.util.function.Supplier;
import javax.swing.JComboBox;
import javax.swing.JLabel;
import javax.swing.event.PopupMenuEvent;
import javax.swing.event.PopupMenuListener;

/** A choice with its label, and a word for none; for the event thread. */
public final class ChoiceRow {
  public final JLabel label;
  public final JComboBox<String> box = new JComboBox<>();
  private final String blank;
  private Supplier<List<String>> choices;
  private boolean showing;

  public ChoiceRow(
      Param param,
      String text,
      List<String> first,
      boolean free,
      String blank,
      TextRow.Listener listener) {
    this.blank = blank;
    label = Widgets.label(text);
    label.setLabelFor(box);
    label.setToolTipText(param.help());
    box.setToolTipText(param.help());
    box.setName(param.key());
    box.setEditable(free);
    box.setPrototypeDisplayValue("ROI Manager 123");
    first.forEach(box::addItem);
    if (free) {
      // nothing is chosen before the first value is shown
      box.setSelectedIndex(-1);
    }
    box.addPopupMenuListener(
        new PopupMenuListener() {
          @Override
          public void popupMenuWillBecomeVisible(PopupMenuEvent e) {
            if (choices != null) {
              offer(choices.get());
            }
          }

          @Override
          public void popupMenuWillBecomeInvisible(PopupMenuEvent e) {
            listener.left();
          }

          @Override
          public void popupMenuCanceled(PopupMenuEvent e) {
            // becomes invisible as well
          }
        });
    box.getEditor()
        .getEditorComponent()
        .addFocusListener(
            new FocusAdapter() {
              @Override
              public void focusLost(FocusEvent e) {
                listener.left();
              }
            });
    box.addActionListener(
        e -> {
          if (!showing && box.getSelectedItem() != null) {
            Object chosen = box.getSelectedItem();
            listener.set(param, chosen.equals(blank) ? "" : chosen, true);
          }
        });
  }

  /** Asks for the choices whenever the user opens the list. */
  public void offerWhenOpened(Supplier<List<String>> asked) {
    choices = asked;
  }

  /** Offers other choices; what is chosen stays. */
  private void offer(List<String> choices) {
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

  public void show(String text) {
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

  public void enable(boolean on) {
    label.setEnabled(on);
    box.setEnabled(on);
  }
}
