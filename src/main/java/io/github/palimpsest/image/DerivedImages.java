package io.github.palimpsest.image;

import ij.ImagePlus;
import ij.ImageStack;
import ij.measure.Calibration;

/** Images that lie beside a source, such as its masks and maps. */
public final class DerivedImages {
  private DerivedImages() {}

  /**
   * A new image {@code <source>-word} with the source's calibration and, if it has as many planes,
   * its dimensions; not shown.
   */
  public static ImagePlus of(ImagePlus source, String word, ImageStack planes) {
    ImagePlus companion = new ImagePlus(Titles.of(source, word), planes);
    if (planes.getSize() > 1 && planes.getSize() == source.getStackSize()) {
      companion.setDimensions(source.getNChannels(), source.getNSlices(), source.getNFrames());
      companion.setOpenAsHyperStack(source.isHyperStack());
    }
    Calibration calibration = source.getCalibration().copy();
    // its values are no densities
    calibration.disableDensityCalibration();
    companion.setCalibration(calibration);
    MadeFrom.note(companion, source);
    return companion;
  }
}
