package io.github.palimpsest.cli;

import java.awt.Color;
import java.awt.Component;
import java.awt.Container;
import java.awt.FocusTraversalPolicy;
import java.awt.GraphicsEnvironment;
import java.awt.Insets;
import java.awt.Rectangle;
import java.awt.Window;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.accessibility.AccessibleContext;
import javax.swing.AbstractButton;
import javax.swing.JCheckBox;
import javax.swing.JComboBox;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JProgressBar;
import javax.swing.JRadioButton;
import javax.swing.JScrollBar;
import javax.swing.JScrollPane;
import javax.swing.JSlider;
import javax.swing.JSpinner;
import javax.swing.JTable;
import javax.swing.JTextField;
import javax.swing.JTree;
import javax.swing.JViewport;
import javax.swing.border.TitledBorder;
import javax.swing.plaf.basic.BasicHTML;
import javax.swing.table.JTableHeader;
import javax.swing.text.JTextComponent;
import javax.swing.text.View;

/**
 * What is wrong with a window as it stands on the screen, a sentence each: parts outside, words cut
 * off, colours too alike to be read, parts that the keyboard does not reach or a screen reader
 * cannot name, one mnemonic twice. For the event thread.
 */
final class LayoutCheck {
  /** WCAG 2.1, level AA. */
  private static final double CONTRAST = 4.5;

  /** Less than that of a scrolled part is not a view of it. */
  private static final int LEAST_VIEW = 24;

  /** Columns of a field for a number, of which all must be seen. */
  private static final int NUMBER = 8;

  private final Window window;
  private final List<String> faults = new ArrayList<>();
  private final Map<Integer, String> mnemonics = new HashMap<>();

  private LayoutCheck(Window window) {
    this.window = window;
  }

  /** The faults of a window that is showing. */
  static List<String> of(Window window) {
    LayoutCheck check = new LayoutCheck(window);
    check.onScreen();
    check.look(window, true);
    check.keyboard();
    return check.faults;
  }

  private void fault(String text, Object... values) {
    faults.add(String.format(text, values));
  }

  private void onScreen() {
    Rectangle screen = GraphicsEnvironment.getLocalGraphicsEnvironment().getMaximumWindowBounds();
    if (!screen.contains(window.getBounds())) {
      fault("the window at %s leaves the screen of %s", text(window.getBounds()), text(screen));
    }
  }

  /** Looks at a part and at all in it. */
  private void look(Container parent, boolean seen) {
    for (Component c : parent.getComponents()) {
      if (!c.isVisible() || !c.isShowing()) {
        continue;
      }
      boolean inside = seen && inside(parent, c);
      if (c instanceof JComponent part) {
        words(part, inside);
        mnemonic(part);
      }
      if (c instanceof Container inner && !closed(c)) {
        look(inner, inside);
      }
    }
  }

  /** Parts whose insides are a matter of the look. */
  private static boolean closed(Component c) {
    return c instanceof JComboBox
        || c instanceof JSpinner
        || c instanceof JSlider
        || c instanceof JScrollBar
        || c instanceof JTable
        || c instanceof JTree;
  }

  private boolean inside(Container parent, Component c) {
    if (parent instanceof JViewport view) {
      boolean header = c instanceof JTableHeader;
      if (!header && (view.getHeight() < LEAST_VIEW || view.getWidth() < LEAST_VIEW)) {
        fault("%s is seen through %s", name(c), text(view.getBounds()));
      }
      boolean wide = !(c instanceof JTable || c instanceof JTree || c instanceof JTextComponent);
      if (wide && c.getWidth() > view.getWidth() + 1 && scrolls(view)) {
        fault("%s must be scrolled sideways", name(c));
      }
      return true;
    }
    Rectangle room = new Rectangle(parent.getWidth(), parent.getHeight());
    if (!room.contains(c.getBounds()) && c.getWidth() > 0 && c.getHeight() > 0) {
      fault("%s at %s is cut off by %s", name(c), text(c.getBounds()), text(room));
      return false;
    }
    if (c.getWidth() <= 0 || c.getHeight() <= 0) {
      if (acts(c) || c instanceof JLabel l && l.getText() != null && !l.getText().isBlank()) {
        fault("%s has no room", name(c));
      }
    }
    return true;
  }

  private static boolean scrolls(JViewport view) {
    return view.getParent() instanceof JScrollPane pane
        && pane.getHorizontalScrollBar() != null
        && pane.getHorizontalScrollBar().isShowing();
  }

  private void words(JComponent part, boolean inside) {
    String words = said(part);
    if (words != null && !words.isBlank()) {
      if (inside && cut(part) && !told(part, words)) {
        fault("%s is cut off: %s", name(part), words);
      }
      contrast(part, words);
    }
    if (part.getBorder() instanceof TitledBorder title
        && title.getMinimumSize(part).width > part.getWidth()) {
      fault("the title %s is cut off", title.getTitle());
    }
  }

  private static String said(JComponent part) {
    if (part instanceof JLabel label) {
      return label.getText();
    }
    if (part instanceof AbstractButton button) {
      return button.getText();
    }
    if (part instanceof JProgressBar bar) {
      return bar.isStringPainted() ? bar.getString() : null;
    }
    if (part instanceof JComboBox<?> box) {
      return box.getSelectedItem() == null ? null : box.getSelectedItem().toString();
    }
    return part instanceof JTextComponent text ? text.getText() : null;
  }

