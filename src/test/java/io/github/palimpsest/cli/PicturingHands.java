package io.github.palimpsest.cli;

import java.awt.Color;
import java.awt.EventQueue;
import java.awt.Font;
import java.awt.Frame;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.Window;
import java.awt.image.BufferedImage;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;

/**
 * Hands that also take the pictures of a page: windows side by side, each under its title, which
 * the display of tests does not draw.
 */
abstract class PicturingHands extends PanelHands {
  private static final int TITLE = 22;
  private static final int GAP = 8;
  private static final int LEVELS = 31;
  private static final int FULL = 255;

  /** A window, of which only the part down to {@code height} is shown; 0 shows all. */
  record View(Window window, int height) {
    View(Window window) {
      this(window, 0);
    }

    String title() {
      return window instanceof Frame frame ? frame.getTitle() : "";
    }
  }

  /** Takes windows, brought to the front one after the other, as one picture. */
  void picture(String name, View... views) throws Exception {
    List<BufferedImage> parts = new ArrayList<>();
    for (View view : views) {
      EventQueue.invokeAndWait(view.window()::toFront);
      idle();
      Thread.sleep(400);
      Rectangle all = view.window().getBounds();
      int height = view.height() == 0 ? all.height : Math.min(all.height, view.height());
      parts.add(robot.createScreenCapture(new Rectangle(all.x, all.y, all.width, height)));
    }
    int width = parts.stream().mapToInt(p -> p.getWidth() + GAP).sum() + GAP;
    int height = parts.stream().mapToInt(BufferedImage::getHeight).max().orElse(0);
    BufferedImage whole =
        new BufferedImage(width, height + TITLE + 2 * GAP, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = whole.createGraphics();
    g.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, whole.getWidth(), whole.getHeight());
    int x = GAP;
    for (int i = 0; i < parts.size(); i++) {
      BufferedImage part = parts.get(i);
      g.setColor(new Color(0x4A5A6A));
      g.fillRect(x, GAP, part.getWidth(), TITLE);
      g.setColor(Color.WHITE);
      g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
      g.drawString(views[i].title(), x + 6, GAP + 15);
      g.drawImage(part, x, GAP + TITLE, null);
      x += part.getWidth() + GAP;
    }
    g.dispose();
    File file = Path.of(System.getProperty("screenshots"), name).toFile();
    file.getParentFile().mkdirs();
    ImageIO.write(coarse(whole), "png", file);
  }

  /** Fewer levels: the noise of a camera compresses badly and tells nothing on a page. */
  private static BufferedImage coarse(BufferedImage image) {
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        int rgb = image.getRGB(x, y);
        image.setRGB(x, y, level(rgb >> 16) << 16 | level(rgb >> 8) << 8 | level(rgb));
      }
    }
    return image;
  }

  private static int level(int value) {
    return Math.round((float) (value & FULL) * LEVELS / FULL) * FULL / LEVELS;
  }
}
