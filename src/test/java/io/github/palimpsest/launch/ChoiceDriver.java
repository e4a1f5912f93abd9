package io.github.palimpsest.launch;

import ij.IJ;
import ij.ImageJ;
import ij.ImagePlus;
import ij.Menus;
import ij.WindowManager;
import ij.gui.GenericDialog;
import ij.gui.ImageCanvas;
import ij.gui.OvalRoi;
import ij.gui.Toolbar;
import ij.plugin.frame.Recorder;
import java.awt.Button;
import java.awt.Component;
import java.awt.Container;
import java.awt.EventQueue;
import java.awt.Frame;
import java.awt.Label;
import java.awt.Menu;
import java.awt.MenuItem;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.Robot;
import java.awt.TextField;
import java.awt.Toolkit;
import java.awt.Window;
import java.awt.event.ActionEvent;
import java.awt.event.InputEvent;
import java.awt.event.KeyEvent;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import javax.imageio.ImageIO;
import javax.swing.JLabel;
import javax.swing.JList;

/**
 * A user who has to choose, in plain ImageJ with real mouse and keys: asks for three samples, steps
 * through the strip, compares, accepts, discards; then turns live mode on in the panel, draws
 * another selection and applies. Sees the plugin only through its windows.
 */
public final class ChoiceDriver {
  private static final int SECONDS = 60;

  private final Path out;
  private final Robot robot;

  private ChoiceDriver(Path out) throws Exception {
    this.out = out;
    this.robot = new Robot();
    robot.setAutoDelay(30);
  }

  /**
   * @param args the image; the folder for results
   */
  public static void main(String[] args) {
    try {
      new ImageJ(ImageJ.STANDALONE);
      ChoiceDriver user = new ChoiceDriver(Path.of(args[1]));
      try {
        user.run(args[0]);
      } catch (IllegalStateException | NullPointerException e) {
        user.photograph("choice-failure.png");
        throw e;
      }
      System.exit(0);
    } catch (Throwable e) {
      e.printStackTrace();
      System.exit(2);
    }
  }

  private void run(String imagePath) throws Exception {
    ImagePlus image = IJ.openImage(imagePath);
    image.show();
    await("the image", () -> image.getWindow() != null && image.getWindow().isShowing());
    image.getWindow().setLocation(20, 130);
    image.setRoi(new OvalRoi(28.0, 24.0, 26.0, 20.0));
    Recorder recorder = new Recorder();
    recorder.setLocation(20, 720);
    candidates(image);
    live(image);
    Files.writeString(out.resolve("recorded.txt"), recorder.getText());
  }

  private void candidates(ImagePlus image) throws Exception {
    short[] before = pixels(image);
    choose("Plugins", "Palimpsest", "Diffusion Inpaint...");
    GenericDialog dialog = await("the dialog", ChoiceDriver::dialog);
    fill(dialog, "Steps", "6");
    fill(dialog, "Seed", "7");
    fill(dialog, "Samples", "3");
    // without a window manager a first click may only bring the dialog to the front
    for (int i = 0; i < 20 && dialog.isShowing(); i++) {
      click(ok(dialog));
      Thread.sleep(700);
    }
    Container strip = await("the strip", () -> frame("Candidates"));
    ImagePlus stack = WindowManager.getImage("field-result");
    EventQueue.invokeAndWait(
        () -> {
          stack.getWindow().setLocation(260, 130);
          strip.setLocation(420, 130);
        });
    JList<?> list = (JList<?>) named(strip, "candidates");
    check(list.getModel().getSize() == 3, "candidates");
    Thread.sleep(400);
    photograph("candidates.png");
    click(list);
    EventQueue.invokeAndWait(list::requestFocusInWindow);
    key(KeyEvent.VK_LEFT);
    key(KeyEvent.VK_LEFT);
    key(KeyEvent.VK_RIGHT);
    await("the second", () -> stack.getCurrentSlice() == 2 && list.getSelectedIndex() == 1);
    key(KeyEvent.VK_B);
    await("before", () -> stack.getOverlay() != null);
    Thread.sleep(200);
    photograph("candidates-before.png");
    key(KeyEvent.VK_B);
    await("after", () -> stack.getOverlay() == null);
    check(Arrays.equals(before, pixels(image)), "the image was touched");
    key(KeyEvent.VK_ENTER);
    await("the acceptance", () -> message(strip).startsWith("Seed 8 is in the image"));
    check(!Arrays.equals(before, pixels(image)), "nothing was written");
    check(!image.isLocked(), "the image is locked");
    Thread.sleep(200);
    photograph("candidates-accepted.png");
    IJ.saveAsTiff(image.duplicate(), out.resolve("accepted.tif").toString());
    WindowManager.setCurrentWindow(image.getWindow());
    IJ.run("Undo");
    check(Arrays.equals(before, pixels(image)), "Undo did not restore");
    EventQueue.invokeAndWait(list::requestFocusInWindow);
    key(KeyEvent.VK_DELETE);
    await("one less", () -> stack.getStackSize() == 2 && list.getModel().getSize() == 2);
    stack.setSlice(1);
    await("the strip follows", () -> list.getSelectedIndex() == 0);
    photograph("candidates-discarded.png");
    EventQueue.invokeAndWait(list::requestFocusInWindow);
    robot.keyPress(KeyEvent.VK_SHIFT);
    key(KeyEvent.VK_DELETE);
    robot.keyRelease(KeyEvent.VK_SHIFT);
    await("no strip", () -> frame("Candidates") == null);
    check(WindowManager.getImage("field-result") == null, "the stack is still open");
  }

