package io.github.palimpsest.large;

import ij.ImagePlus;
import ij.measure.Calibration;
import io.github.palimpsest.image.Intervals;
import io.github.palimpsest.image.PlanePosition;
import io.github.palimpsest.image.SampleType;
import io.github.palimpsest.inpaint.monitor.Monitor;
import java.awt.Rectangle;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.NumericType;

/**
 * An image in memory as if it were stored in square blocks, of which those of zeros are missing.
 */
record MemoryImage(ImagePlus imp, int block) implements LargeImage {
  @Override
  public Path path() {
    return Path.of(imp.getTitle()).toAbsolutePath();
  }

  @Override
  public int width() {
    return imp.getWidth();
  }

  @Override
  public int height() {
    return imp.getHeight();
  }

  @Override
  public int channels() {
    return imp.getNChannels();
  }

  @Override
  public int slices() {
    return imp.getNSlices();
  }

  @Override
  public int frames() {
    return imp.getNFrames();
  }

  @Override
  public SampleType type() {
    return SampleType.of(imp);
  }

  @Override
  public Calibration calibration() {
    return imp.getCalibration().copy();
  }

  @Override
  public List<LargePlane> planes() {
    List<LargePlane> planes = new ArrayList<>();
    for (int i = 1; i <= imp.getStackSize(); i++) {
      planes.add(new MemoryPlane(this, i));
    }
    return planes;
  }

  @Override
  public String property(String name) {
    return imp.getProp(name);
  }

  @Override
  public String identity(ChronoUnit precision) {
    return imp.getTitle();
  }

  @Override
  public LargeOutput copyTo(Path place, Monitor monitor, BooleanSupplier stopped) {
    throw new UnsupportedOperationException("only read in tests");
  }

  @Override
  public void close() {
    // nothing is open
  }

  private record MemoryPlane(MemoryImage image, int at) implements LargePlane {
    @Override
    public PlanePosition position() {
      int[] p = image.imp.convertIndexToPosition(at);
      return new PlanePosition(at, p[0], p[1], p[2]);
    }

    @Override
    public RandomAccessibleInterval<? extends NumericType<?>> pixels() {
      return Intervals.of(new ImagePlus("", image.imp.getStack().getProcessor(at)));
    }

    @Override
    public Iterable<Rectangle> blocks() {
      List<Rectangle> stored = new ArrayList<>();
      Rectangle canvas = new Rectangle(image.width(), image.height());
      for (int y = 0; y < canvas.height; y += image.block) {
        for (int x = 0; x < canvas.width; x += image.block) {
          Rectangle r = new Rectangle(x, y, image.block, image.block).intersection(canvas);
          if (any(r)) {
            stored.add(r);
          }
        }
      }
      return stored;
    }

    private boolean any(Rectangle r) {
      var ip = image.imp.getStack().getProcessor(at);
      for (int y = r.y; y < r.y + r.height; y++) {
        for (int x = r.x; x < r.x + r.width; x++) {
          if (ip.getf(x, y) != 0) {
            return true;
          }
        }
      }
      return false;
    }
  }
}
