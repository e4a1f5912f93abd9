package net.imglib2.img.display.imagej;

import ij.VirtualStack;
import ij.process.ByteProcessor;
import ij.process.ImageProcessor;

/** As ImageJ2's view of an image in memory: virtual by name, but every plane is the one kept. */
public final class KeptPlanes extends VirtualStack {
  private final byte[][] planes;
  private final boolean copies;

  /**
   * Empty planes of 20 × 20.
   *
   * @param copies whether each request gets a copy, as of an image that is not in memory
   */
  public KeptPlanes(int size, boolean copies) {
    super(20, 20, null, null);
    planes = new byte[size][400];
    this.copies = copies;
  }

  @Override
  public Object getPixels(int n) {
    return copies ? planes[n - 1].clone() : planes[n - 1];
  }

  @Override
  public ImageProcessor getProcessor(int n) {
    return new ByteProcessor(20, 20, (byte[]) getPixels(n));
  }

  @Override
  public int getSize() {
    return planes == null ? 0 : planes.length;
  }

  @Override
  public int size() {
    return getSize();
  }

  @Override
  public int getBitDepth() {
    return 8;
  }

  @Override
  public String getSliceLabel(int n) {
    return null;
  }
}
