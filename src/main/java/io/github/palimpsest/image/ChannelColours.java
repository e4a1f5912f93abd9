package io.github.palimpsest.image;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.process.LUT;
import java.awt.Color;
import java.util.ArrayList;
import java.util.List;

/** The colours in which an image shows its channels. */
public final class ChannelColours {
  private static final List<Color> RGB = List.of(Color.RED, Color.GREEN, Color.BLUE);

  private ChannelColours() {}

  /**
   * A table for each channel of planes, without their display range: red, green and blue for RGB,
   * grey where the image has none of their own.
   */
  public static List<LUT> of(ImagePlus image, Planes planes) {
    if (planes.type() == SampleType.RGB && planes.all().size() == 1) {
      return RGB.stream().map(LUT::createLutFromColor).toList();
    }
    List<LUT> luts = new ArrayList<>();
    ImagePlus seen = ExpandedImage.seen(image);
    int channels = seen.getNChannels();
    for (int c = 0; c < planes.channels(); c++) {
      int own = (planes.positions().get(c % planes.all().size()) - 1) % channels + 1;
      luts.add(
          seen instanceof CompositeImage composite
              ? (LUT) composite.getChannelLut(own).clone()
              : LUT.createLutFromColor(Color.WHITE));
    }
    return luts;
  }

  /** The mode of {@link CompositeImage} in which an image shows its channels. */
  public static int mode(ImagePlus image) {
    ImagePlus seen = ExpandedImage.seen(image);
    if (seen.getBitDepth() == 24) {
      return CompositeImage.COMPOSITE;
    }
    return seen instanceof CompositeImage composite
        ? composite.getMode()
        : CompositeImage.GRAYSCALE;
  }
}
