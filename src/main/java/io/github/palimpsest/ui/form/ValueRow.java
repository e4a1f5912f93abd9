package io.github.palimpsest.ui.form;

import io.github.palimpsest.request.Param;
import java.awt.event.FocusAdapter;
import java.awt.event.FocusEvent;
import java.util.Locale;
import javax.swing.JComponent;
import javax.swing.JSlider;
import javax.swing.JTextField;

/** A number as a slider and as a field, which say the same; for the event thread. */
public final class ValueRow extends TextRow {
  private static final int COLUMNS = 5;

  private final JSlider slider;
  private final double unit;
  private final String top;

  /**
   * A row.
   *
   * @param text label; the character after an ampersand is its mnemonic
   * @param min of the slider
   * @param max of the slider
   * @param unit of the slider, a power of ten; 1 for whole numbers
   * @param top word for the largest value, or null
   */
  public ValueRow(
      Param param,
      String text,
      String help,
      double min,
      double max,
      double unit,
      String top,
      Listener listener) {
    super(param, text, help, listener);
    this.unit = unit;
    this.top = top;
    slider = new JSlider((int) Math.round(min / unit), (int) Math.round(max / unit));
    slider.setName(param.key() + "-slider");
    slider.setToolTipText(help);
    slider.getAccessibleContext().setAccessibleName(label.getText());
    slider.addChangeListener(e -> slid());
    field.setColumns(COLUMNS);
    field.setHorizontalAlignment(JTextField.RIGHT);
    field.addFocusListener(
        new FocusAdapter() {
          @Override
          public void focusGained(FocusEvent e) {
            field.selectAll();
          }
        });
  }

  @Override
  public JComponent control() {
    return slider;
  }

  @Override
  public JComponent beside() {
    return field;
  }

  private void slid() {
    if (!writing) {
      write(text(slider.getValue() * unit));
      tell(!slider.getValueIsAdjusting());
    }
  }

  @Override
  public void typed() {
    if (value() != null) {
      turn(atTop() ? slider.getMaximum() : (int) Math.round(number() / unit));
    }
  }

  /** Turns the slider without telling. */
  private void turn(int to) {
    writing = true;
    slider.setValue(to);
    writing = false;
  }

  @Override
  public Object value() {
    try {
      double d = atTop() ? slider.getMaximum() * unit : number();
      Object value = unit == 1 ? (Object) (int) Math.rint(d) : (Object) d;
      param().check(value);
      return atTop() ? "Auto" : value.toString();
    } catch (RuntimeException e) {
      // not a value yet: nothing is told until it is
      return null;
    }
  }

  private boolean atTop() {
    return top != null && field.getText().strip().equals(top);
  }

  private double number() {
    return Double.parseDouble(field.getText().strip());
  }

  private String text(double value) {
    if (top != null && value >= slider.getMaximum() * unit) {
      return top;
    }
    int digits = (int) Math.round(-Math.log10(unit));
    return String.format(Locale.ROOT, "%." + Math.max(0, digits) + "f", value);
  }

  /** Another largest value of the slider. */
  public void range(int max) {
    boolean atTop = atTop();
    if (slider.getMaximum() != max) {
      writing = true;
      slider.setMaximum(max);
      slider.setValue(atTop ? max : slider.getValue());
      writing = false;
    }
  }

  /** Shows a value, unless the user drags, or is writing one that cannot be. */
  @Override
  public void show(String text) {
    if (text == null || slider.getValueIsAdjusting() || busy()) {
      return;
    }
    double d;
    try {
      d = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      // several weights: only the field can show them
      write(text);
      return;
    }
    write(says(d) ? field.getText() : digits(text, d));
    turn((int) Math.round(d / unit));
  }

  /** In the slider's digits, if those tell all of it. */
  private String digits(String text, double d) {
    String digits = text(d);
    boolean all = digits.equals(top) || Double.parseDouble(digits) == d;
    return all ? digits : text;
  }

  /** Whether the field says this number, in whatever digits. */
  private boolean says(double d) {
    try {
      return number() == d;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  @Override
  public void enable(boolean on) {
    super.enable(on);
    slider.setEnabled(on);
  }
}
