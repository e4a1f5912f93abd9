package io.github.palimpsest.cli;

import ij.IJ;
import ij.ImagePlus;
import ij.Prefs;
import ij.WindowManager;
import ij.gui.ImageCanvas;
import ij.gui.Toolbar;
import ij.io.FileSaver;
import ij.plugin.frame.Recorder;
import java.awt.EventQueue;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.Toolkit;
import java.awt.event.InputEvent;
import java.awt.event.KeyEvent;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Locale;
import javax.swing.AbstractButton;
import javax.swing.JDialog;
import javax.swing.JProgressBar;

/**
 * A user who repaints with the tool: draws around a part, compares, asks for another, accepts,
 * takes it back; then does the basic task again, and paints with the brush. Counts drags and
 * clicks.
 */
final class RepaintDriver extends Hands {
  private int drags;
  private int clicks;
  private final StringBuilder times = new StringBuilder();

  @Override
  void run(String imagePath) throws Exception {
    ImagePlus image = open(imagePath);
    EventQueue.invokeAndWait(
        () -> {
          image.getWindow().setLocation(60, 200);
          IJ.run(image, "Set... ", "zoom=300");
          image.deleteRoi();
        });
    new Recorder();
    choose("Plugins", "Tools", "Repaint Tool");
    await("the tool", () -> Toolbar.getToolName().equals("Repaint Tool"));
    short[] before = pixels(image);

    lasso(image, 40, 36, 11);
    shown("cold", image);
    JDialog bar = ready(image);
    clear(bar, image);
    photograph("repaint-bar.png");
    compared(image);
    press(bar, "Another");
    await(
        "seed 1",
        () -> named(bar, AbstractButton.class, "Another").getToolTipText().contains("seed 1"));
    ready(image);
    check(Arrays.equals(before, pixels(image)), "pixels changed before they were accepted");
    press(bar, "Accept");
    await("the end", () -> !bar.isDisplayable());
    check(image.getOverlay() == null, "the picture stayed over the image");
    check(!Arrays.equals(before, pixels(image)), "nothing was accepted");
    ImagePlus accepted = new ImagePlus("accepted", image.getProcessor().duplicate());
    new FileSaver(accepted).saveAsTiff(out.resolve("accepted.tif").toString());
    Files.writeString(out.resolve("recorded.txt"), Recorder.getInstance().getText());
    choose("Edit", "Undo");
    await("undo", () -> Arrays.equals(before, pixels(image)));

    basicTask(image);
    brush(image);
    Files.writeString(out.resolve("times.txt"), times.toString());
  }

  /** One drag, one click. */
  private void basicTask(ImagePlus image) throws Exception {
    drags = 0;
    clicks = 0;
    short[] before = pixels(image);
    lasso(image, 64, 52, 10);
    shown("warm", image);
    JDialog bar = ready(image);
    compared(image);
    press(bar, "Accept");
    await("the end", () -> window(JDialog.class) == null);
    check(!Arrays.equals(before, pixels(image)), "nothing was accepted");
    check(drags == 1 && clicks == 1, drags + " drags, " + clicks + " clicks");
  }

  private void brush(ImagePlus image) throws Exception {
    Prefs.set("palimpsest.tool.brush", true);
    Prefs.set("palimpsest.tool.width", 9);
    short[] before = pixels(image);
    EventQueue.invokeAndWait(image::deleteRoi);
    drag(image, new int[][] {{20, 20}, {24, 20}, {34, 20}});
    Rectangle painted = image.getRoi().getBounds();
    check(painted.contains(17, 17, 18, 6), "the brush painted " + painted);
    shown("brush", image);
    JDialog bar = ready(image);
    robot.keyPress(KeyEvent.VK_ALT);
    drag(image, new int[][] {{34, 20}, {36, 20}});
    robot.keyRelease(KeyEvent.VK_ALT);
    check(image.getRoi().getBounds().width < painted.width, "the brush did not erase");
    await("the picture without it", () -> image.getOverlay() == null);
    shown("erased", image);
    EventQueue.invokeAndWait(image.getCanvas()::requestFocus);
    key(KeyEvent.VK_ESCAPE);
    await("the end", () -> !bar.isDisplayable());
    check(image.getOverlay() == null, "the picture stayed over the image");
    check(Arrays.equals(before, pixels(image)), "Esc left something");
  }

