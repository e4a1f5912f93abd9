package io.github.palimpsest.stack;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.measure.Calibration;
import ij.process.LUT;
import java.awt.Color;

/**
 * A 32-bit hyperstack that fills while sampling runs: channels × runs (as slices) × states (as
 * frames). Serves as the step stack (clean estimates in source units) and as the latents stack (raw
 * x in model units).
 *
 * <p>All frames exist from the start, so that the image never changes its shape under the user;
 * frames still to come are labelled as such. Written by the run's thread; the user may look at it,
 * paint on it or close it at any time.
 */
public final class FrameStack {
  private static final Color[] RGB = {Color.RED, Color.GREEN, Color.BLUE};

  private final ImagePlus image;
  private int newest = 1;

  private FrameStack(ImagePlus image) {
    this.image = image;
  }

  /**
   * An empty stack, not yet shown.
   *
   * @param title window title
   * @param width frame width in pixels
   * @param height frame height in pixels
   * @param channels planes of one state
   * @param runs how many runs are recorded, one slice each
   * @param frames states of one run, {@code steps + 1}
   */
  public static FrameStack create(
      String title, int width, int height, int channels, int runs, int frames) {
    ImageStack stack = new ImageStack(width, height);
    for (int i = 0; i < channels * runs * frames; i++) {
      stack.addSlice("to come", new float[width * height]);
    }
    ImagePlus imp = new ImagePlus(title, stack);
    imp.setDimensions(channels, runs, frames);
    imp.setOpenAsHyperStack(true);
    return new FrameStack(imp);
  }

  /** Shows the three channels as red, green and blue, each over {@code min}..{@code max}. */
  public FrameStack asRgb(double min, double max) {
    CompositeImage composite = new CompositeImage(image, CompositeImage.COMPOSITE);
    for (int c = 1; c <= RGB.length; c++) {
      LUT lut = LUT.createLutFromColor(RGB[c - 1]);
      lut.min = min;
      lut.max = max;
      composite.setChannelLut(lut, c);
    }
    composite.setTitle(image.getTitle());
    composite.setOpenAsHyperStack(true);
    return new FrameStack(composite);
  }

  /** Sets the intensities shown as black and white. */
  public FrameStack display(double min, double max) {
    image.setDisplayRange(min, max);
    return this;
  }

  /** Places the frames in the source's calibrated space, their corner at pixel (x, y). */
  public FrameStack calibrate(Calibration source, double x, double y) {
    Calibration cal = source.copy();
    cal.xOrigin -= x;
    cal.yOrigin -= y;
    cal.disableDensityCalibration();
    image.setCalibration(cal);
    return this;
  }

  /** The image itself; owned by the user once it is shown. */
  public ImagePlus image() {
    return image;
  }

  /**
   * Writes one state and moves the view on to it, unless the user looks at an older frame.
   *
   * @param run 0-based run
   * @param k state, 0 for the start, k after step k
   * @param planes one plane per channel, each width × height, copied
   * @param label slice label; see {@link StepLabel}
   */
  public void write(int run, int k, float[][] planes, String label) {
    ImageStack stack = image.getStack();
    for (int c = 0; c < planes.length; c++) {
      int index = image.getStackIndex(c + 1, run + 1, k + 1);
      float[] pixels = (float[]) stack.getPixels(index);
      System.arraycopy(planes[c], 0, pixels, 0, pixels.length);
      stack.setSliceLabel(label, index);
    }
    follow(run + 1, k + 1);
  }

  private void follow(int slice, int frame) {
    if (image.getWindow() == null) {
      image.setPositionWithoutUpdate(1, slice, frame);
    } else if (image.getT() == newest) {
      image.setPosition(image.getC(), slice, frame);
      image.updateAndDraw();
    }
    newest = frame;
  }
}