  private static boolean cut(JComponent part) {
    if (part.getClientProperty(BasicHTML.propertyKey) instanceof View html) {
      Insets in = part.getInsets();
      html.setSize(part.getWidth() - in.left - in.right, 0);
      return html.getPreferredSpan(View.Y_AXIS) > part.getHeight() - in.top - in.bottom + 1;
    }
    if (part instanceof JLabel || part instanceof AbstractButton) {
      return part.getUI().getPreferredSize(part).width > part.getWidth() + 1
          || part.getUI().getPreferredSize(part).height > part.getHeight() + 2;
    }
    if (part instanceof JProgressBar bar) {
      return part.getFontMetrics(part.getFont()).stringWidth(bar.getString()) > part.getWidth();
    }
    if (part instanceof JComboBox<?> box && box.getSelectedItem() != null) {
      int room = part.getWidth() - part.getHeight();
      String item = box.getSelectedItem().toString();
      return part.getFontMetrics(part.getFont()).stringWidth(item) > room;
    }
    if (part instanceof JTextField field && 0 < field.getColumns()) {
      // with few columns it is a number
      Insets in = part.getInsets();
      int room = part.getWidth() - in.left - in.right;
      int wide = part.getFontMetrics(part.getFont()).stringWidth(field.getText());
      return field.getColumns() <= NUMBER && wide > room;
    }
    return false;
  }

  /** Whether the whole is to be had under the mouse. */
  private static boolean told(JComponent part, String words) {
    String tip = part.getToolTipText();
    return tip != null && plain(tip).contains(plain(words));
  }

  private static String plain(String text) {
    return text.replaceAll("<[^>]*>", "").replaceAll("\\s+", " ").strip();
  }

  private void contrast(JComponent part, String words) {
    // buttons are painted by the look
    boolean painted = part instanceof AbstractButton b && b.isContentAreaFilled();
    boolean tick = part instanceof JCheckBox || part instanceof JRadioButton;
    if (!part.isEnabled() || painted && !tick || part instanceof JProgressBar) {
      return;
    }
    Component ground = part;
    while (ground != null && !ground.isOpaque() && !(ground instanceof Window)) {
      ground = ground.getParent();
    }
    Color back = ground == null ? window.getBackground() : ground.getBackground();
    double ratio = Contrast.of(part.getForeground(), back);
    if (ratio < CONTRAST) {
      fault("%s has a contrast of %.1f: %s", name(part), ratio, words);
    }
  }

  private void mnemonic(JComponent part) {
    int key =
        part instanceof AbstractButton button
            ? button.getMnemonic()
            : part instanceof JLabel label ? label.getDisplayedMnemonic() : 0;
    if (key != 0 && part.isEnabled()) {
      String before = mnemonics.putIfAbsent(key, name(part));
      if (before != null) {
        fault("Alt+%c is %s and %s", (char) key, before, name(part));
      }
    }
  }

  /** Whether a part is there to be used. */
  private static boolean acts(Component c) {
    boolean known =
        c instanceof AbstractButton
            || c instanceof JTextComponent t && t.isEditable()
            || c instanceof JComboBox
            || c instanceof JSlider
            || c instanceof JSpinner
            || c instanceof JTable
            || c instanceof JTree;
    boolean own = c.getClass().getName().startsWith("io.github.palimpsest") && c.isFocusable();
    return known || own && c.getMouseListeners().length > 0;
  }

  private void keyboard() {
    // from a cell that is edited Tab goes to the next cell
    boolean editing = Hands.all(window, JTable.class).stream().anyMatch(JTable::isEditing);
    Set<Component> reached = reached();
    for (Component c : actors(window)) {
      AccessibleContext told = c.getAccessibleContext();
      if (told == null || told.getAccessibleName() == null || told.getAccessibleName().isBlank()) {
        fault("%s has no name for a screen reader", name(c));
      }
      if (!editing && c.isFocusable() && !reached.contains(c) && !(c instanceof JRadioButton)) {
        fault("%s is not reached by Tab", name(c));
      }
    }
  }

  /** What is enabled and there to be used. */
  private static List<Component> actors(Container in) {
    List<Component> found = new ArrayList<>();
    for (Component c : in.getComponents()) {
      if (c.isShowing() && c.isEnabled() && acts(c)) {
        found.add(c);
      }
      if (c instanceof Container inner && c.isShowing() && !closed(c)) {
        found.addAll(actors(inner));
      }
    }
    return found;
  }

  private Set<Component> reached() {
    Set<Component> reached = new HashSet<>();
    FocusTraversalPolicy policy = window.getFocusTraversalPolicy();
    Component at = policy.getFirstComponent(window);
    while (at != null && reached.add(at)) {
      // an editor stands for its list
      for (Component p = at.getParent(); p != null && p != window; p = p.getParent()) {
        if (p instanceof JComboBox || p instanceof JSpinner) {
          reached.add(p);
        }
      }
      Container root = at.getFocusCycleRootAncestor();
      at = policy.getComponentAfter(root == null ? window : root, at);
    }
    return reached;
  }

  private static String name(Component c) {
    String words = c instanceof JComponent part ? said(part) : null;
    String name = c.getName() != null ? c.getName() : words;
    return c.getClass().getSimpleName() + (name == null ? "" : " \"" + name + "\"");
  }

  private static String text(Rectangle r) {
    return r.width + " x " + r.height + " + " + r.x + " + " + r.y;
  }
}
