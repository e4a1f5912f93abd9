package io.github.palimpsest.ui.form;

import io.github.palimpsest.request.Param;
import java.awt.event.FocusAdapter;
import java.awt.event.FocusEvent;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JTextField;
import javax.swing.Timer;
import javax.swing.UIManager;
import javax.swing.event.DocumentEvent;
import javax.swing.event.DocumentListener;

/**
 * A text field with its label. What is typed is told at once as offered, and as set by Enter, by
 * leaving the field, or after a pause. For the event thread.
 */
public class TextRow implements Row {
  /** Told of the values that a user sets in the rows of the panel. */
  public interface Listener {
    /**
     * A value was set.
     *
     * @param settled false while its user still types or drags
     * @return false if it is refused
     */
    boolean set(Param param, Object value, boolean settled);

    /** The user has left a row, which may show again what it did not while he was in it. */
    public void left();
  }

  private static final int COLUMNS = 12;
  private static final int PAUSE_MILLIS = 600;

  final JLabel label;
  final JTextField field = new JTextField(COLUMNS);
  private final Param param;
  private final Listener listener;
  private final Timer pause = new Timer(PAUSE_MILLIS, e -> tell(true));
  private boolean refused;
  private String auto;

  /** True while the row itself writes into its field, which is not told. */
  boolean writing;

  /**
   * A row.
   *
   * @param text label; the character after an ampersand is its mnemonic
   */
  public TextRow(Param param, String text, String help, Listener listener) {
    this.param = param;
    this.listener = listener;
    label = Widgets.label(text);
    label.setLabelFor(field);
    label.setToolTipText(help);
    field.setToolTipText(help);
    field.setName(param.key());
    pause.setRepeats(false);
    field.addActionListener(e -> settle());
    field.addFocusListener(
        new FocusAdapter() {
          @Override
          public void focusLost(FocusEvent e) {
            settle();
            listener.left();
          }
        });
    field
        .getDocument()
        .addDocumentListener(
            new DocumentListener() {
              @Override
              public void insertUpdate(DocumentEvent e) {
                edited();
              }

              @Override
              public void removeUpdate(DocumentEvent e) {
                edited();
              }

              @Override
              public void changedUpdate(DocumentEvent e) {
                edited();
              }
            });
  }

  private void edited() {
    if (!writing) {
      pause.restart();
      typed();
      tell(false);
    }
  }

  private void settle() {
    if (pause.isRunning()) {
      pause.stop();
      tell(true);
    }
  }

  /** The user has typed; before it is told. */
  public void typed() {}

  /** The value that the field says, or null if it is none yet. */
  public Object value() {
    return text();
  }

  @Override
  public final Param param() {
    return param;
  }

  @Override
  public final JLabel label() {
    return label;
  }

  @Override
  public JComponent control() {
    return field;
  }

  @Override
  public final JComponent entry() {
    return field;
  }

  @Override
  public final String text() {
    String text = field.getText();
    return text.equals(hinted()) ? Param.AUTO : text;
  }

  /** What the field says where the choice is left to the model, or null. */
  private String hinted() {
    return auto == null ? null : Param.AUTO + " (" + auto + ")";
  }

  @Override
  public final void hint(String text) {
    boolean shown = text().equals(Param.AUTO);
    auto = text;
    if (shown && !field.isFocusOwner()) {
      write(text == null ? Param.AUTO : hinted());
    }
  }

  /** Tells the value, and shows whether it is refused. */
  public final void tell(boolean settled) {
    Object value = value();
    // what is no value yet is told when its user is done with it, and refused in words
    boolean told = value != null || settled && !text().isBlank();
    refused = !told || !listener.set(param, value != null ? value : text(), settled);
    ink();
  }

  private void ink() {
    field.setForeground(
        refused ? Widgets.errorColour() : UIManager.getColor("TextField.foreground"));
  }

  /** Whether the user is writing something that cannot be, which stays until it is left. */
  public final boolean busy() {
    return refused && field.isFocusOwner();
  }

  /** Writes into the field, unless it says that already. */
  public final void write(String text) {
    refused = false;
    ink();
    if (!text.equals(field.getText())) {
      writing = true;
      field.setText(text);
      writing = false;
    }
  }

  @Override
  public void show(String text) {
    if (text != null && !busy() && !text.equals(text())) {
      write(text.equals(Param.AUTO) && auto != null ? hinted() : text);
    }
  }

  @Override
  public void enable(boolean on) {
    label.setEnabled(on);
    field.setEnabled(on);
  }
}
