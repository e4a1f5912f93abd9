package io.github.palimpsest.ui.form;

import ij.Prefs;
import java.awt.Component;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.Insets;
import java.awt.RenderingHints;
import java.awt.event.ActionEvent;
import java.awt.event.KeyEvent;
import java.awt.geom.Path2D;
import javax.swing.AbstractAction;
import javax.swing.Icon;
import javax.swing.JComponent;
import javax.swing.JPanel;
import javax.swing.JToggleButton;
import javax.swing.KeyStroke;
import javax.swing.SwingConstants;
import net.miginfocom.swing.MigLayout;

/**
 * A part of a form under a title that opens and closes it: by a click, by Space or Enter, or by the
 * right and left arrow keys. Remembers whether a user left it open. For the event thread.
 */
public final class Section extends JPanel {
  private static final long serialVersionUID = 1L;

  private final JToggleButton header = new JToggleButton();
  private final JComponent content;
  private final String title;
  private final String place;
  private transient Runnable toggled = () -> {};

  /**
   * A section, as its user left it, or closed.
   *
   * @param title the character after an ampersand is its mnemonic
   * @param remembered where it is remembered whether it is open, such as {@code panel.guidance}; a
   *     null forgets it
   */
  public Section(String title, String remembered, JComponent content) {
    super(new MigLayout("insets 0, fillx, wrap 1, hidemode 3, novisualpadding", "[grow,fill]"));
    this.content = content;
    this.title = title.replace("&", "");
    place = remembered == null ? null : "palimpsest.open." + remembered;
    Widgets.button(header, title, null);
    header.setName("section-" + title.replace("&", ""));
    header.setHorizontalAlignment(SwingConstants.LEADING);
    header.setContentAreaFilled(false);
    header.setBorderPainted(false);
    header.setMargin(new Insets(0, 0, 0, 0));
    header.setIcon(new Arrow(false));
    header.setSelectedIcon(new Arrow(true));
    header.setRolloverEnabled(false);
    key(KeyEvent.VK_ENTER, () -> toggle(!isOpen()));
    key(KeyEvent.VK_RIGHT, () -> toggle(true));
    key(KeyEvent.VK_LEFT, () -> toggle(false));
    header.addActionListener(e -> toggle(header.isSelected()));
    header.getAccessibleContext().setAccessibleDescription("Opens and closes this part");
    add(header);
    add(content, "gapleft indent, wmin 0");
    setOpen(place != null && Prefs.get(place, false));
  }

  /** Opens it, unless its user has closed it before. */
  public Section openAtFirst() {
    setOpen(place == null || Prefs.get(place, true));
    return this;
  }

  private void key(int code, Runnable action) {
    header.getInputMap().put(KeyStroke.getKeyStroke(code, 0), code);
    header
        .getActionMap()
        .put(
            code,
            new AbstractAction() {
              private static final long serialVersionUID = 1L;

              @Override
              public void actionPerformed(ActionEvent e) {
                action.run();
              }
            });
  }

  private void toggle(boolean open) {
    setOpen(open);
    if (place != null) {
      Prefs.set(place, open);
    }
    if (open) {
      scrollRectToVisible(new java.awt.Rectangle(0, 0, getWidth(), getPreferredSize().height));
    }
  }

  /** Calls somebody after the section has opened or closed. */
  public void whenToggled(Runnable listener) {
    toggled = listener;
  }

  /** Says after the title what is set within, so that it is seen while the section is closed. */
  public void summary(String text) {
    header.setText(text.isEmpty() ? title : title + ": " + text);
  }

  public boolean isOpen() {
    return header.isSelected();
  }

  /** Opens or closes it, which is not remembered. */
  public void setOpen(boolean open) {
    header.setSelected(open);
    content.setVisible(open);
    revalidate();
    toggled.run();
  }

  /** A triangle as large as the font: to the right, or down where the section is open. */
  private record Arrow(boolean down) implements Icon {
    @Override
    public void paintIcon(Component c, Graphics g, int x, int y) {
      Graphics2D g2 = (Graphics2D) g.create();
      g2.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      g2.setColor(c.getForeground());
      double s = getIconWidth();
      Path2D path = new Path2D.Double();
      if (down) {
        path.moveTo(x, y + s / 4);
        path.lineTo(x + s, y + s / 4);
        path.lineTo(x + s / 2, y + s * 3 / 4);
      } else {
        path.moveTo(x + s / 4, y);
        path.lineTo(x + s * 3 / 4, y + s / 2);
        path.lineTo(x + s / 4, y + s);
      }
      path.closePath();
      g2.fill(path);
      g2.dispose();
    }

    @Override
    public int getIconWidth() {
      return Widgets.fontSize() * 3 / 4;
    }

    @Override
    public int getIconHeight() {
      return getIconWidth();
    }
  }
}
