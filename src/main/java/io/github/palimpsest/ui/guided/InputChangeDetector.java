package io.github.palimpsest.ui.guided;

import ij.ImagePlus;
import ij.gui.Roi;
import ij.io.RoiEncoder;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.control.MapNames;
import io.github.palimpsest.image.OpenImages;
import io.github.palimpsest.image.PlanePositions;
import io.github.palimpsest.roi.Rois;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/** Tells by value whether what a session has read from open images has changed since. */
final class InputChangeDetector {
  private final ImagePlus image;
  private long rois;
  private long maps;

  InputChangeDetector(ImagePlus image) {
    this.image = image;
  }

  /** Another that has read the same. */
  InputChangeDetector copy() {
    InputChangeDetector copy = new InputChangeDetector(image);
    copy.rois = rois;
    copy.maps = maps;
    return copy;
  }

  /** The mask and the regions that are there now are those that were read. */
  void readMask(String mask) {
    rois = rois(mask);
  }

  /** The control maps that are there now are those that were read. */
  void readMaps(String control) {
    maps = maps(control);
  }

  /** Whether the selection, or a ROI that may be mask or region, has changed. */
  boolean roisChanged(String mask) {
    return rois(mask) != rois;
  }

  /** Whether a control map has been drawn on. */
  boolean mapsChanged(String control) {
    return maps(control) != maps;
  }

  private long rois(String mask) {
    CRC32 crc = new CRC32();
    Roi selection = image.getRoi();
    if (mask.equalsIgnoreCase("Selection") && selection != null) {
      crc.update(RoiEncoder.saveAsByteArray(selection));
    }
    int position = PlanePositions.current(image).position();
    List<Roi> others = new ArrayList<>(Rois.ofOverlay(image, position));
    others.addAll(Rois.ofManager(image, position));
    others.stream()
        .filter(roi -> !EstimateOverlay.is(roi))
        .forEach(roi -> crc.update(RoiEncoder.saveAsByteArray(roi)));
    pixels(named(mask), crc);
    return crc.getValue();
  }

  private ImagePlus named(String mask) {
    try {
      return mask.isEmpty() ? null : OpenImages.find("mask", mask, image);
    } catch (BadInput e) {
      // said when the mask is read
      return null;
    }
  }

  private long maps(String control) {
    CRC32 crc = new CRC32();
    MapNames.images(control, image).forEach(map -> pixels(map, crc));
    return crc.getValue();
  }

  private static void pixels(ImagePlus named, CRC32 crc) {
    if (named == null || named.getProcessor() == null) {
      return;
    }
    var ip = named.getProcessor();
    byte[] row = new byte[4 * ip.getWidth()];
    for (int y = 0; y < ip.getHeight(); y++) {
      for (int x = 0; x < ip.getWidth(); x++) {
        int bits = ip.get(x, y);
        row[4 * x] = (byte) bits;
        row[4 * x + 1] = (byte) (bits >> 8);
        row[4 * x + 2] = (byte) (bits >> 16);
        row[4 * x + 3] = (byte) (bits >> 24);
      }
      crc.update(row);
    }
  }
}
