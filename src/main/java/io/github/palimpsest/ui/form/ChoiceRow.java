package io.github.palimpsest.ui.form;

import io.github.palimpsest.request.Param;
import java.awt.Component;
import java.awt.event.FocusAdapter;
import java.awt.event.FocusEvent;
import java.util.List;
import java.util.function.Supplier;
import javax.swing.DefaultListCellRenderer;
import javax.swing.JComboBox;
import javax.swing.JComponent;
import javax.swing.JFileChooser;
import javax.swing.JLabel;
import javax.swing.JList;
import javax.swing.event.PopupMenuEvent;
import javax.swing.event.PopupMenuListener;

/** A choice with its label, and a word for none; for the event thread. */
public final class ChoiceRow implements Row {
  private final JLabel label;
  private final JComboBox<String> box = new JComboBox<>();
  private final Param param;
  private final TextRow.Listener listener;
  private final String blank;
  private BrowseButton browse;
  private String auto;
  private Supplier<List<String>> choices;
  private boolean showing;

  /**
   * A row.
   *
   * @param text label; the character after an ampersand is its mnemonic
   * @param free whether something else may be written
   * @param blank the word for an empty value, or null
   */
  public ChoiceRow(
      Param param,
      String text,
      List<String> first,
      boolean free,
      String blank,
      TextRow.Listener listener) {
    this.param = param;
    this.listener = listener;
    this.blank = blank;
    label = Widgets.label(text);
    label.setLabelFor(box);
    label.setToolTipText(param.help());
    box.setToolTipText(param.help());
    box.setName(param.key());
    box.setEditable(free);
    box.setPrototypeDisplayValue("ROI Manager 123");
    box.setRenderer(new Hinted());
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
            listener.set(param, text(), true);
          }
        });
  }

  /** Adds a button that asks for a folder. */
  public ChoiceRow orFolder() {
    browse =
        new BrowseButton(
            param.key(),
            JFileChooser.DIRECTORIES_ONLY,
            this::text,
            path -> {
              show(path);
              listener.set(param, path, true);
            });
    return this;
  }

  @Override
  public Param param() {
    return param;
  }

  @Override
  public JLabel label() {
    return label;
  }

  @Override
  public JComponent control() {
    return box;
  }

  @Override
  public JComponent beside() {
    return browse;
  }

  @Override
  public String text() {
    Object item = box.isEditable() ? box.getEditor().getItem() : box.getSelectedItem();
    return item == null || item.equals(blank) ? "" : item.toString();
  }

  @Override
  public void hint(String text) {
    auto = text;
    box.repaint();
  }

  /** Says behind the automatic choice what it stands for. */
  private final class Hinted extends DefaultListCellRenderer {
    private static final long serialVersionUID = 1L;

    @Override
    public Component getListCellRendererComponent(
        JList<?> list, Object value, int index, boolean selected, boolean focused) {
      boolean automatic = value != null && (value.equals(blank) || value.equals(Param.AUTO));
      Object shown = automatic && auto != null ? value + " (" + auto + ")" : value;
      return super.getListCellRendererComponent(list, shown, index, selected, focused);
    }
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

  @Override
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

  @Override
  public void enable(boolean on) {
    label.setEnabled(on);
    box.setEnabled(on);
    if (browse != null) {
      browse.setEnabled(on);
    }
  }
}
