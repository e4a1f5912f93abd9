package io.github.palimpsest.inpaint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.gui.Roi;
import ij.process.ImageProcessor;
import ij.process.LUT;
import io.github.palimpsest.request.Request;
import java.awt.Color;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Composite images, and the request that fills their channels by the means of the next ones. */
public final class JoinedPictures {
  public static final int W = 40;
  public static final int H = 32;
  public static final Rectangle HOLE = new Rectangle(14, 10, 9, 8);
  public static final Request JOINED =
      Request.of("model", "Test: mean of next", "context", "Whole image", "steps", 3, "seed", 7L)
          .with("channels", "all");

  private JoinedPictures() {}

  /** Channels of other brightness, in colours, with a selection. */
  public static CompositeImage image(int channels, int slices, int bits) {
    ImagePlus plain = IJ.createHyperStack("cells.tif", W, H, channels, slices, 1, bits);
    Random random = new Random(3);
    double largest = bits == 8 ? 250 : bits == 16 ? 60000 : 7;
    for (int s = 1; s <= channels * slices; s++) {
      ImageProcessor ip = plain.getStack().getProcessor(s);
      for (int i = 0; i < W * H; i++) {
        ip.setf(i, (float) (largest / (s + 1) * (0.5 + random.nextInt(100) / 200.0)));
      }
    }
    CompositeImage image = new CompositeImage(plain, CompositeImage.COMPOSITE);
    Color[] colours = {Color.CYAN, Color.MAGENTA, Color.YELLOW, Color.GREEN};
    for (int c = 1; c <= channels; c++) {
      LUT lut = LUT.createLutFromColor(colours[(c - 1) % 4]);
      lut.min = largest / (4 * c);
      lut.max = largest / c;
      image.setChannelLut(lut, c);
    }
    image.setRoi(new Roi(HOLE));
    return image;
  }

  public static float value(ImagePlus image, int plane, int x, int y) {
    return image.getStack().getProcessor(plane).getf(x, y);
  }

  /** The planes that differ. */
  public static List<Integer> differing(ImagePlus a, ImagePlus b) {
    List<Integer> planes = new ArrayList<>();
    for (int s = 1; s <= a.getStackSize(); s++) {
      Object before = a.getStack().getPixels(s);
      Object after = b.getStack().getPixels(s);
      if (!java.util.Objects.deepEquals(before, after)) {
        planes.add(s);
      }
    }
    if (a.getStackSize() != b.getStackSize()) {
      planes.add(b.getStackSize());
    }
    return planes;
  }

  /** Whether two images hold the same bits. */
  public static void assertSame(ImagePlus a, ImagePlus b, String what) {
    assertEquals(List.of(), differing(a, b), what);
  }
}
