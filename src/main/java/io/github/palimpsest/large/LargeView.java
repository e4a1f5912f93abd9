package io.github.palimpsest.large;

import ij.measure.Calibration;
import io.github.palimpsest.image.Companions;
import io.github.palimpsest.image.IntervalImage;
import io.github.palimpsest.image.Plane;
import io.github.palimpsest.image.RangeRule;
import io.github.palimpsest.image.Units;
import io.github.palimpsest.inpaint.piece.PieceSource;
import io.github.palimpsest.record.Provenance;
import java.util.List;

/** A large image as ImageJ would have it: planes, units, record. Nothing is read ahead. */
final class LargeView {
  private final LargeImage image;
  private final IntervalImage view;

  /** The image as it is on disk. */
  LargeView(LargeImage image) {
    this(image, image.planes());
  }

  /** The same image with other pixels. */
  LargeView(LargeImage image, List<LargePlane> planes) {
    this.image = image;
    view =
        IntervalImage.of(
            image.title(),
            planes.stream().map(LargePlane::pixels).toList(),
            image.channels(),
            image.slices(),
            image.frames());
    Calibration calibration = image.calibration();
    view.setCalibration(calibration);
    String record = image.property(Provenance.PROPERTY);
    if (record != null) {
      view.setProp(Provenance.PROPERTY, record);
    }
    image.layOver(view);
    // nothing of what is open acts
    Companions.NONE.giveTo(view);
  }

  IntervalImage image() {
    return view;
  }

  /** A plane as the engine takes it. */
  PieceSource source(int position) {
    double[] shown = image.displayRange(image.plane(position).position().c());
    return new PieceSource(
        Plane.of(view, position),
        image.title(),
        Units.of(view),
        shown == null ? null : RangeRule.shown(shown[0], shown[1], image.type()),
        view);
  }
}
