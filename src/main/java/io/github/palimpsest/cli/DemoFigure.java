package io.github.palimpsest.cli;

import ij.ImagePlus;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import io.github.palimpsest.check.BadInput;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;

/** Original | mask | result | uncertainty, the part around the mask, with captions. */
final class DemoFigure {
  private static final int PANEL = 440;
  private static final int GAP = 16;
  private static final int CAPTION = 40;
  private static final int FOOTER = 40;
  private static final int BAR = 120;
  private static final Color MASK = new Color(255, 150, 0);

  /** Black over purple and orange to pale yellow: brightness grows all along. */
  private static final int[] HEAT = {
    0x000004, 0x1b0c41, 0x4a0c6b, 0x781c6d, 0xa52c60, 0xcf4446, 0xed6925, 0xfb9b06, 0xf7d13d,
    0xfcffa4
  };

  private final ImagePlus image;
  private final ImageProcessor before;
  private final ImageProcessor after;
  private final boolean[] mask;
  private final FloatProcessor spread;
  private final int samples;
  private final Rectangle view;
  private final double zoom;

  /**
   * @param mask which pixels of the current plane were repainted
   * @param spread of the samples, on the same pixels
   */
  DemoFigure(
      ImagePlus image, ImagePlus result, boolean[] mask, FloatProcessor spread, int samples) {
    this.image = image;
    this.before = image.getStack().getProcessor(image.getCurrentSlice());
    this.after = result.getStack().getProcessor(image.getCurrentSlice());
    this.mask = mask;
    this.spread = spread;
    this.samples = samples;
    this.view = around(image);
    this.zoom = (double) PANEL / Math.max(view.width, view.height);
  }

  /** The selection with its surroundings. */
  private static Rectangle around(ImagePlus image) {
    Rectangle box = image.getRoi().getBounds();
    int margin = Math.max(24, Math.max(box.width, box.height) / 2);
    box.grow(margin, margin);
    return box.intersection(new Rectangle(image.getWidth(), image.getHeight()));
  }

  void write(Path file, String footer) throws IOException {
    try {
      ImageIO.write(draw(footer), "png", file.toFile());
    } catch (InternalError | NoClassDefFoundError | NullPointerException e) {
      // how Java tells that the system has no fonts
      throw new BadInput(
          "figure.png needs fonts for its captions; install some (Debian: apt-get install"
              + " fontconfig fonts-dejavu-core).",
          new IllegalStateException(e));
    }
  }

