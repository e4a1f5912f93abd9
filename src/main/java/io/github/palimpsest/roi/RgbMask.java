package io.github.palimpsest.roi;

import ij.ImagePlus;
import ij.io.FileInfo;
import io.github.palimpsest.image.Plane;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.util.Locale;
import javax.imageio.ImageIO;

/**
 * RGB images as masks, as paint programs save them: what is brighter than half of white is
 * repainted; where the colours say nothing, because all are the same, what is more than half
 * opaque.
 *
 * <p>ImageJ lays a PNG with transparency on white when it opens it, so its opacity is read from the
 * file, if the image is still what that file holds.
 */
final class RgbMask {
  private static final int HALF = 127;
  private static final int RGB = 0xffffff;

  private RgbMask() {}

  /** Weights 0 and 1 of a plane of an RGB image. */
  static float[] weights(ImagePlus mask, Plane plane) {
    if (mask.getStackSize() == 1) {
      int[] own = (int[]) mask.getProcessor().getPixels();
      int[] opacity = opacity(own);
      if (opacity == null) {
        int[] filed = file(mask, own);
        opacity = filed == null ? null : opacity(filed);
      }
      if (opacity != null) {
        return above(opacity);
      }
    }
    float[][] rgb = plane.read();
    int[] luminance = new int[rgb[0].length];
    for (int i = 0; i < luminance.length; i++) {
      luminance[i] = luminance(rgb[0][i], rgb[1][i], rgb[2][i]);
    }
    return above(luminance);
  }

  /** 0 to 255. */
  static int luminance(float r, float g, float b) {
    return Math.round(0.299f * r + 0.587f * g + 0.114f * b);
  }

  private static float[] above(int[] values) {
    float[] weights = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      weights[i] = values[i] > HALF ? 1 : 0;
    }
    return weights;
  }

  /** Opacities, if they differ and everything that is seen has one colour; else null. */
  private static int[] opacity(int[] argb) {
    int[] opacity = new int[argb.length];
    int colour = -1;
    boolean differ = false;
    for (int i = 0; i < argb.length; i++) {
      opacity[i] = argb[i] >>> 24;
      differ |= opacity[i] != opacity[0];
      if (opacity[i] > 0) {
        if (colour >= 0 && colour != (argb[i] & RGB)) {
          return null;
        }
        colour = argb[i] & RGB;
      }
    }
    return differ ? opacity : null;
  }

  /** The pixels in the image's PNG file; null if there is none, or the image has been changed. */
  private static int[] file(ImagePlus mask, int[] shown) {
    FileInfo from = mask.getOriginalFileInfo();
    if (from == null || from.fileName == null || from.directory == null) {
      return null;
    }
    File file = new File(from.directory, from.fileName);
    if (!from.fileName.toLowerCase(Locale.ROOT).endsWith(".png") || !file.isFile()) {
      return null;
    }
    try {
      BufferedImage image = ImageIO.read(file);
      int w = mask.getWidth();
      int h = mask.getHeight();
      if (image == null
          || !image.getColorModel().hasAlpha()
          || image.getWidth() != w
          || image.getHeight() != h) {
        return null;
      }
      int[] onWhite = onWhite(image).getRGB(0, 0, w, h, null, 0, w);
      for (int i = 0; i < shown.length; i++) {
        if ((onWhite[i] & RGB) != (shown[i] & RGB)) {
          return null;
        }
      }
      return image.getRGB(0, 0, w, h, null, 0, w);
    } catch (IOException e) {
      // whatever has become of the file, the open image counts
      return null;
    }
  }

  private static BufferedImage onWhite(BufferedImage image) {
    BufferedImage flat =
        new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
    Graphics2D g = flat.createGraphics();
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, image.getWidth(), image.getHeight());
    g.drawImage(image, 0, 0, null);
    g.dispose();
    return flat;
  }
}
