package io.github.palimpsest.ui.repaint;

import ij.IJ;
import ij.Prefs;
import io.github.palimpsest.ui.form.Look;
import io.github.palimpsest.ui.form.Widgets;
import io.github.palimpsest.ui.window.WindowPlace;
import javax.swing.ButtonGroup;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JDialog;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JRadioButton;
import javax.swing.JSpinner;
import javax.swing.KeyStroke;
import javax.swing.SpinnerNumberModel;
import net.miginfocom.swing.MigLayout;

/**
 * How the tool draws, kept in ImageJ's preferences, and the small window that asks for it: what is
 * chosen there acts at once. For the event thread.
 */
final class ToolOptions extends JDialog {
  private static final long serialVersionUID = 1L;
  private static final String BRUSH = "palimpsest.tool.brush";
  private static final String WIDTH = "palimpsest.tool.width";
  private static final int USUAL_WIDTH = 20;
  private static final int WIDEST = 1000;

  private static ToolOptions open;

  private final JRadioButton lasso = new JRadioButton();
  private final JRadioButton brush = new JRadioButton();
  private final JSpinner width = new JSpinner(new SpinnerNumberModel(brushWidth(), 1, WIDEST, 1));

  private ToolOptions() {
    super(IJ.getInstance(), "Repaint Tool");
    setName("Repaint Tool");
    Widgets.button(lasso, "&Lasso", "Draw around what to repaint; Shift adds, Alt takes away");
    Widgets.button(brush, "&Brush", "Paint over what to repaint; Shift adds, Alt erases");
    ButtonGroup group = new ButtonGroup();
    group.add(lasso);
    group.add(brush);
    (paints() ? brush : lasso).setSelected(true);
    JLabel label = Widgets.label("&Width (pixels)");
    label.setLabelFor(width);
    width.setName("width");
    ((JSpinner.DefaultEditor) width.getEditor()).getTextField().setName("width-field");
    JButton close = Widgets.button(new JButton(), "&Close", "Close (Esc)");
    lasso.addActionListener(e -> set());
    brush.addActionListener(e -> set());
    width.addChangeListener(e -> set());
    close.addActionListener(e -> dispose());
    JPanel content = new JPanel(new MigLayout("insets dialog, novisualpadding"));
    content.add(lasso, "span, wrap");
    content.add(brush);
    content.add(label, "gapleft unrel");
    content.add(width, "wrap");
    content.add(close, "span, right, gaptop unrel");
    setContentPane(content);
    getRootPane()
        .registerKeyboardAction(
            e -> dispose(), KeyStroke.getKeyStroke("ESCAPE"), JComponent.WHEN_IN_FOCUSED_WINDOW);
    getRootPane().setDefaultButton(close);
    Look.follow(this);
    setResizable(false);
    set();
  }

  private void set() {
    Prefs.set(BRUSH, brush.isSelected());
    Prefs.set(WIDTH, (Integer) width.getValue());
    width.setEnabled(brush.isSelected());
  }

  /** Whether the tool paints with a brush; else it is a lasso. */
  static boolean paints() {
    return Prefs.get(BRUSH, false);
  }

  /** Diameter of the brush in pixels, 1 to 1000. */
  static int brushWidth() {
    return Math.max(1, Math.min(WIDEST, (int) Prefs.get(WIDTH, USUAL_WIDTH)));
  }

  /** Opens the window, or brings it to the front. */
  static void ask() {
    if (open == null || !open.isDisplayable()) {
      open = new ToolOptions();
      open.pack();
      WindowPlace.beside(open, null);
      open.setVisible(true);
    }
    open.toFront();
  }
}
