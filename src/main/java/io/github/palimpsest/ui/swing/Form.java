package io.github.palimpsest.ui.swing;

import java.awt.Dimension;
import java.awt.GridBagConstraints;
import java.awt.GridBagLayout;
import java.awt.Insets;
import javax.swing.JComponent;
import javax.swing.JPanel;

/** Rows of label, control and field in three aligned columns. */
final class Form extends JPanel {
  private static final long serialVersionUID = 1L;
  private static final int GAP = 3;
  private static final String WIDEST = "Control weight ";
  private int row;

  Form(String title) {
    super(new GridBagLayout());
    if (title != null) {
      setBorder(Widgets.section(title));
    }
  }

  void add(ValueRow r) {
    row(r.label, r.slider, r.field);
  }

  void add(TextRow r) {
    row(r.label, r.field, null);
  }

  void row(JComponent left, JComponent middle, JComponent right) {
    // the same in every form, so that their columns are in line
    int width = left.getFontMetrics(left.getFont()).stringWidth(WIDEST);
    left.setPreferredSize(new Dimension(width, left.getPreferredSize().height));
    put(left, 0, 1, 0);
    put(middle, 1, right == null ? 2 : 1, 1);
    if (right != null) {
      put(right, 2, 1, 0);
    }
    row++;
  }

  /** One component over all columns. */
  void wide(JComponent part) {
    put(part, 0, 3, 1);
    row++;
  }

  private void put(JComponent part, int column, int width, double weight) {
    GridBagConstraints c = new GridBagConstraints();
    c.gridx = column;
    c.gridy = row;
    c.gridwidth = width;
    c.weightx = weight;
    c.fill = GridBagConstraints.HORIZONTAL;
    c.anchor = GridBagConstraints.CENTER;
    c.insets = new Insets(1, GAP, 1, GAP);
    add(part, c);
  }
}