  private void lasso(ImagePlus image, int x, int y, int radius) throws Exception {
    int[][] circle = new int[24][];
    for (int i = 0; i < circle.length; i++) {
      double angle = 2 * Math.PI * i / circle.length;
      circle[i] =
          new int[] {(int) (x + radius * Math.cos(angle)), (int) (y + radius * Math.sin(angle))};
    }
    drag(image, circle);
  }

  /** Presses at the first place, releases at the last; in pixels of the image. */
  private void drag(ImagePlus image, int[][] places) throws Exception {
    ImageCanvas canvas = image.getCanvas();
    Point corner = canvas.getLocationOnScreen();
    for (int i = 0; i < places.length; i++) {
      robot.mouseMove(
          corner.x + (int) canvas.screenXD(places[i][0] + 0.5),
          corner.y + (int) canvas.screenYD(places[i][1] + 0.5));
      if (i == 0) {
        robot.mousePress(InputEvent.BUTTON1_DOWN_MASK);
      }
    }
    idle();
    robot.mouseRelease(InputEvent.BUTTON1_DOWN_MASK);
    drags++;
  }

  /** Waits for the first estimate, and notes how long it took. */
  private void shown(String what, ImagePlus image) throws Exception {
    long begun = System.nanoTime();
    while (image.getOverlay() == null) {
      check(System.nanoTime() - begun < 60_000_000_000L, "no picture: " + what);
      Thread.sleep(5);
    }
    times.append(
        String.format(Locale.ROOT, "%s %.2f s%n", what, (System.nanoTime() - begun) / 1e9));
  }

  /** The bar, once the picture is finished. */
  private JDialog ready(ImagePlus image) throws Exception {
    return await(
        "the picture",
        () -> {
          JDialog bar = window(JDialog.class);
          boolean done =
              bar != null
                  && image.getOverlay() != null
                  && !named(bar, JProgressBar.class, "repaint-progress").isVisible();
          return done ? bar : null;
        });
  }

  /** Under the selection, not over it, on the screen. */
  private static void clear(JDialog bar, ImagePlus image) {
    ImageCanvas canvas = image.getCanvas();
    Rectangle r = image.getRoi().getBounds();
    Point corner = canvas.getLocationOnScreen();
    Rectangle seen =
        new Rectangle(
            corner.x + canvas.screenX(r.x),
            corner.y + canvas.screenY(r.y),
            (int) (r.width * canvas.getMagnification()),
            (int) (r.height * canvas.getMagnification()));
    Rectangle at = bar.getBounds();
    check(!at.intersects(seen) && at.y >= seen.y + seen.height, at + " lies over " + seen);
    check(new Rectangle(Toolkit.getDefaultToolkit().getScreenSize()).contains(at), at + " leaves");
    check(at.width < 450, "the bar is wide: " + at);
  }

  /** B held shows the image as it was. */
  private void compared(ImagePlus image) throws Exception {
    EventQueue.invokeAndWait(image.getCanvas()::requestFocus);
    robot.keyPress(KeyEvent.VK_B);
    await("before", () -> image.getOverlay() == null);
    robot.keyRelease(KeyEvent.VK_B);
    await("after", () -> image.getOverlay() != null);
    check(WindowManager.getCurrentImage() == image, "another image became the current one");
  }

  private void press(JDialog bar, String name) throws Exception {
    click(named(bar, AbstractButton.class, name));
    clicks++;
  }
}
