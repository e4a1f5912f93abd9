package io.github.palimpsest.image;

import ij.process.ByteProcessor;
import ij.process.ImageProcessor;

/** A ByteProcessor over the same pixels whose undo buffer is a {@link SavedPixels}. */
final class PatchedByteProcessor extends ByteProcessor {
  private SavedPixels patches;

  PatchedByteProcessor(ByteProcessor origin, SavedPixels patches) {
    super(
        origin.getWidth(), origin.getHeight(), (byte[]) origin.getPixels(), origin.getColorModel());
    if (origin.getMin() != 0 || origin.getMax() != 255) {
      setMinAndMax(origin.getMin(), origin.getMax());
    }
    setInterpolationMethod(origin.getInterpolationMethod());
    this.patches = patches;
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
