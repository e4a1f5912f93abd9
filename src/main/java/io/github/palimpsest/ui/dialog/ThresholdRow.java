package io.github.palimpsest.ui.dialog;

import ij.ImagePlus;
import ij.process.AutoThresholder;
import io.github.palimpsest.image.Plane;
import io.github.palimpsest.image.PlanePositions;
import io.github.palimpsest.image.SampleType;
import io.github.palimpsest.image.Units;
import io.github.palimpsest.inpaint.monitor.Background;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.ui.form.ChoiceRow;
import io.github.palimpsest.ui.form.Row;
import io.github.palimpsest.ui.form.TextRow;
import java.awt.EventQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JSlider;
import net.miginfocom.swing.MigLayout;

/**
 * A threshold: a method, or two limits, which two sliders set over the image's own range. For the
 * event thread.
 */
final class ThresholdRow implements Row {
  private static final String AS_SET = "as set in ImageJ";
  private static final int PARTS = 1000;

  private final ChoiceRow words;
  private final JSlider low = new JSlider(0, PARTS, 0);
  private final JSlider high = new JSlider(0, PARTS, PARTS);
  private final JPanel panel =
      new JPanel(
          new MigLayout("insets 0, fillx, wrap 1, gapy 2lp, novisualpadding", "[grow,fill]"));
  private final TextRow.Listener listener;
  private double least;
  private double most = 255;
  private boolean whole = true;
  private boolean enabled = true;
  private boolean moving;

  /**
   * A row, whose sliders can be moved as soon as the image has been read.
   *
   * @param image whose plane is thresholded, or null
   */
  ThresholdRow(Param key, String text, ImagePlus image, TextRow.Listener listener) {
    this.listener = listener;
    words =
        new ChoiceRow(
            key,
            text,
            choices(),
            true,
            AS_SET,
            new TextRow.Listener() {
              @Override
              public boolean set(Param param, Object value, boolean settled) {
                turn(String.valueOf(value));
                return listener.set(param, value, settled);
              }

              @Override
              public void left() {
                listener.left();
              }
            });
    slider(low, "threshold-low", "Lowest intensity that is repainted");
    slider(high, "threshold-high", "Highest intensity that is repainted");
    panel.add(words.control(), "wmin 0");
    panel.add(low, "wmin 0");
    panel.add(high, "wmin 0");
    if (image != null) {
      Background.begin(() -> read(image));
    }
  }

  private void slider(JSlider slider, String name, String help) {
    slider.setName(name);
    slider.setToolTipText(help);
    slider.getAccessibleContext().setAccessibleName(help);
    slider.addChangeListener(e -> slid(slider));
  }

  private static List<String> choices() {
    List<String> choices = methods();
    choices.add(0, AS_SET);
    return choices;
  }

  /** Methods for bright objects on a dark background, which are most, first. */
  static List<String> methods() {
    List<String> choices = new ArrayList<>();
    for (String method : AutoThresholder.getMethods()) {
      choices.add(method + " dark");
    }
    choices.addAll(List.of(AutoThresholder.getMethods()));
    return choices;
  }

  private void read(ImagePlus image) {
    Plane plane = Plane.of(image, PlanePositions.current(image).position());
    if (plane.type() == SampleType.RGB) {
      return;
    }
    Units units = Units.of(image);
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    for (float v : units.raw() ? plane.read()[0] : units.values(plane.read()[0])) {
      if (Float.isFinite(v)) {
        min = Math.min(min, v);
        max = Math.max(max, v);
      }
    }
    double from = min;
    double to = max;
    boolean integers = units.raw() && plane.type() != SampleType.FLOAT32;
    EventQueue.invokeLater(() -> range(from, to, integers));
  }

  /** Gives the sliders the range of an image. */
  void range(double min, double max, boolean integers) {
    if (min <= max) {
      least = min;
      most = max;
      whole = integers;
      turn(text());
    }
  }

  private void slid(JSlider moved) {
    if (moving) {
      return;
    }
    moving = true;
    if (low.getValue() > high.getValue()) {
      (moved == low ? high : low).setValue(moved.getValue());
    }
    String text = said(low.getValue()) + "," + said(high.getValue());
    words.show(text);
    moving = false;
    listener.set(param(), text, !moved.getValueIsAdjusting());
  }

  private String said(int position) {
    double value = least + (most - least) * position / PARTS;
    if (whole) {
      return Long.toString(Math.round(value));
    }
    // as many digits as a part of the range has
    int digits = (int) Math.max(0, Math.ceil(-Math.log10((most - least) / PARTS)));
    return String.format(Locale.ROOT, "%." + Math.min(digits, 12) + "f", value);
  }

  /** Puts the sliders where two limits are; a method leaves them. */
  private void turn(String text) {
    String[] limits = text.split(",");
    if (moving || limits.length != 2 || most <= least) {
      return;
    }
    try {
      double from = Double.parseDouble(limits[0].strip());
      double to = Double.parseDouble(limits[1].strip());
      moving = true;
      low.setValue(position(from));
      high.setValue(position(to));
    } catch (NumberFormatException e) {
      // not limits yet
    } finally {
      moving = false;
    }
  }

  private int position(double value) {
    double part = PARTS * (value - least) / (most - least);
    return (int) Math.round(Math.max(0, Math.min(PARTS, part)));
  }

  @Override
  public Param param() {
    return words.param();
  }

  @Override
  public JLabel label() {
    return words.label();
  }

  @Override
  public JComponent control() {
    return panel;
  }

  @Override
  public JComponent entry() {
    return words.control();
  }

  @Override
  public String text() {
    return words.text();
  }

  @Override
  public void show(String text) {
    words.show(text);
    if (text != null) {
      turn(text);
    }
  }

  @Override
  public void enable(boolean on) {
    if (enabled != on) {
      enabled = on;
      words.enable(on);
      low.setEnabled(on);
      high.setEnabled(on);
    }
  }
}
