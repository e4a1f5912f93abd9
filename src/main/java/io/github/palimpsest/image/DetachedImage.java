package io.github.palimpsest.image;

import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.Roi;

/**
 * An image without a window over the pixel arrays of another one. It takes the place of an image
 * that the user closes or converts while a session still needs it, and costs no memory of its own.
 */
public final class DetachedImage {
  private DetachedImage() {}

  /** Of an open image; made before it is closed, for then ImageJ drops the pixels. */
  public static ImagePlus of(ImagePlus source) {
    ImageStack planes;
    if (source.getStackSize() > 1) {
      ImageStack from = source.getImageStack();
      planes = from.isVirtual() ? from : new ImageStack(source.getWidth(), source.getHeight());
      for (int i = 1; i <= from.getSize() && planes != from; i++) {
        planes.addSlice(from.getSliceLabel(i), from.getPixels(i));
      }
    } else {
      planes = new ImageStack(source.getWidth(), source.getHeight());
      planes.addSlice(null, source.getProcessor().getPixels());
    }
    ImagePlus kept = source.createImagePlus();
    kept.setStack(source.getTitle(), planes);
    kept.setDimensions(source.getNChannels(), source.getNSlices(), source.getNFrames());
    kept.setOpenAsHyperStack(source.isHyperStack() || source.isDisplayedHyperStack());
    ImagePlus image = ResultImages.withLook(source, kept);
    image.setTitle(source.getTitle());
    Roi roi = source.getRoi();
    if (roi != null) {
      image.setRoi((Roi) roi.clone());
    }
    return image;
  }
}
