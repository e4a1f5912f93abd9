package io.github.palimpsest.ui.swing;

import java.awt.Component;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import javax.swing.Icon;

/** The five of a die. */
final class DiceIcon implements Icon {
  private static final int SIZE = 14;

  @Override
  public void paintIcon(Component c, Graphics g, int x, int y) {
    Graphics2D g2 = (Graphics2D) g.create();
    g2.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g2.setColor(c.isEnabled() ? c.getForeground() : java.awt.Color.GRAY);
    g2.drawRoundRect(x, y, SIZE - 1, SIZE - 1, 4, 4);
    for (int[] p : new int[][] {{3, 3}, {9, 3}, {6, 6}, {3, 9}, {9, 9}}) {
      g2.fillOval(x + p[0], y + p[1], 3, 3);
    }
    g2.dispose();
  }

  @Override
  public int getIconWidth() {
    return SIZE;
  }

  @Override
  public int getIconHeight() {
    return SIZE;
  }
}
