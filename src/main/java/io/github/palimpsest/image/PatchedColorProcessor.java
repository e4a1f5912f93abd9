package io.github.palimpsest.image;

import ij.process.ColorProcessor;
import ij.process.ImageProcessor;

/** A ColorProcessor over the same pixels whose undo buffer is a {@link SavedPixels}. */
final class PatchedColorProcessor extends ColorProcessor {
  private SavedPixels patches;

  PatchedColorProcessor(ColorProcessor origin, SavedPixels patches) {
    super(origin.getWidth(), origin.getHeight(), (int[]) origin.getPixels());
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
