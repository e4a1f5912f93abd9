package io.github.palimpsest.ui.swing;

import io.github.palimpsest.request.Param;
import java.awt.Color;
import java.awt.event.FocusAdapter;
import java.awt.event.FocusEvent;
import java.util.Locale;
import javax.swing.JLabel;
import javax.swing.JSlider;
import javax.swing.JTextField;
import javax.swing.event.DocumentEvent;
import javax.swing.event.DocumentListener;

/** A number as a slider and as a field, which say the same; for the event thread. */
final class ValueRow {
  private static final int COLUMNS = 5;

  private final Param param;
  private final double unit;
  private final String top;
  private final SettingListener wish;
  final JLabel label;
  final JSlider slider;
  final JTextField field = new JTextField(COLUMNS);
  private final Color ink = field.getForeground();
  private final TypingPause settling = new TypingPause(field, () -> tell(true));
  private boolean showing;
  private boolean refused;

  /**
   * A row.
   *
   * @param text label; the character after an ampersand is its mnemonic
   * @param min of the slider
   * @param max of the slider
   * @param unit of the slider, a power of ten; 1 for whole numbers
   * @param top word for the largest value, or null
   * @param wish told of what the user sets
   */
  ValueRow(
      Param param,
      String text,
      String help,
      double min,
      double max,
      double unit,
      String top,
      SettingListener wish) {
    this.param = param;
    this.unit = unit;
    this.top = top;
    this.wish = wish;
    label = Widgets.label(text);
    slider = new JSlider((int) Math.round(min / unit), (int) Math.round(max / unit));
    slider.setName(param.key() + "-slider");
    field.setName(param.key());
    field.setHorizontalAlignment(JTextField.RIGHT);
    label.setLabelFor(field);
    for (var c : new javax.swing.JComponent[] {label, slider, field}) {
      c.setToolTipText(help);
    }
    slider.addChangeListener(e -> slid());
    field.getDocument().addDocumentListener(new Typed(this::typed));
    field.addFocusListener(
        new FocusAdapter() {
          @Override
          public void focusGained(FocusEvent e) {
            field.selectAll();
          }
        });
  }

  private void slid() {
    if (showing) {
      return;
    }
    showing = true;
    field.setText(text(slider.getValue() * unit));
    showing = false;
    tell(!slider.getValueIsAdjusting());
  }

  private void tell(boolean settled) {
    refused = !valid() || !wish.set(param, value(), settled);
    field.setForeground(refused ? Color.RED.darker() : ink);
  }

  private boolean valid() {
    try {
      double d = field.getText().strip().equals(top) ? slider.getMaximum() * unit : number();
      param.check(unit == 1 ? (Object) (int) Math.rint(d) : d);
      return true;
    } catch (RuntimeException e) {
      // not a value yet: nothing is wished until it is
      return false;
    }
  }

  private void typed() {
    if (showing) {
      return;
    }
    if (valid()) {
      double d = field.getText().strip().equals(top) ? slider.getMaximum() * unit : number();
      showing = true;
      slider.setValue((int) Math.round(d / unit));
      showing = false;
    }
    settling.typed();
    tell(false);
  }

  private double number() {
    return Double.parseDouble(field.getText().strip());
  }

  private Object value() {
    if (field.getText().strip().equals(top)) {
      return "Auto";
    }
    double d = number();
    return unit == 1 ? Integer.toString((int) Math.rint(d)) : Double.toString(d);
  }

  /** The whole number set; the largest there is where the field says the word for it. */
  int whole() {
    return field.getText().strip().equals(top) ? Integer.MAX_VALUE : slider.getValue();
  }

  private String text(double value) {
    if (top != null && value >= slider.getMaximum() * unit) {
      return top;
    }
    int digits = (int) Math.round(-Math.log10(unit));
    return String.format(Locale.ROOT, "%." + Math.max(0, digits) + "f", value);
  }

  /** Another largest value of the slider. */
  void range(int max) {
    boolean atTop = top != null && field.getText().strip().equals(top);
    if (slider.getMaximum() != max) {
      showing = true;
      slider.setMaximum(max);
      slider.setValue(atTop ? max : slider.getValue());
      showing = false;
    }
  }

  /** Shows a value, unless the user drags, or is writing one that cannot be. */
  void show(String text) {
    if (text == null || slider.getValueIsAdjusting() || refused && field.isFocusOwner()) {
      return;
    }
    refused = false;
    field.setForeground(ink);
    double d;
    try {
      d = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      // several weights: only the field can show them
      showing = true;
      if (!text.equals(field.getText())) {
        field.setText(text);
      }
      showing = false;
      return;
    }
    String shown = text(d);
    showing = true;
    if (!shown.equals(field.getText()) && !says(d)) {
      field.setText(shown);
    }
    slider.setValue((int) Math.round(d / unit));
    showing = false;
  }

  /** Whether the field says this number, in whatever digits. */
  private boolean says(double d) {
    try {
      return number() == d;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  void enable(boolean on) {
    label.setEnabled(on);
    slider.setEnabled(on);
    field.setEnabled(on);
  }

  /** Calls after every change of a text. */
  record Typed(Runnable action) implements DocumentListener {
    @Override
    public void insertUpdate(DocumentEvent e) {
      action.run();
    }

    @Override
    public void removeUpdate(DocumentEvent e) {
      action.run();
    }

    @Override
    public void changedUpdate(DocumentEvent e) {
      action.run();
    }
  }
}
