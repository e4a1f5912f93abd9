package io.github.palimpsest.ui.form;

import io.github.palimpsest.request.Param;
import javax.swing.JComponent;
import javax.swing.JLabel;

/**
 * One value in a form: its label, where it is set, and what stands beside that. {@link FormGrid}
 * lays rows out and shows what is wrong with a value below its row. For the event thread.
 */
public interface Row {
  /** The key whose value is set here. */
  Param param();

  /** The label, or null where the control says it itself, as a check box does. */
  JLabel label();

  /** The widest part, such as a slider, or the field itself. */
  JComponent control();

  /** What follows at the end of the row, such as a button, or null. */
  default JComponent beside() {
    return null;
  }

  /** The part that takes the focus; its name is the key. */
  default JComponent entry() {
    return control();
  }

  /** The value as its user writes it, which may be wrong. */
  String text();

  /** Shows a value without telling anybody; null leaves everything as it is. */
  void show(String text);

  /** Lets the user set the value, or not. */
  void enable(boolean on);

  /**
   * Says which value an automatic choice stands for now, as in "Auto (20)".
   *
   * @param text the value, or null where it is not known
   */
  default void hint(String text) {
    // a row whose value is never automatic
  }
}
