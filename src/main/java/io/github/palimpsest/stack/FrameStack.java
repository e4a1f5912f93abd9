package io.github.palimpsest.stack;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.WindowManager;
import ij.measure.Calibration;
import ij.process.LUT;
import io.github.palimpsest.check.FreeMemory;
import io.github.palimpsest.image.BeforePicture;
import io.github.palimpsest.image.MadeFrom;
import java.util.List;

/**
 * A 32-bit hyperstack that fills while sampling runs: channels × runs (as slices) × states (as
 * frames). Serves as the step stack (clean estimates in source units) and as the latents stack (raw
 * x in model units).
 *
 * <p>All frames exist from the start, so that the image never changes its shape under the user;
 * frames still to come are labelled as such. Written by the run's thread; the user may look at it,
 * paint on it, close it or turn it into something else at any time: what has no longer the {@link
 * #fits form} of the run is left alone.
 */
public final class FrameStack {
  static final String TO_COME = "to come";

  private final ImagePlus image;
  private final int width;
  private final int height;
  private final int channels;
  private final int runs;
  private int frames;
  private int newest = 1;

  /** Frames that each run has written. */
  private final int[] written;

  /** The run that the view follows: the first that has not ended. */
  private int followed;

  private Calibration calibration;
  private double min;
  private double max;
  private boolean dark;

  /** Of each channel; null for a grey stack. */
  private List<LUT> luts;