  private BufferedImage draw(String footer) {
    int w = (int) Math.round(view.width * zoom);
    int h = (int) Math.round(view.height * zoom);
    BufferedImage figure =
        new BufferedImage(
            4 * w + 5 * GAP + BAR, h + CAPTION + FOOTER + GAP, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = figure.createGraphics();
    g.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, figure.getWidth(), figure.getHeight());
    double[] range = range();
    double most = largestSpread();
    String[] captions = {
      "Original",
      "Mask, " + OutsideCheck.count(mask) + " pixels",
      "Result",
      "Uncertainty: SD of " + samples + " samples"
    };
    BufferedImage[] panels = {
      grey(before, range), grey(before, range), grey(after, range), heat(most)
    };
    for (int i = 0; i < panels.length; i++) {
      int x = GAP + i * (w + GAP);
      g.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 19));
      g.setColor(Color.BLACK);
      g.drawString(captions[i], x, CAPTION - 12);
      g.setRenderingHint(
          RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
      g.drawImage(panels[i], x, CAPTION, w, h, null);
      if (i == 1 || i == 3) {
        outline(g, x, i == 1);
      }
    }
    scaleBar(g, GAP, CAPTION + h);
    colourBar(g, 4 * (w + GAP) + GAP, CAPTION, h, most);
    g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 16));
    g.setColor(Color.DARK_GRAY);
    g.drawString(footer, GAP, CAPTION + h + 28);
    g.dispose();
    return figure;
  }

  /** Display range of the surroundings, the defect left out: 0.2 and 99.8 percentile. */
  private double[] range() {
    float[] values = new float[view.width * view.height];
    int n = 0;
    for (int y = view.y; y < view.y + view.height; y++) {
      for (int x = view.x; x < view.x + view.width; x++) {
        float v = before.getf(x, y);
        if (!mask[y * before.getWidth() + x] && Float.isFinite(v)) {
          values[n++] = v;
        }
      }
    }
    if (n == 0) {
      return new double[] {image.getDisplayRangeMin(), image.getDisplayRangeMax()};
    }
    Arrays.sort(values, 0, n);
    return new double[] {values[(int) (0.002 * (n - 1))], values[(int) (0.998 * (n - 1))]};
  }

  private BufferedImage grey(ImageProcessor pixels, double[] range) {
    pixels.setRoi(view);
    ImageProcessor part = pixels.crop();
    pixels.resetRoi();
    if (image.getBitDepth() != 24) {
      part.setMinAndMax(range[0], range[1]);
      part.setColorModel(ij.process.LUT.createLutFromColor(Color.WHITE));
    }
    return part.convertToRGB().getBufferedImage();
  }

  private double largestSpread() {
    double most = 0;
    for (int i = 0; i < mask.length; i++) {
      most = mask[i] ? Math.max(most, spread.getf(i)) : most;
    }
    return most > 0 ? most : 1;
  }

  private BufferedImage heat(double most) {
    BufferedImage heat = new BufferedImage(view.width, view.height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < view.height; y++) {
      for (int x = 0; x < view.width; x++) {
        int at = (view.y + y) * before.getWidth() + view.x + x;
        heat.setRGB(x, y, heatColour(mask[at] ? spread.getf(at) / most : 0));
      }
    }
    return heat;
  }

  private void outline(Graphics2D g, int x, boolean fill) {
    AffineTransform place = AffineTransform.getTranslateInstance(x, CAPTION);
    place.scale(zoom, zoom);
    place.translate(-view.x, -view.y);
    place.translate(image.getRoi().getXBase(), image.getRoi().getYBase());
    Shape shape = place.createTransformedShape(originShape());
    if (fill) {
      g.setColor(new Color(MASK.getRed(), MASK.getGreen(), MASK.getBlue(), 90));
      g.fill(shape);
    }
    g.setColor(fill ? MASK : Color.GRAY);
    g.setStroke(new BasicStroke(fill ? 2 : 1));
    g.draw(shape);
  }

  /** The selection's outline, its box at the origin. */
  private Shape originShape() {
    var polygon = image.getRoi().getFloatPolygon();
    if (image.getRoi() instanceof ij.gui.ShapeRoi shape) {
      return shape.getShape();
    }
    var path = new java.awt.geom.Path2D.Double();
    double x0 = image.getRoi().getXBase();
    double y0 = image.getRoi().getYBase();
    for (int i = 0; i < polygon.npoints; i++) {
      double px = polygon.xpoints[i] - x0;
      double py = polygon.ypoints[i] - y0;
      if (i == 0) {
        path.moveTo(px, py);
      } else {
        path.lineTo(px, py);
      }
    }
    path.closePath();
    return path;
  }

  /** About a quarter of the panel, a round number of the image's unit. */
  private void scaleBar(Graphics2D g, int x, int bottom) {
    var calibration = image.getCalibration();
    if (!calibration.scaled()) {
      return;
    }
    double quarter = view.width * calibration.pixelWidth / 4;
    double power = Math.pow(10, Math.floor(Math.log10(quarter)));
    double length = power * (quarter / power >= 5 ? 5 : quarter / power >= 2 ? 2 : 1);
    int pixels = (int) Math.round(length / calibration.pixelWidth * zoom);
    g.setColor(Color.WHITE);
    g.fillRect(x + 12, bottom - 18, pixels, 5);
    g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 16));
    g.drawString(
        ij.IJ.d2s(length, length < 1 ? 2 : 0) + " " + calibration.getUnit(), x + 12, bottom - 24);
  }

  private void colourBar(Graphics2D g, int x, int y, int h, double most) {
    for (int i = 0; i < h; i++) {
      g.setColor(new Color(heatColour(1 - (double) i / (h - 1))));
      g.fillRect(x, y + i, 18, 1);
    }
    g.setColor(Color.BLACK);
    g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 16));
    int digits = most < 10 ? 2 : 0;
    g.drawString(ij.IJ.d2s(most, digits), x + 24, y + 14);
    g.drawString(ij.IJ.d2s(most / 2, digits), x + 24, y + h / 2 + 6);
    g.drawString("0", x + 24, y + h);
    g.drawString("grey values", x + 24, y + 34);
  }

  /**
   * @param t 0 to 1; clamped
   * @return 0xRRGGBB
   */
  private static int heatColour(double t) {
    double at = Math.min(1, Math.max(0, t)) * (HEAT.length - 1);
    int i = Math.min(HEAT.length - 2, (int) at);
    double f = at - i;
    int rgb = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      int a = HEAT[i] >> shift & 255;
      int b = HEAT[i + 1] >> shift & 255;
      rgb |= (int) Math.round(a + f * (b - a)) << shift;
    }
    return rgb;
  }
}
