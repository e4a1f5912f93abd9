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
  static final String TO_COME = "to come";
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
      stack.addSlice(TO_COME, new float[width * height]);
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

  /** Shows large values dark, as the source does where its calibration function falls. */
  public FrameStack inverted() {
    image.getProcessor().invertLut();
    image.getStack().setColorModel(image.getProcessor().getColorModel());
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
   * Writes one state and moves the view on to it, unless the user looks at an older frame. Does
   * nothing once the stack has been closed.
   *
   * @param run 0-based run
   * @param k state, 0 for the start, k after step k
   * @param planes one plane per channel, each width × height, copied
   * @param label slice label; see {@link StepLabel}
   */
  public void write(int run, int k, float[][] planes, String label) {
    ImageStack stack = image.getStack();
    if (closed(stack)) {
      return;
    }
    for (int c = 0; c < planes.length; c++) {
      int index = image.getStackIndex(c + 1, run + 1, k + 1);
      float[] pixels = (float[]) stack.getPixels(index);
      System.arraycopy(planes[c], 0, pixels, 0, pixels.length);
      stack.setSliceLabel(FrameMark.sign(label, pixels), index);
    }
    follow(run + 1, k + 1);
  }

  /** Gives the stack another number of states; frames that stay keep their pixels. */
  public void resize(int frames) {
    ImageStack old = image.getStack();
    int planes = image.getNChannels() * image.getNSlices();
    if (closed(old) || frames == image.getNFrames()) {
      return;
    }
    ImageStack next = new ImageStack(old.getWidth(), old.getHeight());
    for (int i = 1; i <= planes * frames; i++) {
      if (i <= old.getSize()) {
        next.addSlice(old.getSliceLabel(i), old.getPixels(i));
      } else {
        next.addSlice(TO_COME, new float[old.getWidth() * old.getHeight()]);
      }
    }
    int t = Math.min(image.getT(), frames);
    int z = image.getZ();
    image.setStack(next, image.getNChannels(), image.getNSlices(), frames);
    image.setPosition(1, z, t);
    newest = Math.min(newest, frames);
  }

  /** Shows the state after step k; what lies beyond it no longer counts. */
  public void end(int k) {
    ImageStack stack = image.getStack();
    if (closed(stack)) {
      return;
    }
    int first = image.getStackIndex(1, 1, k + 1) + image.getNChannels() * image.getNSlices();
    for (int i = first; i <= stack.getSize(); i++) {
      stack.setSliceLabel(TO_COME, i);
    }
    newest = k + 1;
    show(k);
  }

  /** Moves the view to the state after step k. */
  public void show(int k) {
    if (closed(image.getStack())) {
      return;
    }
    if (image.getWindow() == null) {
      // also moves the processor, on which macros in batch mode draw
      image.setPosition(image.getC(), image.getZ(), k + 1);
    } else {
      image.setPosition(image.getC(), image.getZ(), k + 1);
      image.updateAndDraw();
    }
  }

  /** Whether the user has closed the stack and ImageJ has dropped its pixels. */
  public boolean closed() {
    return closed(image.getStack());
  }

  private boolean closed(ImageStack stack) {
    return stack == null || stack.getSize() < image.getNChannels() || stack.getPixels(1) == null;
  }

  private void follow(int slice, int frame) {
    if (image.getWindow() == null) {
      image.setPosition(1, slice, frame);
    } else if (image.getT() == newest) {
      image.setPosition(image.getC(), slice, frame);
      image.updateAndDraw();
    }
    newest = frame;
  }
}