  private FrameStack(ImagePlus image, int channels, int runs, int frames) {
    this.image = image;
    this.width = image.getWidth();
    this.height = image.getHeight();
    this.channels = channels;
    this.runs = runs;
    this.frames = frames;
    written = new int[runs];
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
   * @throws io.github.palimpsest.check.BadInput if that cannot fit into memory
   */
  public static FrameStack create(
      String title, int width, int height, int channels, int runs, int frames) {
    requireMemory(title, width, height, (double) channels * runs * frames);
    ImageStack stack = new ImageStack(width, height);
    for (int i = 0; i < channels * runs * frames; i++) {
      stack.addSlice(TO_COME, new float[width * height]);
    }
    ImagePlus imp = new ImagePlus(title, stack);
    imp.setDimensions(channels, runs, frames);
    imp.setOpenAsHyperStack(true);
    return new FrameStack(imp, channels, runs, frames);
  }

  private static void requireMemory(String title, int width, int height, double planes) {
    FreeMemory.require(
        planes * width * height * Float.BYTES,
        "The stack " + title,
        "use fewer steps, or a smaller selection or context=");
  }

  /** Shows each channel in its own colours and range, in a mode of {@link CompositeImage}. */
  public FrameStack inColour(List<LUT> looks, int mode) {
    CompositeImage composite = new CompositeImage(image, mode);
    for (int c = 1; c <= channels; c++) {
      composite.setChannelLut((LUT) looks.get(c - 1).clone(), c);
    }
    composite.setTitle(image.getTitle());
    composite.setOpenAsHyperStack(true);
    composite.setDisplayRange(looks.get(0).min, looks.get(0).max);
    FrameStack coloured = new FrameStack(composite, channels, runs, frames);
    coloured.calibration = calibration;
    coloured.luts = looks;
    return coloured;
  }

  /** Sets the intensities shown as black and white. */
  public FrameStack display(double min, double max) {
    image.setDisplayRange(min, max);
    this.min = min;
    this.max = max;
    return this;
  }

  /** Shows large values dark, as the source does where its calibration function falls. */
  public FrameStack inverted() {
    dark = true;
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
    calibration = cal.copy();
    return this;
  }

  /** The image itself; owned by the user once it is shown. */
  public ImagePlus image() {
    return image;
  }

  /**
   * Keeps the pixels, paint included, when the user closes the window, so that {@link #reopen} can
   * show them again; or no longer.
   */
  public void keep(boolean kept) {
    image.setIgnoreFlush(kept);
  }

  /**
   * Whether the image still has the form in which frames are written: 32-bit, of this size and with
   * all its planes.
   */
  public boolean fits() {
    ImageStack stack = image.getStack();
    boolean whole =
        stack != null
            && stack.getWidth() == width
            && stack.getHeight() == height
            && stack.getSize() == channels * runs * frames
            && image.getNChannels() == channels
            && image.getNFrames() == frames;
    for (int i = 1; whole && i <= stack.getSize(); i++) {
      whole = stack.getPixels(i) instanceof float[] pixels && pixels.length == width * height;
    }
    return whole;
  }

  /** Whether every state up to the newest lies in its own frame, as its label says. */
  public boolean ordered() {
    for (int k = 0; k < newest; k++) {
      int step = k;
      String label = image.getStack().getSliceLabel(image.getStackIndex(1, 1, k + 1));
      if (StepLabel.parse(label).filter(l -> l.step() == step).isEmpty()) {
        return false;
      }
    }
    return true;
  }

  /** The form it must have, for a sentence. */
  public String form() {
    return "32-bit, " + width + " x " + height + " with " + frames + " frames in their order";
  }

  /**
   * An empty stack of the same form, look and title, not yet shown; this one's image becomes an
   * ordinary one of its user's, under another title.
   */
  public FrameStack anew() {
    String title = image.getTitle();
    keep(false);
    image.setTitle(WindowManager.getUniqueName(title + "-changed"));
    FrameStack plain = create(title, width, height, channels, runs, frames);
    FrameStack fresh =
        image instanceof CompositeImage shown && luts != null
            ? plain.inColour(luts, shown.getMode())
            : plain.display(min, max);
    if (calibration != null) {
      fresh.calibrate(calibration, 0, 0);
    }
    MadeFrom.pass(image, fresh.image);
    return dark ? fresh.inverted() : fresh;
  }

  /**
   * Writes one state and moves the view on to the newest of the first run that has not ended,
   * unless the user looks at an older frame. Does nothing once the stack has been closed or has
   * another form.
   *
   * @param run 0-based run
   * @param k state, 0 for the start, k after step k
   * @param planes one plane per channel, each width × height, copied
   * @param label slice label; see {@link StepLabel}
   */
  public void write(int run, int k, float[][] planes, String label) {
    if (fits()) {
      ImageStack stack = image.getStack();
      for (int c = 0; c < planes.length; c++) {
        int index = image.getStackIndex(c + 1, run + 1, k + 1);
        // the user may turn the stack into something else meanwhile
        if (stack.getPixels(index) instanceof float[] p && p.length == planes[c].length) {
          System.arraycopy(planes[c], 0, p, 0, p.length);
          stack.setSliceLabel(FrameChecksum.sign(label, p), index);
        }
      }
    }
    written[run] = k + 1;
    while (followed + 1 < runs && written[followed] == frames && written[followed + 1] > 0) {
      followed++;
    }
    if (fits()) {
      follow(followed + 1, Math.max(1, written[followed]));
    }
    newest = Math.max(1, written[followed]);
  }

  /**
   * Whether there is memory for so many frames.
   *
   * @throws io.github.palimpsest.check.BadInput if not; nothing has changed
   */
  public void requireRoom(int count) {
    if (count > frames && fits()) {
      ImageStack now = image.getStack();
      double more = (double) channels * runs * (count - frames);
      requireMemory(image.getTitle(), now.getWidth(), now.getHeight(), more);
    }
  }

  /** Gives the stack another number of states; frames that stay keep their pixels. */
  public void resize(int count) {
    requireRoom(count);
    boolean fits = fits();
    boolean same = count == frames;
    frames = count;
    newest = Math.min(newest, frames);
    if (!fits || same) {
      return;
    }
    ImageStack old = image.getStack();
    int planes = channels * runs;
    ImageStack next = new ImageStack(old.getWidth(), old.getHeight());
    for (int i = 1; i <= planes * frames; i++) {
      if (i <= old.getSize()) {
        next.addSlice(StepLabel.of(old.getSliceLabel(i), frames - 1), old.getPixels(i));
      } else {
        next.addSlice(TO_COME, new float[old.getWidth() * old.getHeight()]);
      }
    }
    int t = Math.min(image.getT(), frames);
    int z = image.getZ();
    image.setStack(next, image.getNChannels(), image.getNSlices(), frames);
    image.setPosition(1, z, t);
  }

  /** Shows the state after step k; what lies beyond it no longer counts. */
  public void end(int k) {
    newest = k + 1;
    if (!fits()) {
      return;
    }
    ImageStack stack = image.getStack();
    int first = image.getStackIndex(1, 1, k + 1) + image.getNChannels() * image.getNSlices();
    for (int i = first; i <= stack.getSize(); i++) {
      stack.setSliceLabel(TO_COME, i);
    }
    show(k);
  }

  /** The start, over the state that is shown: the picture before anything was painted. */
  public BeforePicture start() {
    return (shown, position) -> shown == image && fits() ? StartPicture.of(shown, position) : null;
  }

  /** Moves the view to the state after step k. */
  public void show(int k) {
    if (fits()) {
      // without a window, this also moves the processor, on which macros in batch mode draw
      move(image.getC(), image.getZ(), k + 1);
    }
  }

  private void follow(int slice, int frame) {
    if (image.getWindow() == null) {
      move(1, slice, frame);
    } else if (image.getT() == newest) {
      move(image.getC(), slice, frame);
    }
  }

  private void move(int c, int z, int t) {
    boolean shown = image.getWindow() != null;
    try {
      image.setPosition(c, z, t);
      if (shown) {
        image.updateAndDraw();
      }
    } catch (RuntimeException e) {
      // a window that its user closes at this moment has nothing to draw on any more
      if (!shown || image.isVisible()) {
        throw e;
      }
    }
  }
}
