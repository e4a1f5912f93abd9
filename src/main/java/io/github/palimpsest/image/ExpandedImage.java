package io.github.palimpsest.image;

import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.Overlay;
import ij.measure.Calibration;
import ij.process.ImageProcessor;
import ij.process.LUT;
import io.github.palimpsest.check.BadInput;
import java.awt.Rectangle;
import java.util.Arrays;

/**
 * A copy of an image on a larger canvas, to be painted outwards: same planes, title, calibration,
 * properties and overlay, all moved along; never shown. The border is filled smoothly from the
 * picture, so that what is computed from it meets no step there.
 */
public final class ExpandedImage extends ImagePlus {
  /** Fills a hole of a plane from what is known. */
  public interface Filler {
    /**
     * The plane with its hole filled.
     *
     * @param plane values [height · width]
     * @param hole above 0 where to fill
     */
    float[] fill(float[] plane, float[] hole, int width, int height);
  }

  private static final int LARGEST = Integer.MAX_VALUE - 8;

  private final ImagePlus original;
  private final Margins margins;

  private ExpandedImage(ImagePlus original, Margins margins, ImageStack planes) {
    super(original.getTitle(), planes);
    this.original = original;
    this.margins = margins;
  }

  /**
   * Copies an image; virtual stacks are read into memory.
   *
   * @param copies of the larger canvas that will be needed beside this one
   * @throws BadInput if that cannot fit into memory
   */
  public static ExpandedImage of(ImagePlus image, Margins margins, Filler filler, int copies) {
    long width = (long) image.getWidth() + margins.left() + margins.right();
    long height = (long) image.getHeight() + margins.top() + margins.bottom();
    double bytes =
        (double) width * height * image.getBytesPerPixel() * image.getStackSize() * (copies + 1);
    Runtime runtime = Runtime.getRuntime();
    double free = runtime.maxMemory() - (double) (runtime.totalMemory() - runtime.freeMemory());
    if (width * height > LARGEST || bytes > free) {
      throw BadInput.of(
          "expand (%s) makes '%s' %d x %d, which needs %.0f MB but %.0f MB are free: choose fewer"
              + " pixels or raise the memory in Edit > Options > Memory & Threads.",
          margins, image.getTitle(), width, height, bytes / 1e6, free / 1e6);
    }
    ImageStack planes = new ImageStack((int) width, (int) height);
    ImageStack from = image.getStackSize() == 1 ? null : image.getImageStack();
    for (int i = 1; i <= image.getStackSize(); i++) {
      ImageProcessor ip = from == null ? image.getProcessor() : from.getProcessor(i);
      planes.addSlice(
          from == null ? null : from.getSliceLabel(i),
          larger(ip, (int) width, (int) height, margins.left(), margins.top()));
    }
    ExpandedImage made = new ExpandedImage(image, margins, planes);
    made.take();
    made.fill(filler);
    return made;
  }

  private static Object larger(ImageProcessor ip, int width, int height, int x, int y) {
    Object from = ip.getPixels();
    int n = width * height;
    Object to =
        from instanceof byte[]
            ? new byte[n]
            : from instanceof short[] ? new short[n] : from instanceof int[] ? new int[n] : null;
    to = to == null ? new float[n] : to;
    if (to instanceof int[] rgb) {
      Arrays.fill(rgb, 0xff000000);
    }
    for (int row = 0; row < ip.getHeight(); row++) {
      System.arraycopy(from, row * ip.getWidth(), to, (y + row) * width + x, ip.getWidth());
    }
    return to;
  }

  /** Everything but pixels. */
  private void take() {
    setDimensions(original.getNChannels(), original.getNSlices(), original.getNFrames());
    setOpenAsHyperStack(original.isHyperStack() || original.isDisplayedHyperStack());
    Calibration calibration = original.getCalibration().copy();
    calibration.xOrigin += margins.left();
    calibration.yOrigin += margins.top();
    setCalibration(calibration);
    if (original.getPropertiesAsArray() != null) {
      setProperties(original.getPropertiesAsArray());
    }
    Overlay overlay = original.getOverlay();
    if (overlay != null) {
      Overlay moved = overlay.duplicate();
      moved.translate(margins.left(), margins.top());
      setOverlay(moved);
    }
    ImageProcessor look = original.getProcessor();
    LUT lut = original.getBitDepth() == 24 ? null : look.getLut();
    if (lut != null) {
      getProcessor().setLut(lut);
      getStack().setColorModel(lut);
      getProcessor().setMinAndMax(look.getMin(), look.getMax());
    }
    setPositionWithoutUpdate(original.getC(), original.getZ(), original.getT());
  }

  private void fill(Filler filler) {
    float[] border = border();
    Rectangle all = new Rectangle(getWidth(), getHeight());
    for (int i = 1; i <= getStackSize(); i++) {
      Plane plane = Plane.of(this, i);
      float[][] values = plane.read();
      for (int c = 0; c < values.length; c++) {
        float[] hole = border.clone();
        for (int p = 0; p < hole.length; p++) {
          hole[p] = Float.isFinite(values[c][p]) ? hole[p] : 1;
        }
        values[c] = filler.fill(values[c], hole, getWidth(), getHeight());
      }
      plane.write(all, values, border);
    }
  }

  /** The image that was copied. */
  public ImagePlus original() {
    return original;
  }

  /** By how much it grew. */
  public Margins margins() {
    return margins;
  }

  /** Where the picture lies on the canvas. */
  public Rectangle place() {
    return new Rectangle(margins.left(), margins.top(), original.getWidth(), original.getHeight());
  }

  /** 1 outside the picture, 0 within [height · width]. */
  public float[] border() {
    float[] border = new float[getWidth() * getHeight()];
    Arrays.fill(border, 1);
    Rectangle r = place();
    for (int y = r.y; y < r.y + r.height; y++) {
      Arrays.fill(border, y * getWidth() + r.x, y * getWidth() + r.x + r.width, 0);
    }
    return border;
  }

  /** The image that the user sees: the original of an expanded one, else the image itself. */
  public static ImagePlus seen(ImagePlus image) {
    return image instanceof ExpandedImage expanded ? expanded.original : image;
  }
}
