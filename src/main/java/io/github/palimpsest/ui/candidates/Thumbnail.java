package io.github.palimpsest.ui.candidates;

import ij.ImagePlus;
import ij.gui.ImageRoi;
import io.github.palimpsest.image.Plane;
import io.github.palimpsest.image.PlaneEdit;
import io.github.palimpsest.image.PreviewOverlay;
import java.awt.Image;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import javax.swing.ImageIcon;

/** Small pictures around what was painted, their contrast stretched. */
final class Thumbnail {
  private static final int MARGIN = 6;
  private static final int WHITE = 255;

  /** Part of the pixels that may be lost at either end of the greys. */
  private static final double LOST = 0.002;

  private Thumbnail() {}

  /** The part that is shown: what was painted with a margin, inside the image. */
  static Rectangle around(PlaneEdit edit, ImagePlus stack) {
    Rectangle r = new Rectangle(edit.rectangle());
    r.grow(MARGIN, MARGIN);
    return r.intersection(new Rectangle(stack.getWidth(), stack.getHeight()));
  }

  /** A part of a plane in the colours of the stack. */
  static BufferedImage picture(ImagePlus stack, int position, Rectangle part) {
    return picture(stack, position, part, Plane.of(stack, position).read(part));
  }

  /** A part of a plane as it would look with other values. */
  static BufferedImage picture(ImagePlus stack, int position, Rectangle part, float[][] values) {
    float[] everything = new float[part.width * part.height];
    Arrays.fill(everything, 1);
    ImageRoi roi = PreviewOverlay.of(stack, new PlaneEdit(position, part, values, everything));
    return roi.getProcessor().getBufferedImage();
  }

  /** What black and white become, so that pictures side by side use all brightnesses alike. */
  record Stretch(int black, int white) {
    static Stretch of(Iterable<BufferedImage> pictures) {
      long[] counts = new long[WHITE + 1];
      long all = 0;
      for (BufferedImage picture : pictures) {
        for (int y = 0; y < picture.getHeight(); y++) {
          for (int x = 0; x < picture.getWidth(); x++) {
            int rgb = picture.getRGB(x, y);
            for (int shift = 0; shift <= 16; shift += 8) {
              counts[rgb >> shift & WHITE]++;
              all++;
            }
          }
        }
      }
      int black = 0;
      int white = WHITE;
      for (long n = counts[0]; n <= all * LOST && black < WHITE; n += counts[black]) {
        black++;
      }
      for (long n = counts[WHITE]; n <= all * LOST && white > black; n += counts[white]) {
        white--;
      }
      return new Stretch(black, Math.max(black + 1, white));
    }

    BufferedImage apply(BufferedImage picture) {
      int w = picture.getWidth();
      int h = picture.getHeight();
      BufferedImage out = new BufferedImage(w, h, BufferedImage.TYPE_INT_RGB);
      for (int y = 0; y < h; y++) {
        for (int x = 0; x < w; x++) {
          int rgb = picture.getRGB(x, y);
          out.setRGB(x, y, level(rgb >> 16) << 16 | level(rgb >> 8) << 8 | level(rgb));
        }
      }
      return out;
    }

    private int level(int value) {
      int stretched = ((value & WHITE) - black) * WHITE / (white - black);
      return Math.max(0, Math.min(WHITE, stretched));
    }
  }

  /** The picture so large that its longer side has so many pixels of the screen. */
  static ImageIcon icon(BufferedImage picture, int side) {
    double scale = (double) side / Math.max(picture.getWidth(), picture.getHeight());
    int w = Math.max(1, (int) (picture.getWidth() * scale));
    int h = Math.max(1, (int) (picture.getHeight() * scale));
    return new ImageIcon(picture.getScaledInstance(w, h, Image.SCALE_FAST));
  }
}
