package io.github.palimpsest.ui.swing;

import io.github.palimpsest.ui.guided.BranchActions;
import io.github.palimpsest.ui.guided.Snapshot;
import io.github.palimpsest.ui.guided.StepFrame;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.FontMetrics;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.event.ActionEvent;
import java.awt.event.FocusAdapter;
import java.awt.event.FocusEvent;
import java.awt.event.MouseAdapter;
import java.awt.event.MouseEvent;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;
import java.util.function.IntUnaryOperator;
import javax.swing.AbstractAction;
import javax.swing.JPanel;
import javax.swing.KeyStroke;
import javax.swing.UIManager;

/**
 * The steps of the branch acted on in small, the one shown framed, those painted on marked, and
 * below them how much each step has changed. A click, a drag or the arrow keys show a frame. Its
 * size does not depend on the number of steps.
 */
final class StepStrip extends JPanel {
  private static final long serialVersionUID = 1L;
  private static final int GAP = 3;
  private static final Color PAINTED = new Color(0xE69F00);

  private final transient BranchActions branches;
  private transient Snapshot.Frames frames = Snapshot.Frames.NONE;
  private int steps;
  private int shown = -1;

  /**
   * @param branches shows frames
   */
  StepStrip(BranchActions branches) {
    this.branches = branches;
    setName("steps strip");
    setFocusable(true);
    setToolTipText("");
    getAccessibleContext().setAccessibleName("Steps");
    MouseAdapter mouse =
        new MouseAdapter() {
          @Override
          public void mousePressed(MouseEvent e) {
            requestFocusInWindow();
            turn(axis().frameAt(e.getX()));
          }

          @Override
          public void mouseDragged(MouseEvent e) {
            turn(axis().frameAt(e.getX()));
          }
        };
    addMouseListener(mouse);
    addMouseMotionListener(mouse);
    addFocusListener(
        new FocusAdapter() {
          @Override
          public void focusGained(FocusEvent e) {
            repaint();
          }

          @Override
          public void focusLost(FocusEvent e) {
            repaint();
          }
        });
    key("LEFT", k -> k - 1);
    key("RIGHT", k -> k + 1);
    key("HOME", k -> 0);
    key("END", k -> Integer.MAX_VALUE);
  }

  private void key(String stroke, IntUnaryOperator next) {
    getInputMap().put(KeyStroke.getKeyStroke(stroke), stroke);
    getActionMap()
        .put(
            stroke,
            new AbstractAction() {
              private static final long serialVersionUID = 1L;

              @Override
              public void actionPerformed(ActionEvent e) {
                turn(next.applyAsInt(shown));
              }
            });
  }

  /** Shows a state, the newest for one to come. */
  private void turn(int k) {
    int last = frames.all().size() - 1;
    if (last >= 0) {
      branches.show(Math.max(0, Math.min(k, last)));
      look();
    }
  }

  /** Shows what a snapshot tells. */
  void show(Snapshot s) {
    boolean same = s.frames() == frames && s.steps() == steps;
    frames = s.frames();
    steps = s.steps();
    if (!same) {
      repaint();
    }
    look();
  }

  /** Looks which frame the stack shows: its user scrolls it also while a long step is done. */
  void look() {
    int now = frames.all().isEmpty() ? -1 : branches.shown();
    if (now != shown) {
      shown = now;
      getAccessibleContext().setAccessibleDescription(now < 0 ? "" : words(now));
      repaint();
    }
  }

  private StripAxis axis() {
    int all = Math.max(frames.all().size(), steps + 1);
    return new StripAxis(all, Math.max(1, getWidth()), edge() + GAP);
  }

  private int edge() {
    return 2 * getFontMetrics(getFont()).getHeight();
  }

  private int plotHeight() {
    return getFontMetrics(getFont()).getHeight();
  }

  @Override
  public Dimension getPreferredSize() {
    return new Dimension(10 * edge(), edge() + plotHeight() + GAP);
  }

  @Override
  public Dimension getMinimumSize() {
    return new Dimension(edge(), getPreferredSize().height);
  }

  @Override
  public String getToolTipText(MouseEvent e) {
    return frames.all().isEmpty() ? null : words(axis().frameAt(e.getX()));
  }

