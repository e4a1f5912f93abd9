package io.github.palimpsest.ui.form;

import java.awt.Component;
import java.awt.Container;
import java.awt.Dimension;
import java.awt.LayoutManager;
import java.awt.Rectangle;
import javax.swing.JPanel;
import javax.swing.Scrollable;

/** Small parts beside each other, in as many lines as the width asks for. For the event thread. */
final class WrappedRow extends JPanel implements Scrollable {
  private final int gap;

  WrappedRow(int gap) {
    super(null);
    this.gap = gap;
    setOpaque(false);
    setLayout(new Lines());
  }

  /** Height of one line. */
  int line() {
    int height = 0;
    for (Component c : getComponents()) {
      height = Math.max(height, c.getPreferredSize().height);
    }
    return height;
  }

  private final class Lines implements LayoutManager {
    @Override
    public void addLayoutComponent(String name, Component c) {
      // they are laid out in their order
    }

    @Override
    public void removeLayoutComponent(Component c) {
      // nothing is kept of it
    }

    @Override
    public Dimension preferredLayoutSize(Container parent) {
      int width = getParent() == null ? 0 : getParent().getWidth();
      return new Dimension(width, flow(width == 0 ? Integer.MAX_VALUE : width, false));
    }

    @Override
    public Dimension minimumLayoutSize(Container parent) {
      return new Dimension(0, line());
    }

    @Override
    public void layoutContainer(Container parent) {
      flow(getWidth(), true);
    }
  }

  /** Height of all lines. */
  private int flow(int width, boolean move) {
    int x = 0;
    int y = 0;
    int line = line();
    for (Component c : getComponents()) {
      Dimension size = c.getPreferredSize();
      if (x > 0 && x + size.width > width) {
        x = 0;
        y += line + gap;
      }
      if (move) {
        c.setBounds(x, y, Math.min(size.width, width), line);
      }
      x += size.width + gap;
    }
    return getComponentCount() == 0 ? 0 : y + line;
  }

  @Override
  public Dimension getPreferredScrollableViewportSize() {
    return getPreferredSize();
  }

  @Override
  public int getScrollableUnitIncrement(Rectangle visible, int orientation, int direction) {
    return line() + gap;
  }

  @Override
  public int getScrollableBlockIncrement(Rectangle visible, int orientation, int direction) {
    return visible.height;
  }

  @Override
  public boolean getScrollableTracksViewportWidth() {
    return true;
  }

  @Override
  public boolean getScrollableTracksViewportHeight() {
    return false;
  }
}
