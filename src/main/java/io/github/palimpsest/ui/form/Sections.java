package io.github.palimpsest.ui.form;

import java.awt.Component;
import java.awt.Dimension;
import java.awt.KeyboardFocusManager;
import java.awt.Rectangle;
import java.beans.PropertyChangeListener;
import javax.swing.JComponent;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.Scrollable;
import javax.swing.SwingUtilities;
import net.miginfocom.swing.MigLayout;

/**
 * Parts under one another that scroll, as wide as the window. What the Tab key reaches is scrolled
 * into view. For the event thread.
 */
public final class Sections extends JPanel implements Scrollable {
  private static final long serialVersionUID = 1L;
  private static final String FOCUS = "permanentFocusOwner";
  private static final int LINES = 20;

  private final transient PropertyChangeListener focus = e -> reveal((Component) e.getNewValue());

  public Sections() {
    super(new MigLayout("insets 0, fillx, wrap 1, gapy 3lp, hidemode 3", "[grow, fill]", "[top]"));
  }

  /** Adds a part below the others. */
  public void put(JComponent part) {
    add(part, "wmin 0");
  }

  /** They in a pane that scrolls up and down. */
  public JScrollPane scrolled() {
    JScrollPane pane =
        new JScrollPane(
            this, JScrollPane.VERTICAL_SCROLLBAR_AS_NEEDED, JScrollPane.HORIZONTAL_SCROLLBAR_NEVER);
    pane.setBorder(null);
    return pane;
  }

  private void reveal(Component focused) {
    if (focused instanceof JComponent part && SwingUtilities.isDescendingFrom(part, this)) {
      part.scrollRectToVisible(new Rectangle(0, 0, part.getWidth(), part.getHeight()));
    }
  }

  @Override
  public void addNotify() {
    super.addNotify();
    KeyboardFocusManager.getCurrentKeyboardFocusManager().addPropertyChangeListener(FOCUS, focus);
  }

  @Override
  public void removeNotify() {
    KeyboardFocusManager.getCurrentKeyboardFocusManager()
        .removePropertyChangeListener(FOCUS, focus);
    super.removeNotify();
  }

  @Override
  public Dimension getPreferredScrollableViewportSize() {
    return getPreferredSize();
  }

  @Override
  public int getScrollableUnitIncrement(Rectangle visible, int orientation, int direction) {
    return LINES;
  }

  @Override
  public int getScrollableBlockIncrement(Rectangle visible, int orientation, int direction) {
    return Math.max(LINES, visible.height - LINES);
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
