package io.github.palimpsest.image;

import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import ij.process.ShortProcessor;

/**
 * Processors over the same pixels as another one whose undo buffer is a {@link SavedPixels} instead
 * of a copy of all pixels. As soon as something else makes or asks for a snapshot, they are like
 * any processor. ImageJ tells types of images by the class of their processor, hence one subclass
 * of each.
 */
final class UndoableProcessors {
  private UndoableProcessors() {}

  /** A processor that undoes by saved pixels; null for one of a class that is not ImageJ's own. */
  static ImageProcessor of(ImageProcessor ip, SavedPixels saved) {
    Class<?> c = ip.getClass();
    if (c == ByteProcessor.class || c == Bytes.class) {
      return new Bytes((ByteProcessor) ip, saved);
    }
    if (c == ShortProcessor.class || c == Shorts.class) {
      return new Shorts((ShortProcessor) ip, saved);
    }
    if (c == FloatProcessor.class || c == Floats.class) {
      return new Floats((FloatProcessor) ip, saved);
    }
    return c == ColorProcessor.class || c == Colours.class
        ? new Colours((ColorProcessor) ip, saved)
        : null;
  }

  private static final class Bytes extends ByteProcessor {
    private final SavedPixels undo;

    Bytes(ByteProcessor origin, SavedPixels undo) {
      super(
          origin.getWidth(),
          origin.getHeight(),
          (byte[]) origin.getPixels(),
          origin.getColorModel());
      if (origin.getMin() != 0 || origin.getMax() != 255) {
        setMinAndMax(origin.getMin(), origin.getMax());
      }
      setInterpolationMethod(origin.getInterpolationMethod());
      this.undo = undo;
    }

    @Override
    public void snapshot() {
      undo.end();
      super.snapshot();
    }

    @Override
    public void setSnapshotPixels(Object pixels) {
      undo.end();
      super.setSnapshotPixels(pixels);
    }

    @Override
    public void reset() {
      if (!undo.restore()) {
        super.reset();
      }
    }

    @Override
    public void swapPixelArrays() {
      if (!undo.swap()) {
        super.swapPixelArrays();
      }
    }

    @Override
    public void reset(ImageProcessor mask) {
      undo.fill(this);
      super.reset(mask);
    }

    @Override
    public Object getSnapshotPixels() {
      undo.fill(this);
      return super.getSnapshotPixels();
    }
  }

  private static final class Shorts extends ShortProcessor {
    private final SavedPixels undo;
    private ShortProcessor origin;

    Shorts(ShortProcessor origin, SavedPixels undo) {
      super(
          origin.getWidth(),
          origin.getHeight(),
          (short[]) origin.getPixels(),
          origin.getColorModel());
      this.origin = origin;
      setInterpolationMethod(origin.getInterpolationMethod());
      this.undo = undo;
    }

    /**
     * Takes the display range over only when it is asked for: measuring it reads every pixel. Asked
     * by the thread that edits and by the one that draws.
     */
    @Override
    public synchronized void findMinAndMax() {
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
    public synchronized void setMinAndMax(double min, double max) {
      origin = null;
      super.setMinAndMax(min, max);
    }

    @Override
    public synchronized void resetMinAndMax() {
      origin = null;
      super.resetMinAndMax();
    }

    @Override
    public void snapshot() {
      undo.end();
      super.snapshot();
    }

    @Override
    public void setSnapshotPixels(Object pixels) {
      undo.end();
      super.setSnapshotPixels(pixels);
    }

    @Override
    public void reset() {
      if (!undo.restore()) {
        super.reset();
      }
    }

    @Override
    public void swapPixelArrays() {
      if (!undo.swap()) {
        super.swapPixelArrays();
      }
    }

    @Override
    public void reset(ImageProcessor mask) {
      undo.fill(this);
      super.reset(mask);
    }

    @Override
    public Object getSnapshotPixels() {
      undo.fill(this);
      return super.getSnapshotPixels();
    }
  }

  private static final class Floats extends FloatProcessor {
    private final SavedPixels undo;
    private FloatProcessor origin;

    Floats(FloatProcessor origin, SavedPixels undo) {
      super(
          origin.getWidth(),
          origin.getHeight(),
          (float[]) origin.getPixels(),
          origin.getColorModel());
      this.origin = origin;
      setInterpolationMethod(origin.getInterpolationMethod());
      this.undo = undo;
    }

    /**
     * Takes the display range over only when it is asked for: measuring it reads every pixel. Asked
     * by the thread that edits and by the one that draws.
     */
    @Override
    public synchronized void findMinAndMax() {
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
    public synchronized void setMinAndMax(double min, double max) {
      origin = null;
      super.setMinAndMax(min, max);
    }

    @Override
    public synchronized void resetMinAndMax() {
      origin = null;
      super.resetMinAndMax();
    }

    @Override
    public void snapshot() {
      undo.end();
      super.snapshot();
    }

    @Override
    public void setSnapshotPixels(Object pixels) {
      undo.end();
      super.setSnapshotPixels(pixels);
    }

    @Override
    public void reset() {
      if (!undo.restore()) {
        super.reset();
      }
    }

    @Override
    public void swapPixelArrays() {
      if (!undo.swap()) {
        super.swapPixelArrays();
      }
    }

    @Override
    public void reset(ImageProcessor mask) {
      undo.fill(this);
      super.reset(mask);
    }

    @Override
    public Object getSnapshotPixels() {
      undo.fill(this);
      return super.getSnapshotPixels();
    }
  }

  private static final class Colours extends ColorProcessor {
    private final SavedPixels undo;

    Colours(ColorProcessor origin, SavedPixels undo) {
      super(origin.getWidth(), origin.getHeight(), (int[]) origin.getPixels());
      setInterpolationMethod(origin.getInterpolationMethod());
      this.undo = undo;
    }

    @Override
    public void snapshot() {
      undo.end();
      super.snapshot();
    }

    @Override
    public void setSnapshotPixels(Object pixels) {
      undo.end();
      super.setSnapshotPixels(pixels);
    }

    @Override
    public void reset() {
      if (!undo.restore()) {
        super.reset();
      }
    }

    @Override
    public void swapPixelArrays() {
      if (!undo.swap()) {
        super.swapPixelArrays();
      }
    }

    @Override
    public void reset(ImageProcessor mask) {
      undo.fill(this);
      super.reset(mask);
    }

    @Override
    public Object getSnapshotPixels() {
      undo.fill(this);
      return super.getSnapshotPixels();
    }
  }
}
