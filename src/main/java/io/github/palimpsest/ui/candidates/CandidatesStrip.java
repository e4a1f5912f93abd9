package io.github.palimpsest.ui.candidates;

import io.github.palimpsest.candidates.Candidates;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.image.PlaneEdit;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.stack.CandidateLabel;
import io.github.palimpsest.ui.form.Widgets;
import java.awt.BorderLayout;
import java.awt.Dimension;
import java.awt.FlowLayout;
import java.awt.Rectangle;
import java.awt.event.ActionEvent;
import java.awt.event.KeyEvent;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import javax.swing.AbstractAction;
import javax.swing.DefaultListModel;
import javax.swing.ImageIcon;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JList;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.JToggleButton;
import javax.swing.KeyStroke;
import javax.swing.ListCellRenderer;
import javax.swing.ListSelectionModel;
import javax.swing.UIManager;

/**
 * Candidates side by side, the best border first, and what they differ in; the one chosen shown in
 * their stack: arrow keys step, B compares with the image as it was, Enter accepts, Delete
 * discards, Shift-Delete discards all. For the event thread.
 */
final class CandidatesStrip extends JPanel {
  private static final long serialVersionUID = 1L;
  private static final int THUMB = 88;

  private static final int VISIBLE = 4;

  private final transient Candidates candidates;
  private final transient Consumer<Request> accepted;
  private final transient Runnable emptied;
  private final DefaultListModel<Row> rows = new DefaultListModel<>();
  private final JList<Row> list = new JList<>(rows);
  private final JToggleButton before = new JToggleButton();
  private final JButton accept = new JButton();
  private final JButton discard = new JButton();
  private final JButton all = new JButton();
  private final JLabel message = new JLabel(" ");
  private final SpreadTile spread = new SpreadTile(THUMB);

  /** The candidates of the rows. */
  private transient List<Integer> order = List.of();

  /** A candidate as shown. */
  private record Row(ImageIcon picture, String words, String help) {}

  /**
   * @param accepted told the values of a candidate that was written into the image
   * @param emptied called when no candidate is left
   */
  CandidatesStrip(Candidates candidates, Consumer<Request> accepted, Runnable emptied) {
    super(new BorderLayout(0, 4));
    this.candidates = candidates;
    this.accepted = accepted;
    this.emptied = emptied;
    list.setName("candidates");
    list.setSelectionMode(ListSelectionModel.SINGLE_SELECTION);
    list.setLayoutOrientation(JList.HORIZONTAL_WRAP);
    list.setVisibleRowCount(1);
    list.setCellRenderer(new Cell());
    list.addListSelectionListener(e -> chosen());
    JScrollPane scroll = new JScrollPane(list);
    add(scroll, BorderLayout.CENTER);
    add(spread, BorderLayout.EAST);
    add(buttons(), BorderLayout.SOUTH);
    fill();
    list.setSelectedIndex(0);
    Dimension cell =
        list.getCellRenderer()
            .getListCellRendererComponent(list, rows.get(0), 0, false, false)
            .getPreferredSize();
    int shown = Math.min(VISIBLE, rows.size());
    scroll.setPreferredSize(new Dimension(Math.max(360, shown * cell.width + 8), cell.height + 22));
    keys();
  }

  private JPanel buttons() {
    Widgets.button(before, "&Before", "Show the image as it was (B)");
    Widgets.button(
        accept, "&Accept", "Write this one into the image; Edit>Undo takes it back (Enter)");
    Widgets.button(discard, "&Discard", "Take this one out of the stack (Delete)");
    Widgets.button(all, "Discard a&ll", "Close the stack; the image is as it was (Shift-Delete)");
    before.addActionListener(e -> compare(before.isSelected()));
    accept.addActionListener(e -> accept());
    discard.addActionListener(e -> discard());
    all.addActionListener(e -> discardAll());
    message.setName("message");
    JPanel row = new JPanel(new FlowLayout(FlowLayout.LEADING, 3, 0));
    for (JComponent part : new JComponent[] {before, accept, discard, all}) {
      row.add(part);
    }
    JPanel south = new JPanel(new BorderLayout());
    south.add(row, BorderLayout.CENTER);
    south.add(message, BorderLayout.SOUTH);
    return south;
  }

  private void keys() {
    key("B", KeyStroke.getKeyStroke(KeyEvent.VK_B, 0), before::doClick);
    key("accept", KeyStroke.getKeyStroke(KeyEvent.VK_ENTER, 0), accept::doClick);
    key("discard", KeyStroke.getKeyStroke(KeyEvent.VK_DELETE, 0), discard::doClick);
    key("all", KeyStroke.getKeyStroke(KeyEvent.VK_DELETE, KeyEvent.SHIFT_DOWN_MASK), all::doClick);
    key("left", KeyStroke.getKeyStroke(KeyEvent.VK_LEFT, 0), () -> step(-1));
    key("right", KeyStroke.getKeyStroke(KeyEvent.VK_RIGHT, 0), () -> step(1));
  }

