package io.github.palimpsest.ui.candidates;

import io.github.palimpsest.candidates.Candidates;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.image.PlaneEdit;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.stack.CandidateLabel;
import io.github.palimpsest.ui.form.Widgets;
import java.awt.BorderLayout;
import java.awt.FlowLayout;
import java.awt.Rectangle;
import java.awt.event.KeyEvent;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JToggleButton;
import javax.swing.KeyStroke;

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
  private final CandidateTiles list = new CandidateTiles();
  private final JToggleButton before = new JToggleButton();
  private final JButton accept = new JButton();
  private final JButton discard = new JButton();
  private final JButton all = new JButton();
  private final JLabel message = new JLabel(" ");
  private final SpreadTile spread = new SpreadTile(CandidateTiles.SIDE);

  /**
   * @param accepted told the values of a candidate that was written into the image
   * @param emptied called when no candidate is left
   */
  CandidatesStrip(Candidates candidates, Consumer<Request> accepted, Runnable emptied) {
    super(new BorderLayout(0, 4));
    this.candidates = candidates;
    this.accepted = accepted;
    this.emptied = emptied;
    fill();
    list.addListSelectionListener(e -> chosen());
    add(list.scroll(candidates.count()), BorderLayout.CENTER);
    add(spread, BorderLayout.EAST);
    add(buttons(), BorderLayout.SOUTH);
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
    list.key(this, "B", KeyStroke.getKeyStroke(KeyEvent.VK_B, 0), before::doClick);
    list.key(this, "accept", KeyStroke.getKeyStroke(KeyEvent.VK_ENTER, 0), accept::doClick);
    list.key(this, "discard", KeyStroke.getKeyStroke(KeyEvent.VK_DELETE, 0), discard::doClick);
    KeyStroke delete = KeyStroke.getKeyStroke(KeyEvent.VK_DELETE, KeyEvent.SHIFT_DOWN_MASK);
    list.key(this, "all", delete, all::doClick);
    list.stepIn(this);
  }

  /** Shows all of them anew, the one that the stack shows chosen. */
  private void fill() {
    List<CandidateTiles.Shown> shown = new ArrayList<>();
    for (int i = 0; i < candidates.count(); i++) {
      PlaneEdit edit = candidates.edits(i).get(0);
      Rectangle part = Thumbnail.around(edit, candidates.stack());
      BufferedImage picture = Thumbnail.picture(candidates.stack(), edit.position(), part);
      var label = candidates.label(i);
      double seam = label.map(CandidateLabel::seam).orElse(Double.NaN);
      shown.add(new CandidateTiles.Shown(picture, seam, words(i, label.orElse(null))));
    }
    list.fill(shown);
    spread.show(candidates);
    list.choose(candidates.shown());
  }

  private String words(int i, CandidateLabel label) {
    String words = "seed " + candidates.seed(i);
    return label == null
        ? words
        : words
            + String.format(Locale.ROOT, "<br>seam %.2f", label.seam())
            + (Double.isNaN(label.seconds())
                ? ""
                : String.format(Locale.ROOT, "<br>%.1f s", label.seconds()));
  }

  private void chosen() {
    int i = list.candidate();
    if (i >= 0 && candidates.count() > i) {
      candidates.show(i);
    }
  }

  /** Follows the stack, which may have been scrolled or closed by others. */
  void look() {
    if (candidates.count() == 0) {
      emptied.run();
    } else if (candidates.shown() != list.candidate()) {
      boolean compared = candidates.comparing();
      candidates.compare(false);
      list.choose(candidates.shown());
      candidates.compare(compared);
    }
  }

  private void compare(boolean on) {
    candidates.compare(on);
    say(on ? "The image as it was." : " ");
  }

  /** Writes the chosen one into the image. */
  void accept() {
    int i = list.candidate();
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
    candidates.discard(list.candidate());
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
}
