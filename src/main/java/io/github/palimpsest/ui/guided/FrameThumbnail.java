package io.github.palimpsest.ui.guided;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.process.LUT;
import io.github.palimpsest.stack.FrameChecksum;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.util.Arrays;

/** Small pictures of the frames of a stack, in the colours and ranges in which it shows them. */
final class FrameThumbnail {
  /** Pixels of the longer edge. */
  static final int EDGE = 48;

  /** Pixels that are averaged for one of the picture, in each direction. */
  private static final int SAMPLES = 4;

  private static final int LEVELS = 255;

  private FrameThumbnail() {}

  /** What a picture depends on beside pixels: colours and ranges, mode and channel shown. */
  static Object look(ImagePlus stack) {
    StringBuilder look = new StringBuilder();
    for (LUT lut : luts(stack)) {
      look.append(lut.min).append(' ').append(lut.max).append(' ');
      look.append(Arrays.hashCode(lut.getBytes())).append(';');
    }
    return look.append(mode(stack)).append(adds(stack) ? 0 : stack.getC()).toString();
  }

  /**
   * The picture of a state.
   *
   * @param crop part of the frame
   * @throws io.github.palimpsest.check.BadInput if the stack does not hold the state
   */
  static BufferedImage of(ImagePlus stack, int k, Rectangle crop) {
    float[][] planes = FrameChecksum.pixels(stack, 0, k);
    LUT[] luts = luts(stack);
    boolean adds = adds(stack);
    int only = Math.min(planes.length, Math.max(1, stack.getC())) - 1;
    double scale = Math.max(1, Math.max(crop.width, crop.height) / (double) EDGE);
    int w = Math.max(1, (int) Math.round(crop.width / scale));
    int h = Math.max(1, (int) Math.round(crop.height / scale));
    BufferedImage picture = new BufferedImage(w, h, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < h; y++) {
      for (int x = 0; x < w; x++) {
        Rectangle cell = cell(crop, x, y, w, h);
        int rgb = 0;
        for (int c = 0; c < planes.length && c < luts.length; c++) {
          if (adds || c == only) {
            rgb = plus(rgb, colour(luts[c], mean(planes[c], stack.getWidth(), cell)));
          }
        }
        picture.setRGB(x, y, rgb);
      }
    }
    return picture;
  }

  private static LUT[] luts(ImagePlus stack) {
    return stack.getLuts();
  }

  private static int mode(ImagePlus stack) {
    return stack instanceof CompositeImage composite ? composite.getMode() : 0;
  }

  /** Whether all channels are seen at once. */
  private static boolean adds(ImagePlus stack) {
    return mode(stack) == IJ.COMPOSITE && stack instanceof CompositeImage;
  }

  /** The pixels of the crop that a pixel of the picture stands for; at least one. */
  private static Rectangle cell(Rectangle crop, int x, int y, int w, int h) {
    int left = crop.x + (int) ((long) x * crop.width / w);
    int top = crop.y + (int) ((long) y * crop.height / h);
    int right = crop.x + (int) ((x + 1L) * crop.width / w);
    int bottom = crop.y + (int) ((y + 1L) * crop.height / h);
    return new Rectangle(left, top, Math.max(1, right - left), Math.max(1, bottom - top));
  }

  private static double mean(float[] plane, int width, Rectangle cell) {
    int dx = Math.max(1, cell.width / SAMPLES);
    int dy = Math.max(1, cell.height / SAMPLES);
    double sum = 0;
    int n = 0;
    for (int y = cell.y; y < cell.y + cell.height; y += dy) {
      for (int x = cell.x; x < cell.x + cell.width; x += dx) {
        sum += plane[y * width + x];
        n++;
      }
    }
    return sum / n;
  }

  private static int colour(LUT lut, double value) {
    double span = lut.max > lut.min ? lut.max - lut.min : 1;
    double level = Math.round(LEVELS * (value - lut.min) / span);
    return lut.getRGB((int) Math.max(0, Math.min(LEVELS, level)));
  }

  private static int plus(int a, int b) {
    int sum = 0;
    for (int shift = 0; shift <= 16; shift += 8) {
      sum |= Math.min(LEVELS, (a >> shift & LEVELS) + (b >> shift & LEVELS)) << shift;
    }
    return sum;
  }
}