  private void key(String name, KeyStroke stroke, Runnable action) {
    for (JComponent part : new JComponent[] {this, list}) {
      int when = part == list ? WHEN_FOCUSED : WHEN_IN_FOCUSED_WINDOW;
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

  /** Shows all of them anew, the one that the stack shows chosen. */
  private void fill() {
    List<BufferedImage> pictures = new ArrayList<>();
    double[] seams = new double[candidates.count()];
    for (int i = 0; i < seams.length; i++) {
      PlaneEdit edit = candidates.edits(i).get(0);
      Rectangle part = Thumbnail.around(edit, candidates.stack());
      pictures.add(Thumbnail.picture(candidates.stack(), edit.position(), part));
      seams[i] = candidates.label(i).map(CandidateLabel::seam).orElse(Double.NaN);
    }
    Thumbnail.Stretch stretch = Thumbnail.Stretch.of(pictures);
    order = List.of();
    rows.clear();
    List<Integer> sorted = CandidateOrder.bySeam(seams);
    for (int i : sorted) {
      rows.addElement(row(i, Thumbnail.icon(stretch.apply(pictures.get(i)), THUMB)));
    }
    order = sorted;
    spread.show(candidates);
    follow();
  }

  /** Chooses the candidate that the stack shows. */
  private void follow() {
    int row = order.indexOf(candidates.shown());
    list.setSelectedIndex(row);
    list.ensureIndexIsVisible(row);
  }

  /** The candidate that is chosen, by its place in the stack; -1 for none. */
  private int candidate() {
    int row = list.getSelectedIndex();
    return row < 0 || row >= order.size() ? -1 : order.get(row);
  }

  private Row row(int i, ImageIcon picture) {
    String words = "seed " + candidates.seed(i);
    var label = candidates.label(i);
    if (label.isPresent()) {
      words +=
          String.format(
              Locale.ROOT, "<br>seam %.2f<br>%.1f s", label.get().seam(), label.get().seconds());
    }
    String help =
        "Seam 1 = the border is as rough as the picture around it; above: visible, below: smeared";
    return new Row(picture, "<html><center>" + words + "</center></html>", help);
  }

  private void step(int by) {
    int to = Math.max(0, Math.min(rows.size() - 1, list.getSelectedIndex() + by));
    list.setSelectedIndex(to);
    list.ensureIndexIsVisible(to);
  }

  private void chosen() {
    int i = candidate();
    if (i >= 0 && candidates.count() == rows.size()) {
      candidates.show(i);
    }
  }

  /** Follows the stack, which may have been scrolled or closed by others. */
  void look() {
    if (candidates.count() == 0) {
      emptied.run();
    } else if (candidates.shown() != candidate()) {
      boolean compared = candidates.comparing();
      candidates.compare(false);
      follow();
      candidates.compare(compared);
    }
  }

  private void compare(boolean on) {
    candidates.compare(on);
    say(on ? "The image as it was." : " ");
  }

  private void accept() {
    int i = candidate();
    Widgets.current(candidates.source());
    try {
      Request values = candidates.accept(i);
      accepted.accept(values);
      say("Seed " + candidates.seed(i) + " is in the image; Edit>Undo there takes it back.");
    } catch (BadInput e) {
      say(e.getMessage());
    }
  }

  private void discard() {
    before.setSelected(false);
    candidates.discard(candidate());
    if (candidates.count() == 0) {
      emptied.run();
      return;
    }
    fill();
    say(" ");
  }

  private void discardAll() {
    candidates.discardAll();
    emptied.run();
  }

  private void say(String sentence) {
    message.setText(sentence);
    message.setToolTipText(sentence.isBlank() ? null : sentence);
  }

  /** Takes away what lies over the stack. */
  void end() {
    if (candidates.count() > 0) {
      candidates.compare(false);
    }
  }

  private static final class Cell extends JLabel implements ListCellRenderer<Row> {
    private static final long serialVersionUID = 1L;

    Cell() {
      setOpaque(true);
      SpreadTile.lay(this);
    }

    @Override
    public java.awt.Component getListCellRendererComponent(
        JList<? extends Row> parent, Row row, int index, boolean selected, boolean focus) {
      setIcon(row.picture());
      setText(row.words());
      setToolTipText(row.help());
      setFont(parent.getFont().deriveFont(java.awt.Font.PLAIN));
      setBackground(UIManager.getColor(selected ? "List.selectionBackground" : "List.background"));
      setForeground(UIManager.getColor(selected ? "List.selectionForeground" : "List.foreground"));
      return this;
    }
  }
}
