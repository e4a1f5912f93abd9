package io.github.palimpsest.image;

import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import ij.process.ShortProcessor;
import io.github.palimpsest.check.BadInput;
import java.awt.Rectangle;

/**
 * One plane (channel, slice, frame) of an image, of any ImageJ type, read and written as raw float
 * values by rectangle. The cost follows the rectangle, except for virtual stacks, which load the
 * plane once.
 *
 * <p>Keeps the pixel array it was opened with, so a run is not disturbed when the user scrolls or
 * closes the image. Not synchronised: one writer at a time.
 */
public final class Plane {
  private final Object pixels;
  private final SampleType type;
  private final int width;
  private final int height;
  private final int position;
  private final String readOnlyBecause;

  private Plane(Object pixels, int width, int height, int position, String readOnlyBecause) {
    this.pixels = pixels;
    this.type = SampleType.ofPixels(pixels);
    this.width = width;
    this.height = height;
    this.position = position;
    this.readOnlyBecause = readOnlyBecause;
  }

  /**
   * Opens a plane.
   *
   * @param position one-based stack position, see {@link PlanePosition#position()}
   * @throws BadInput if the image has been closed or has no such plane
   */
  public static Plane of(ImagePlus imp, int position) {
    int size = imp.getStackSize();
    if (position < 1 || position > size) {
      throw BadInput.of(
          "'%s' has no plane %d: it has %d. Choose planes with slices=, frames= or channels=.",
          imp.getTitle(), position, size);
    }
    ImageProcessor ip = imp.getProcessor();
    if (ip == null || ip.getPixels() == null) {
      throw BadInput.of("'%s' has no pixels: open the image again.", imp.getTitle());
    }
    String readOnly = null;
    Object pixels = ip.getPixels();
    if (size > 1) {
      // not getStack(): it would measure and mark the current selection
      ImageStack stack = imp.getImageStack();
      if (stack.isVirtual() && !keepsPixels(stack, position)) {
        readOnly =
            String.format(
                "'%s' is a virtual stack, whose pixels ImageJ does not keep: use output=New, or"
                    + " duplicate it first.",
                imp.getTitle());
        pixels = stack.getProcessor(position).getPixels();
      } else {
        pixels = stack.getPixels(position);
      }
    }
    return new Plane(pixels, imp.getWidth(), imp.getHeight(), position, readOnly);
  }

  /**
   * Whether a stack that calls itself virtual nevertheless keeps the pixels in memory, as ImageJ2's
   * view of an image that SCIFIO has read does: it hands out the plane's own array. Any other stack
   * may forget what is written, even if it caches planes.
   */
  private static boolean keepsPixels(ImageStack stack, int position) {
    return stack.getClass().getName().startsWith("net.imglib2.img.display.imagej.")
        && stack.getPixels(position) == stack.getPixels(position);
  }

  /** The pixel type. */
  public SampleType type() {
    return type;
  }

  /** Width in pixels. */
  public int width() {
    return width;
  }

  /** Height in pixels. */
  public int height() {
    return height;
  }

  /** 3 for RGB, else 1. */
  public int channels() {
    return type.channels();
  }

  /** One-based stack position. */
  public int position() {
    return position;
  }

  /** The pixel array itself, for {@link SavedPixels}. */
  Object pixels() {
    return pixels;
  }

  /**
   * Throws if the plane cannot be written.
   *
   * @throws BadInput for planes of virtual stacks
   */
  void requireWritable() {
    if (readOnlyBecause != null) {
      throw new BadInput(readOnlyBecause);
    }
  }

  /**
   * Raw values of a rectangle.
   *
   * @param r within the plane
   * @return a new array [channels][r.height · r.width], row by row
   */
  public float[][] read(Rectangle r) {
    requireInside(r);
    float[][] out = new float[channels()][r.width * r.height];
    int o = 0;
    for (int y = r.y; y < r.y + r.height; y++) {
      int i = y * width + r.x;
      switch (type) {
        case UINT8 -> {
          byte[] p = (byte[]) pixels;
          for (int x = 0; x < r.width; x++) {
            out[0][o++] = p[i++] & 0xff;
          }
        }
        case UINT16 -> {
          short[] p = (short[]) pixels;
          for (int x = 0; x < r.width; x++) {
            out[0][o++] = p[i++] & 0xffff;
          }
        }
        case FLOAT32 -> {
          System.arraycopy((float[]) pixels, i, out[0], o, r.width);
          o += r.width;
        }
        case RGB -> {
          int[] p = (int[]) pixels;
          for (int x = 0; x < r.width; x++, o++) {
            int v = p[i++];
            out[0][o] = v >> 16 & 0xff;
            out[1][o] = v >> 8 & 0xff;
            out[2][o] = v & 0xff;
          }
        }
      }
    }
    return out;
  }

  /** The whole plane; see {@link #read(Rectangle)}. */
  public float[][] read() {
    return read(new Rectangle(width, height));
  }

  /**
   * Writes the pixels whose mask is above 0, rounded by {@link SampleType#round}; no other byte
   * changes.
   *
   * @param r within the plane
   * @param values [channels][r.height · r.width]
   * @param mask r.height · r.width weights, or null to write every pixel
   * @throws BadInput for planes of virtual stacks
   */
  void write(Rectangle r, float[][] values, float[] mask) {
    requireWritable();
    requireInside(r);
    int o = 0;
    for (int y = r.y; y < r.y + r.height; y++) {
      int i = y * width + r.x;
      for (int x = 0; x < r.width; x++, i++, o++) {
        if (mask == null || mask[o] > 0) {
          put(i, values, o);
        }
      }
    }
  }

  /** A rectangle as an image of its own, with other values if they are given. */
  ImageProcessor part(Rectangle r, float[][] values) {
    ImageProcessor ip =
        switch (type) {
          case UINT8 -> new ByteProcessor(r.width, r.height);
          case UINT16 -> new ShortProcessor(r.width, r.height);
          case FLOAT32 -> new FloatProcessor(r.width, r.height);
          case RGB -> new ColorProcessor(r.width, r.height);
        };
    Plane copy = new Plane(ip.getPixels(), r.width, r.height, 1, null);
    copy.write(new Rectangle(r.width, r.height), values == null ? read(r) : values, null);
    return ip;
  }

  private void put(int i, float[][] values, int o) {
    switch (type) {
      case UINT8 -> ((byte[]) pixels)[i] = (byte) (int) type.round(values[0][o]);
      case UINT16 -> ((short[]) pixels)[i] = (short) (int) type.round(values[0][o]);
      case FLOAT32 -> ((float[]) pixels)[i] = values[0][o];
      case RGB -> {
        int[] p = (int[]) pixels;
        int rgb =
            (int) type.round(values[0][o]) << 16
                | (int) type.round(values[1][o]) << 8
                | (int) type.round(values[2][o]);
        p[i] = p[i] & 0xff000000 | rgb;
      }
    }
  }

  private void requireInside(Rectangle r) {
    if (!new Rectangle(width, height).contains(r)) {
      throw new IllegalArgumentException(r + " must lie within " + width + " x " + height);
    }
  }
}