  /** A step in words: its label, paint, and how much it has changed. */
  String words(int k) {
    List<StepFrame> all = frames.all();
    if (k >= all.size()) {
      return "step " + k + " of " + steps + " is to come";
    }
    StepFrame frame = all.get(k);
    String change =
        Double.isNaN(frame.change())
            ? ""
            : String.format(
                Locale.ROOT, " · the estimate changed by %.3g%s", frame.change(), unit());
    return frame.words() + (frame.painted() ? " · painted on" : "") + change;
  }

  private String unit() {
    return frames.unit().isEmpty() ? "" : " " + frames.unit();
  }

  @Override
  protected void paintComponent(Graphics g) {
    super.paintComponent(g);
    Graphics2D g2 = (Graphics2D) g.create();
    g2.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    g2.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    if (frames.all().isEmpty()) {
      hint(g2, "The steps of the run appear here", 0, edge());
    } else {
      StripAxis axis = axis();
      for (int slot = 0; slot < axis.slots(); slot++) {
        picture(g2, axis, slot);
      }
      plot(g2, axis);
    }
    if (isFocusOwner()) {
      g2.setColor(colour("Component.focusColor", "Table.selectionBackground"));
      g2.drawRect(0, 0, getWidth() - 1, getHeight() - 1);
    }
    g2.dispose();
  }

  private void picture(Graphics2D g, StripAxis axis, int slot) {
    List<StepFrame> all = frames.all();
    int k =
        axis.standsFor(
            slot,
            shown,
            all.size() - 1,
            i -> all.get(i).painted(),
            i -> all.get(i).picture() != null);
    int left = axis.left(axis.first(slot));
    int room = axis.left(axis.first(slot + 1)) - left;
    int x = left + (room - edge()) / 2;
    BufferedImage picture = k < 0 ? null : all.get(k).picture();
    if (picture == null) {
      g.setColor(colour("Separator.foreground", "Label.disabledForeground"));
      g.drawRect(x + 2, 2, edge() - 5, edge() - 5);
    } else {
      Rectangle fit = fit(picture.getWidth(), picture.getHeight(), x + 2, 2, edge() - 4);
      g.drawImage(picture, fit.x, fit.y, fit.width, fit.height, null);
    }
    if (k >= 0 && all.get(k).painted()) {
      mark(g, x + edge() - 2);
    }
    if (k >= 0 && k == shown) {
      g.setColor(getForeground());
      g.drawRect(x, 0, edge() - 1, edge() - 1);
      g.drawRect(x + 1, 1, edge() - 3, edge() - 3);
    }
  }

  /** The largest rectangle of a shape in the middle of a square. */
  static Rectangle fit(int width, int height, int x, int y, int edge) {
    double scale = edge / (double) Math.max(width, height);
    int w = Math.max(1, (int) Math.round(scale * width));
    int h = Math.max(1, (int) Math.round(scale * height));
    return new Rectangle(x + (edge - w) / 2, y + (edge - h) / 2, w, h);
  }

  /** A corner turned down, for paint. */
  private void mark(Graphics2D g, int right) {
    int size = edge() / 3;
    int[] xs = {right - size, right, right};
    int[] ys = {2, 2, 2 + size};
    g.setColor(PAINTED);
    g.fillPolygon(xs, ys, xs.length);
    g.setColor(Color.BLACK);
    g.drawLine(right - size, 2, right, 2 + size);
  }

  private void plot(Graphics2D g, StripAxis axis) {
    int bottom = getHeight() - 2;
    g.setColor(colour("Separator.foreground", "Label.disabledForeground"));
    g.drawLine(0, bottom, getWidth(), bottom);
    Color plain = colour("Label.disabledForeground", "controlShadow");
    List<StepFrame> all = frames.all();
    if (ChangePlot.paint(g, axis, all, shown, bottom, plotHeight() - 2, plain, getForeground())) {
      hint(g, "change per step", edge() + GAP, plotHeight());
    }
  }

  /** Words in the colour of what cannot be used, at the right, where bars are low. */
  private void hint(Graphics2D g, String words, int top, int height) {
    FontMetrics metrics = g.getFontMetrics();
    g.setColor(colour("Label.disabledForeground", "textInactiveText"));
    int y = top + (height - metrics.getHeight()) / 2 + metrics.getAscent();
    int right = getWidth() - metrics.stringWidth(words) - GAP;
    g.drawString(words, frames.all().isEmpty() ? GAP : right, y);
  }

  private Color colour(String key, String other) {
    Color colour = UIManager.getColor(key);
    Color second = colour == null ? UIManager.getColor(other) : colour;
    return second == null ? getForeground() : second;
  }
}
