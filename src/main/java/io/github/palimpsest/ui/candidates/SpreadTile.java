package io.github.palimpsest.ui.candidates;

import ij.ImagePlus;
import io.github.palimpsest.candidates.Candidates;
import io.github.palimpsest.image.Plane;
import io.github.palimpsest.image.PlaneEdit;
import io.github.palimpsest.image.Units;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.swing.BorderFactory;
import javax.swing.JLabel;
import javax.swing.SwingConstants;

/** What candidates differ in, as a small picture with its scale. For the event thread. */
final class SpreadTile extends JLabel {
  private static final long serialVersionUID = 1L;

  /** Values of all candidates together that are read to compare them. */
  private static final long MOST = 1 << 24;

  private final int side;

  /**
   * @param side of the picture, in pixels of the screen
   */
  SpreadTile(int side) {
    this.side = side;
    lay(this);
    setName("spread");
    // only to be looked at
    setFocusable(false);
    setToolTipText("How far the candidates differ: bright where the model is not sure");
  }

  /** The picture above its words, as of every candidate. */
  static void lay(JLabel tile) {
    tile.setHorizontalTextPosition(SwingConstants.CENTER);
    tile.setVerticalTextPosition(SwingConstants.BOTTOM);
    tile.setHorizontalAlignment(SwingConstants.CENTER);
    tile.setVerticalAlignment(SwingConstants.TOP);
    tile.setBorder(BorderFactory.createEmptyBorder(4, 6, 4, 6));
  }

  /** Whether parts of so many candidates can be compared in a moment. */
  static boolean quick(Rectangle part, int candidates) {
    return candidates > 1 && (long) part.width * part.height * candidates <= MOST;
  }

  /** Compares the candidates that are left; shows nothing of one, and where that takes long. */
  void show(Candidates candidates) {
    PlaneEdit first = candidates.edits(0).get(0);
    Rectangle part = Thumbnail.around(first, candidates.stack());
    List<float[][]> all = new ArrayList<>();
    for (int i = 0; i < candidates.count() && quick(part, candidates.count()); i++) {
      int position = candidates.edits(i).get(0).position();
      all.add(Plane.of(candidates.stack(), position).read(part));
    }
    show(candidates.source(), part, all);
  }

  /**
   * Compares parts of candidates; shows nothing of fewer than two.
   *
   * @param all raw values of each, on {@code part}
   */
  void show(ImagePlus source, Rectangle part, List<float[][]> all) {
    setVisible(all.size() > 1);
    if (all.size() < 2) {
      return;
    }
    Units units = Units.of(source);
    Spread sd = Spread.of(all.stream().map(units::toCalibrated).toList());
    String unit = source.getCalibration().getValueUnit();
    String white = String.format(Locale.ROOT, "%.3g %s", sd.most(), unit);
    setIcon(Thumbnail.icon(sd.picture(part.width, part.height), side));
    setText("<html><center>spread (SD)<br>black 0<br>white " + white + "</center></html>");
  }
}
