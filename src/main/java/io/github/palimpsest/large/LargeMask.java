package io.github.palimpsest.large;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.image.Plane;
import io.github.palimpsest.image.SampleType;
import io.github.palimpsest.image.Units;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.inpaint.monitor.WorkProgress;
import io.github.palimpsest.roi.MaskScale;
import io.github.palimpsest.roi.MaskStatistics;
import io.github.palimpsest.roi.MaskValues;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * The mask of a large image: another large image, of which one pass tells what its values mean and
 * where it marks something. Values mean what they mean in a mask that is open in ImageJ; those of
 * an image in an OME-Zarr's {@code labels} are labels always. Holds no pixels.
 */
final class LargeMask {
  /** Pixels that are looked at together. */
  private static final int BAND = 1 << 21;

  private final LargeImage mask;
  private final String name;
  private final boolean labels;
  private final Monitor monitor;
  private final WorkProgress progress;
  private double passed;

  /**
   * @param mask another image
   * @param name that the user gave it, for sentences
   * @param labels whether values are labels, whatever they look like
   * @param monitor told how far it is, and what was made of the values
   * @param stopped asked whether to end
   */
  LargeMask(
      LargeImage mask, String name, boolean labels, Monitor monitor, BooleanSupplier stopped) {
    this.mask = mask;
    this.name = "masks (" + name + ")";
    this.labels = labels;
    this.monitor = monitor;
    double pixels = (double) mask.width() * mask.height() * mask.planes().size();
    progress = new WorkProgress(monitor, "Batch: reading the mask " + name, pixels, stopped);
  }

  /**
   * Reads the planes once, where something is stored.
   *
   * @throws BadInput for colours, or values that can be no mask
   */
  MaskScan scan() {
    SampleType type = mask.type();
    if (type == SampleType.RGB) {
      throw BadInput.of("%s must be a label or grey image, not RGB: convert it.", name);
    }
    MaskStatistics census = new MaskStatistics(type);
    List<MarkedCells> planes = new ArrayList<>();
    for (LargePlane plane : mask.planes()) {
      boolean counts = !labels && !MaskValues.clear(type, census);
      planes.add(scan(plane, counts ? census : null));
    }
    if (labels) {
      return new MaskScan(MaskScale.labels(type), planes);
    }
    MaskValues values = MaskValues.of(name, type, census);
    values.doubts().forEach(monitor::warn);
    return new MaskScan(values.scale(), planes);
  }

  private MarkedCells scan(LargePlane large, MaskStatistics census) {
    MarkedCells cells = new MarkedCells(mask.width(), mask.height());
    Plane plane = Plane.of(large.pixels());
    double before = (double) mask.width() * mask.height() * (large.position().position() - 1);
    long seen = 0;
    for (Rectangle block : large.blocks()) {
      seen += (long) block.width * block.height;
      int rows = Math.max(1, BAND / block.width);
      for (int y = block.y; y < block.y + block.height; y += rows) {
        // blocks that are not stored are passed over
        double now = before + (double) mask.width() * y + (double) block.x * block.height;
        progress.more(Math.max(0, now - passed));
        passed = Math.max(passed, now);
        int high = Math.min(rows, block.y + block.height - y);
        look(plane, new Rectangle(block.x, y, block.width, high), census, cells);
      }
    }
    if (census != null && seen < (long) mask.width() * mask.height()) {
      census.addZero();
    }
    return cells;
  }

  /** Looks at a band, and of what is left of it and above it at one pixel as neighbours. */
  private void look(Plane plane, Rectangle band, MaskStatistics census, MarkedCells cells) {
    int left = census != null && band.x > 0 ? 1 : 0;
    int above = census != null && band.y > 0 ? 1 : 0;
    Rectangle seen =
        new Rectangle(band.x - left, band.y - above, band.width + left, band.height + above);
    float[] values = values(mask, plane, seen);
    boolean any = false;
    for (int y = above; y < seen.height; y++) {
      for (int x = left; x < seen.width; x++) {
        // not above 0 are NaN and negative values, too, of which the census complains
        if (values[y * seen.width + x] > 0) {
          cells.add(seen.x + x, seen.y + y);
          any = true;
        }
      }
    }
    if (census != null && (any || !zeros(values))) {
      census.add(values, seen.width, left, above);
    } else if (census != null) {
      census.addZero();
    }
  }

  private static boolean zeros(float[] values) {
    for (float v : values) {
      if (v != 0) {
        return false;
      }
    }
    return true;
  }

  /** The values that count, as {@link Units#signed}. */
  static float[] values(LargeImage mask, Plane plane, Rectangle r) {
    float[] values = plane.read(r)[0];
    if (mask.type() == SampleType.UINT16 && mask.calibration().isSigned16Bit()) {
      values = Units.of(mask.calibration(), mask.title()).values(values);
      for (int i = 0; i < values.length; i++) {
        values[i] = Math.max(0, values[i]);
      }
    }
    return values;
  }
}
