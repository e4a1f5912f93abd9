package io.github.palimpsest.ui.candidates;

import java.awt.Component;
import java.awt.Dimension;
import java.awt.Font;
import java.awt.event.ActionEvent;
import java.awt.event.KeyEvent;
import java.awt.image.BufferedImage;
import java.util.List;
import javax.swing.AbstractAction;
import javax.swing.DefaultListModel;
import javax.swing.ImageIcon;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JList;
import javax.swing.JScrollPane;
import javax.swing.KeyStroke;
import javax.swing.ListCellRenderer;
import javax.swing.ListSelectionModel;
import javax.swing.UIManager;

/**
 * Candidates side by side, the best border first, one of them chosen; arrow keys step. For the
 * event thread.
 */
final class CandidateTiles extends JList<CandidateTiles.Tile> {
  private static final long serialVersionUID = 1L;

  /** Of a picture, in pixels of the screen. */
  static final int SIDE = 88;

  private static final int VISIBLE = 4;
  private static final int LEAST = 360;
  private static final int ROOM = 8;
  private static final int ROOM_BELOW = 22;
  private static final String HELP =
      "Seam 1 = the border is as rough as the picture around it; above: visible, below: smeared";

  private final DefaultListModel<Tile> tiles = new DefaultListModel<>();

  /** The candidates of the tiles; none while they change. */
  private transient List<Integer> order = List.of();

  /** A candidate as shown. */
  record Tile(ImageIcon picture, String words) {}

  /**
   * A candidate to show.
   *
   * @param seam its score, NaN for none
   * @param words in HTML
   */
  record Shown(BufferedImage picture, double seam, String words) {}

  CandidateTiles() {
    setModel(tiles);
    setName("candidates");
    getAccessibleContext().setAccessibleName("Candidates");
    setSelectionMode(ListSelectionModel.SINGLE_SELECTION);
    setLayoutOrientation(HORIZONTAL_WRAP);
    setVisibleRowCount(1);
    setCellRenderer(new Cell());
  }

  /** Shows other candidates, none of them chosen yet. */
  void fill(List<Shown> candidates) {
    Thumbnail.Stretch stretch =
        Thumbnail.Stretch.of(candidates.stream().map(Shown::picture).toList());
    List<Integer> sorted =
        CandidateOrder.bySeam(candidates.stream().mapToDouble(Shown::seam).toArray());
    order = List.of();
    tiles.clear();
    for (int i : sorted) {
      Shown shown = candidates.get(i);
      ImageIcon picture = Thumbnail.icon(stretch.apply(shown.picture()), SIDE);
      tiles.addElement(new Tile(picture, "<html><center>" + shown.words() + "</center></html>"));
    }
    order = sorted;
  }

  /** The number of the candidate that is chosen; -1 for none. */
  int candidate() {
    int at = getSelectedIndex();
    return at < 0 || at >= order.size() ? -1 : order.get(at);
  }

  /** Chooses a candidate by its number. */
  void choose(int candidate) {
    select(order.indexOf(candidate));
  }

  private void step(int by) {
    select(Math.max(0, Math.min(tiles.size() - 1, getSelectedIndex() + by)));
  }

  private void select(int at) {
    setSelectedIndex(at);
    ensureIndexIsVisible(at);
  }

  /** The tiles with a bar to scroll, as wide as so many of them need. */
  JScrollPane scroll(int most) {
    Dimension cell =
        getCellRenderer()
            .getListCellRendererComponent(this, tiles.get(0), 0, false, false)
            .getPreferredSize();
    JScrollPane scroll = new JScrollPane(this);
    int wide = Math.min(VISIBLE, most) * cell.width + ROOM;
    scroll.setPreferredSize(new Dimension(Math.max(LEAST, wide), cell.height + ROOM_BELOW));
    return scroll;
  }

  /** Lets arrow keys step in all of a window. */
  void stepIn(JComponent strip) {
    key(strip, "left", KeyStroke.getKeyStroke(KeyEvent.VK_LEFT, 0), () -> step(-1));
    key(strip, "right", KeyStroke.getKeyStroke(KeyEvent.VK_RIGHT, 0), () -> step(1));
  }

  /** Does something at a key in all of a window, in the tiles too. */
  void key(JComponent strip, String name, KeyStroke stroke, Runnable action) {
    for (JComponent part : new JComponent[] {strip, this}) {
      int when = part == this ? WHEN_FOCUSED : WHEN_IN_FOCUSED_WINDOW;
      part.getInputMap(when).put(stroke, name);
      part.getActionMap()
          .put(
              name,
              new AbstractAction() {
                private static final long serialVersionUID = 1L;

                @Override
                public void actionPerformed(ActionEvent e) {
                  action.run();
                }
              });
    }
  }

  private static final class Cell extends JLabel implements ListCellRenderer<Tile> {
    private static final long serialVersionUID = 1L;

    Cell() {
      setOpaque(true);
      SpreadTile.lay(this);
    }

    @Override
    public Component getListCellRendererComponent(
        JList<? extends Tile> parent, Tile tile, int index, boolean selected, boolean focus) {
      setIcon(tile.picture());
      setText(tile.words());
      setToolTipText(HELP);
      setFont(parent.getFont().deriveFont(Font.PLAIN));
      setBackground(UIManager.getColor(selected ? "List.selectionBackground" : "List.background"));
      setForeground(UIManager.getColor(selected ? "List.selectionForeground" : "List.foreground"));
      return this;
    }
  }
}
