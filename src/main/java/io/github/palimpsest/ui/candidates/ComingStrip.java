package io.github.palimpsest.ui.candidates;

import ij.ImagePlus;
import ij.gui.ImageRoi;
import io.github.palimpsest.image.Plane;
import io.github.palimpsest.image.PlaneEdit;
import io.github.palimpsest.image.PlanePositions;
import io.github.palimpsest.image.PreviewOverlay;
import io.github.palimpsest.ui.form.Widgets;
import java.awt.BorderLayout;
import java.awt.FlowLayout;
import java.awt.Rectangle;
import java.awt.event.KeyEvent;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JToggleButton;
import javax.swing.KeyStroke;

/**
 * The candidates of a run that goes on, as they come, the best border first; the one chosen is
 * shown over the image, which is not touched. Arrow keys step, B shows the image as it is, Enter
 * stops the run and takes the one chosen, Esc stops it. For the event thread.
 */
final class ComingStrip extends JPanel {
  private static final long serialVersionUID = 1L;

  private final transient ImagePlus source;
  private final int samples;
  private final transient Runnable stop;
  private final transient List<Coming> come = new ArrayList<>();
  private final CandidateTiles list = new CandidateTiles();
  private final SpreadTile spread = new SpreadTile(CandidateTiles.SIDE);
  private final JToggleButton before = new JToggleButton();
  private final JButton accept = new JButton();
  private final JButton end = new JButton();
  private final JLabel message = new JLabel(" ");

  /** The part of the image that the tiles show. */
  private final transient Rectangle part;

  private transient ImageRoi picture;
  private int shownAt;
  private int chosen;
  private boolean stopped;
  private boolean accepted;

  /**
   * A finished candidate.
   *
   * @param edits its planes
   * @param seam its score, NaN for none
   */
  record Coming(long seed, List<PlaneEdit> edits, double seam) {}

  /**
   * @param samples how many there will be
   * @param first that has come
   * @param stop ends the run, which keeps those that are finished
   */
  ComingStrip(ImagePlus source, int samples, Coming first, Runnable stop) {
    super(new BorderLayout(0, 4));
    this.source = source;
    this.samples = samples;
    this.stop = stop;
    part = Thumbnail.around(first.edits().get(0), source);
    list.addListSelectionListener(e -> draw());
    add(first);
    add(list.scroll(samples), BorderLayout.CENTER);
    add(spread, BorderLayout.EAST);
    add(buttons(), BorderLayout.SOUTH);
    list.key(this, "B", KeyStroke.getKeyStroke(KeyEvent.VK_B, 0), before::doClick);
    list.key(this, "accept", KeyStroke.getKeyStroke(KeyEvent.VK_ENTER, 0), accept::doClick);
    list.key(this, "stop", KeyStroke.getKeyStroke(KeyEvent.VK_ESCAPE, 0), end::doClick);
    list.stepIn(this);
    say("");
  }

  private JPanel buttons() {
    Widgets.button(before, "&Before", "Show the image as it is (B)");
    Widgets.button(
        accept,
        "&Accept",
        "Stop the others and write this one into the image; Edit>Undo takes it back (Enter)");
    Widgets.button(end, "&Stop", "Make no more; those that are finished stay (Esc)");
    before.addActionListener(e -> draw());
    accept.addActionListener(e -> accept());
    end.addActionListener(e -> stop("Stopping."));
    message.setName("message");
    JPanel row = new JPanel(new FlowLayout(FlowLayout.LEADING, 3, 0));
    for (JComponent button : new JComponent[] {before, accept, end}) {
      row.add(button);
    }
    JPanel south = new JPanel(new BorderLayout());
    south.add(row, BorderLayout.CENTER);
    south.add(message, BorderLayout.SOUTH);
    return south;
  }

  /** One more; what was chosen stays so. */
  void add(Coming candidate) {
    come.add(candidate);
    List<CandidateTiles.Shown> shown = new ArrayList<>();
    List<float[][]> values = new ArrayList<>();
    for (Coming one : come) {
      PlaneEdit edit = one.edits().get(0);
      float[][] own = values(edit);
      BufferedImage look = Thumbnail.picture(source, edit.position(), part, own);
      String words = String.format(Locale.ROOT, "seed %d<br>seam %.2f", one.seed(), one.seam());
      shown.add(new CandidateTiles.Shown(look, one.seam(), words));
      values.add(own);
    }
    list.fill(shown);
    spread.show(source, part, SpreadTile.quick(part, come.size()) ? values : List.of());
    list.choose(chosen);
  }

  /** The part of the image with a candidate in it. */
  private float[][] values(PlaneEdit edit) {
    float[][] values = Plane.of(source, edit.position()).read(part);
    Rectangle own = edit.rectangle();
    for (int i = 0; i < edit.mask().length; i++) {
      if (edit.mask()[i] > 0) {
        int at = (own.y - part.y + i / own.width) * part.width + own.x - part.x + i % own.width;
        for (int c = 0; c < values.length; c++) {
          values[c][at] = edit.values()[c][i];
        }
      }
    }
    return values;
  }

  /** Where the run is, as it says itself. */
  void say(String words) {
    if (!stopped) {
      int left = words.indexOf(" \u00b7 ");
      message.setText(come.size() + " of " + samples + (left < 0 ? "" : words.substring(left)));
    }
  }

  /** Keeps one chosen, and shows it on the plane that is looked at now. */
  void look() {
    if (list.candidate() < 0) {
      list.choose(chosen);
    }
    if (source.getProcessor() != null && shownAt != PlanePositions.current(source).position()) {
      draw();
    }
  }

  private void draw() {
    if (list.candidate() >= 0) {
      chosen = accepted ? chosen : list.candidate();
      lay(before.isSelected() ? null : come.get(list.candidate()));
    }
  }

  private void lay(Coming candidate) {
    if (source.getProcessor() != null) {
      shownAt = PlanePositions.current(source).position();
      ImageRoi next = candidate == null ? null : PreviewOverlay.of(source, candidate.edits());
      PreviewOverlay.show(source, picture, next);
      picture = next;
    }
  }

  private void accept() {
    accepted = true;
    accept.setEnabled(false);
    stop("Stopping the others to take seed " + seed() + ".");
  }

  private void stop(String words) {
    stopped = true;
    end.setEnabled(false);
    message.setText(words);
    stop.run();
  }

  /** Whether the chosen one is to be written into the image. */
  boolean accepted() {
    return accepted;
  }

  /** The seed of the one that is chosen, or was when it was accepted. */
  long seed() {
    return come.get(chosen).seed();
  }

  /** Takes the picture off the image. */
  void end() {
    lay(null);
  }
}
