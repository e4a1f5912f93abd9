package io.github.palimpsest.session;

import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.OvalRoi;
import io.github.palimpsest.image.PlanePositions;
import io.github.palimpsest.stack.FrameChecksum;
import java.util.Random;

/** Images, paint and comparisons of the session tests. */
final class Pictures {
  private Pictures() {}

  /** Smooth blobs and noise with an oval selection. */
  static ImagePlus image(String type) {
    int w = 64;
    int h = 56;
    ImagePlus imp = IJ.createImage("cells.tif", type, w, h, 1);
    Random random = new Random(5);
    var ip = imp.getProcessor();
    for (int y = 0; y < h; y++) {
      for (int x = 0; x < w; x++) {
        double v = 90 + 60 * Math.sin(x / 7.0) * Math.cos(y / 9.0) + random.nextInt(12);
        if (imp.getBitDepth() == 24) {
          int g = (int) v;
          ip.set(x, y, g << 16 | (g + 20) << 8 | (220 - g));
        } else {
          ip.setf(x, y, (float) (imp.getBitDepth() == 8 ? (int) v : (int) (v * 30)));
        }
      }
    }
    imp.setRoi(new OvalRoi(18, 14, 28, 26));
    return imp;
  }

  /** Paints a square in the middle of the mask on the state after step k, and shows it. */
  static void paint(ImagePlus stack, int k, double value) {
    stack.setPosition(1, 1, k + 1);
    for (float[] plane : FrameChecksum.pixels(stack, 0, k)) {
      for (int y = 22; y < 32; y++) {
        for (int x = 26; x < 38; x++) {
          plane[y * stack.getWidth() + x] = (float) value;
        }
      }
    }
  }

  /** Mean distance of the painted square of the result from a value. */
  static double distance(ImagePlus result, double value) {
    double sum = 0;
    int n = 0;
    for (int y = 22; y < 32; y++) {
      for (int x = 26; x < 38; x++) {
        int[] rgb = result.getPixel(x, y);
        if (result.getBitDepth() == 24) {
          sum +=
              (Math.abs(rgb[0] - value) + Math.abs(rgb[1] - value) + Math.abs(rgb[2] - value)) / 3;
        } else {
          sum += Math.abs(result.getProcessor().getf(x, y) - value);
        }
        n++;
      }
    }
    return sum / n;
  }

  static boolean same(ImagePlus a, ImagePlus b) {
    if (a.getStackSize() != b.getStackSize() || a.getWidth() != b.getWidth()) {
      return false;
    }
    for (int s = 1; s <= a.getStackSize(); s++) {
      var p = a.getStack().getProcessor(s);
      var q = b.getStack().getProcessor(s);
      for (int i = 0; i < p.getPixelCount(); i++) {
        boolean equal =
            a.getBitDepth() == 32
                ? Float.floatToRawIntBits(p.getf(i)) == Float.floatToRawIntBits(q.getf(i))
                : p.get(i) == q.get(i);
        if (!equal) {
          return false;
        }
      }
    }
    return true;
  }

  static void assertSame(ImagePlus a, ImagePlus b, String what) {
    assertTrue(same(a, b), what);
  }

  static int frame(ImagePlus stack) {
    return PlanePositions.current(stack).t() - 1;
  }
}