  private void live(ImagePlus image) throws Exception {
    short[] before = pixels(image);
    choose("Plugins", "Palimpsest", "Guided Diffusion...");
    Container panel = await("the panel", () -> frame("Guided Diffusion"));
    EventQueue.invokeAndWait(() -> panel.setLocation(700, 20));
    Component toggle = named(panel, "Live");
    await("the switch", toggle::isEnabled);
    click(toggle);
    await("a picture", () -> words(panel).startsWith("Up to date"));
    check(image.getOverlay() != null && image.getOverlay().size() == 1, "no picture");
    check(Arrays.equals(before, pixels(image)), "live mode touched the image");
    Thread.sleep(300);
    photograph("live.png");
    draw(image);
    Rectangle drawn = image.getRoi().getBounds();
    await(
        "the picture of another place",
        () ->
            words(panel).startsWith("Up to date")
                && image.getOverlay() != null
                && image.getOverlay().get(0).getBounds().equals(drawn));
    Thread.sleep(300);
    photograph("live-moved.png");
    click(named(panel, "Apply"));
    await("the application", () -> words(panel).startsWith("Applied"));
    await("no overlay", () -> image.getOverlay() == null);
    check(!Arrays.equals(before, pixels(image)), "nothing was applied");
    IJ.saveAsTiff(image.duplicate(), out.resolve("live.tif").toString());
    Thread.sleep(200);
    photograph("live-applied.png");
    WindowManager.setCurrentWindow(image.getWindow());
    IJ.run("Undo");
    check(Arrays.equals(before, pixels(image)), "Undo did not restore");
    image.deleteRoi();
    await("the pause", () -> words(panel).startsWith("mask=Selection needs a selection"));
    photograph("live-paused.png");
    click(toggle);
    await("live mode's end", () -> threads() == 0);
    check(image.getOverlay() == null, "an overlay is left");
  }

