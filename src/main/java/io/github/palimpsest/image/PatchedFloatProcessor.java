package io.github.palimpsest.image;

import ij.process.FloatProcessor;
import ij.process.ImageProcessor;

/** A FloatProcessor over the same pixels whose undo buffer is a {@link SavedPixels}. */
final class PatchedFloatProcessor extends FloatProcessor {
  private SavedPixels patches;
  private FloatProcessor origin;

  PatchedFloatProcessor(FloatProcessor origin, SavedPixels patches) {
    super(
        origin.getWidth(),
        origin.getHeight(),
        (float[]) origin.getPixels(),
        origin.getColorModel());
    this.origin = origin;
    setInterpolationMethod(origin.getInterpolationMethod());
    this.patches = patches;
  }

  /** Takes the display range over only when it is asked for: measuring it reads every pixel. */
  @Override
  public void findMinAndMax() {
    if (origin == null) {
      super.findMinAndMax();
    } else {
      double min = origin.getMin();
      double max = origin.getMax();
      origin = null;
      setMinAndMax(min, max);
    }
  }

  @Override
  public void setMinAndMax(double min, double max) {
    origin = null;
    super.setMinAndMax(min, max);
  }

  @Override
  public void resetMinAndMax() {
    origin = null;
    super.resetMinAndMax();
  }

  @Override
  public void snapshot() {
    patches = null;
    super.snapshot();
  }

  @Override
  public void reset() {
    if (patches == null) {
      super.reset();
    } else {
      patches.restore();
    }
  }

  @Override
  public void reset(ImageProcessor mask) {
    materialise();
    super.reset(mask);
  }

  @Override
  public void swapPixelArrays() {
    if (patches == null) {
      super.swapPixelArrays();
    } else {
      patches.swap();
    }
  }

  @Override
  public void setSnapshotPixels(Object pixels) {
    patches = null;
    super.setSnapshotPixels(pixels);
  }

  @Override
  public Object getSnapshotPixels() {
    materialise();
    return super.getSnapshotPixels();
  }

  @Override
  public Object getPixelsCopy() {
    materialise();
    return super.getPixelsCopy();
  }

  private void materialise() {
    if (patches != null) {
      setSnapshotPixels(patches.before(getPixels()));
    }
  }
}
