package io.github.palimpsest.ui.form;

import io.github.palimpsest.ui.window.WindowPlace;
import java.awt.Component;
import java.awt.Container;
import java.awt.Dimension;
import java.awt.EventQueue;
import java.awt.Font;
import java.awt.Rectangle;
import java.awt.Window;
import javax.swing.JComponent;
import javax.swing.RootPaneContainer;
import javax.swing.SwingUtilities;
import javax.swing.UIManager;
import javax.swing.plaf.FontUIResource;
import javax.swing.plaf.metal.MetalLookAndFeel;

/**
 * The look and feel is the host's, also when it changes while a window of ours is open; we never
 * set it. Fiji lets its user choose one; plain ImageJ has Java's own, Metal, whose bold labels we
 * make plain, or on Windows, from its first file dialog on, the system's. For the event thread.
 */
public final class Look {
  private static final String FOLLOWS = "palimpsest.look";
  private static boolean listening;

  private Look() {}

  /** Lets a window follow the look. Called once, when its parts are in it. */
  public static void follow(Window window) {
    ((RootPaneContainer) window).getRootPane().putClientProperty(FOLLOWS, true);
    plain(window);
    if (!listening) {
      listening = true;
      UIManager.addPropertyChangeListener(
          e -> {
            if ("lookAndFeel".equals(e.getPropertyName())) {
              // when the host has renewed its own windows
              EventQueue.invokeLater(Look::renew);
            }
          });
    }
  }

  private static void renew() {
    for (Window window : Window.getWindows()) {
      if (window instanceof RootPaneContainer of
          && of.getRootPane().getClientProperty(FOLLOWS) != null
          && window.isDisplayable()) {
        SwingUtilities.updateComponentTreeUI(window);
        plain(window);
        grow(window);
      }
    }
  }

  /** Makes room for larger type, within the screen. */
  private static void grow(Window window) {
    Dimension wanted = window.getPreferredSize();
    Rectangle screen = window.getGraphicsConfiguration().getBounds();
    int width = Math.max(window.getWidth(), Math.min(wanted.width, screen.width));
    int height = Math.max(window.getHeight(), Math.min(wanted.height, screen.height));
    window.setBounds(WindowPlace.within(screen, window.getX(), window.getY(), width, height));
    window.validate();
  }

  /**
   * Takes away the bold type of Metal from a part and from all in it; another look has type of its
   * own. Called for parts that come into a window later, too.
   */
  public static void plain(Component part) {
    if (!(UIManager.getLookAndFeel() instanceof MetalLookAndFeel)) {
      return;
    }
    Font font = part.isFontSet() ? part.getFont() : null;
    if (part instanceof JComponent && font instanceof FontUIResource && font.isBold()) {
      // still the look's, so that another look replaces it
      part.setFont(new FontUIResource(font.deriveFont(Font.PLAIN)));
    }
    if (part instanceof Container inner) {
      for (Component c : inner.getComponents()) {
        plain(c);
      }
    }
  }
}