  /** A selection drawn by mouse with the rectangle tool. */
  private void draw(ImagePlus image) throws Exception {
    Toolbar.getInstance().setTool("rectangle");
    EventQueue.invokeAndWait(() -> image.getWindow().toFront());
    robot.waitForIdle();
    Thread.sleep(300);
    ImageCanvas canvas = image.getCanvas();
    Point at = canvas.getLocationOnScreen();
    double m = canvas.getMagnification();
    robot.mouseMove((int) (at.x + 60 * m), (int) (at.y + 50 * m));
    robot.mousePress(InputEvent.BUTTON1_DOWN_MASK);
    for (int i = 2; i <= 22; i += 4) {
      robot.mouseMove((int) (at.x + (60 + i) * m), (int) (at.y + (50 + i) * m));
    }
    robot.mouseRelease(InputEvent.BUTTON1_DOWN_MASK);
    robot.waitForIdle();
  }

  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(t -> t.getName().startsWith("Palimpsest-live"))
        .count();
  }

  private static short[] pixels(ImagePlus image) {
    return ((short[]) image.getProcessor().getPixels()).clone();
  }

  private static String words(Container panel) {
    return ((JLabel) named(panel, "live-words")).getText();
  }

  private static String message(Container strip) {
    return ((JLabel) named(strip, "message")).getText();
  }

  private static void check(boolean fine, String otherwise) {
    if (!fine) {
      throw new IllegalStateException(otherwise);
    }
  }

  private void key(int code) {
    robot.keyPress(code);
    robot.keyRelease(code);
    robot.waitForIdle();
  }

  private static Frame frame(String name) {
    for (Frame f : Frame.getFrames()) {
      if (f.isShowing() && name.equals(f.getName())) {
        return f;
      }
    }
    return null;
  }

  private static GenericDialog dialog() {
    for (Window w : Window.getWindows()) {
      if (w instanceof GenericDialog d && d.isShowing()) {
        return d;
      }
    }
    return null;
  }

  private static void fill(Container dialog, String label, String text) throws Exception {
    Component[] parts = dialog.getComponents();
    for (int i = 0; i + 1 < parts.length; i++) {
      if (parts[i] instanceof Label l && l.getText().strip().startsWith(label)) {
        TextField field = (TextField) parts[i + 1];
        EventQueue.invokeAndWait(() -> field.setText(text));
        return;
      }
    }
    throw new IllegalStateException("no field " + label);
  }

  private static Button ok(Container container) {
    for (Component part : container.getComponents()) {
      if (part instanceof Button b && b.getLabel().strip().equals("OK")) {
        return b;
      }
      Button inner = part instanceof Container c ? ok(c) : null;
      if (inner != null) {
        return inner;
      }
    }
    return null;
  }

  private static Component named(Container container, String name) {
    Component found = find(container, name);
    if (found == null) {
      throw new IllegalStateException("no " + name);
    }
    return found;
  }

  private static Component find(Container container, String name) {
    for (Component part : container.getComponents()) {
      if (name.equals(part.getName())) {
        return part;
      }
      Component inner = part instanceof Container c ? find(c, name) : null;
      if (inner != null) {
        return inner;
      }
    }
    return null;
  }

  /** As a click on the item: its event goes to ImageJ's own listener. */
  private static void choose(String... path) {
    MenuItem item = null;
    for (int i = 0; i < Menus.getMenuBar().getMenuCount(); i++) {
      if (Menus.getMenuBar().getMenu(i).getLabel().equals(path[0])) {
        item = Menus.getMenuBar().getMenu(i);
      }
    }
    for (int depth = 1; depth < path.length; depth++) {
      Menu menu = (Menu) item;
      for (int i = 0; i < menu.getItemCount(); i++) {
        if (menu.getItem(i).getLabel().equals(path[depth])) {
          item = menu.getItem(i);
        }
      }
    }
    MenuItem chosen = item;
    EventQueue.invokeLater(
        () ->
            chosen.dispatchEvent(
                new ActionEvent(chosen, ActionEvent.ACTION_PERFORMED, chosen.getActionCommand())));
  }

  private void click(Component what) throws Exception {
    Window window = javax.swing.SwingUtilities.getWindowAncestor(what);
    if (window != null) {
      EventQueue.invokeAndWait(window::toFront);
      robot.waitForIdle();
    }
    Point at = what.getLocationOnScreen();
    robot.mouseMove(at.x + what.getWidth() / 2, at.y + what.getHeight() / 2);
    robot.mousePress(InputEvent.BUTTON1_DOWN_MASK);
    robot.mouseRelease(InputEvent.BUTTON1_DOWN_MASK);
    robot.waitForIdle();
  }

  private void photograph(String name) throws Exception {
    robot.waitForIdle();
    File file = Path.of(System.getProperty("screenshots"), name).toFile();
    file.getParentFile().mkdirs();
    Rectangle screen = new Rectangle(Toolkit.getDefaultToolkit().getScreenSize());
    ImageIO.write(robot.createScreenCapture(screen), "png", file);
  }

  private static void await(String what, BooleanSupplier there) throws InterruptedException {
    await(what, () -> there.getAsBoolean() ? Boolean.TRUE : null);
  }

  private static <T> T await(String what, Supplier<T> there) throws InterruptedException {
    for (int i = 0; i < SECONDS * 20; i++) {
      T found = there.get();
      if (found != null) {
        return found;
      }
      Thread.sleep(50);
    }
    throw new IllegalStateException("waited in vain for " + what);
  }
}
