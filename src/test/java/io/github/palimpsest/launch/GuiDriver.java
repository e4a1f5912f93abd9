package io.github.palimpsest.launch;

import ij.IJ;
import ij.ImageJ;
import ij.ImagePlus;
import ij.Menus;
import ij.WindowManager;
import ij.gui.GenericDialog;
import ij.gui.MessageDialog;
import ij.gui.OvalRoi;
import ij.plugin.frame.Recorder;
import java.awt.AWTEvent;
import java.awt.Button;
import java.awt.Checkbox;
import java.awt.Component;
import java.awt.Container;
import java.awt.EventQueue;
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
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import javax.imageio.ImageIO;

/**
 * A user in front of plain ImageJ: opens an image, draws an oval, chooses Diffusion Inpaint from
 * the menu, fills in the dialog, presses OK and saves the result and what the Recorder wrote. Runs
 * in a JVM of its own, started on a folder into which the plugin was installed.
 */
public final class GuiDriver {
  private static final int SECONDS = 60;

  private final Path out;
  private final Robot robot;

  private GuiDriver(Path out) throws Exception {
    this.out = out;
    this.robot = new Robot();
    robot.setAutoDelay(40);
  }

  /**
   * @param args the image; the folder for results
   */
  public static void main(String[] args) {
    try {
      new ImageJ(ImageJ.STANDALONE);
      GuiDriver user = new GuiDriver(Path.of(args[1]));
      try {
        user.run(args[0]);
      } catch (IllegalStateException e) {
        user.photograph("failure.png");
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
    image.setRoi(new OvalRoi(28.0, 24.0, 26.0, 20.0));
    Recorder recorder = new Recorder();
    choose("Plugins", "Palimpsest", "Diffusion Inpaint...");
    GenericDialog dialog = await("the dialog", () -> window(GenericDialog.class));
    type(dialog, "Prompt", "fluorescence nuclei");
    type(dialog, "Steps", "20");
    type(dialog, "Seed", "7");
    tick(dialog, "Stream");
    robot.waitForIdle();
    photograph("dialog.png");
    // without a window manager a first click may only bring the dialog to the front
    for (int i = 0; i < 5 && dialog.isShowing(); i++) {
      click(button(dialog, "OK"));
      robot.waitForIdle();
      Thread.sleep(500);
    }
    ImagePlus result =
        await(
            "the result",
            () -> {
              if (window(MessageDialog.class) != null) {
                throw new IllegalStateException("a message instead of a result");
              }
              ImagePlus now = WindowManager.getCurrentImage();
              return now != null && now.getTitle().equals("field-result") ? now : null;
            });
    robot.waitForIdle();
    photograph("result.png");
    Files.writeString(out.resolve("recorded.txt"), recorder.getText());
    List<String> titles = new ArrayList<>();
    for (int id : WindowManager.getIDList()) {
      titles.add(WindowManager.getImage(id).getTitle());
    }
    Files.write(out.resolve("titles.txt"), titles);
    IJ.saveAsTiff(result.duplicate(), out.resolve("gui-result.tif").toString());
    ImagePlus steps = WindowManager.getImage("field-steps");
    IJ.saveAsTiff(steps, out.resolve("gui-steps.tif").toString());
  }

  /** As a click on the item: its event goes to ImageJ's own listener. */
  private static void choose(String... path) throws Exception {
    Menu menu = null;
    for (int i = 0; i < Menus.getMenuBar().getMenuCount(); i++) {
      if (Menus.getMenuBar().getMenu(i).getLabel().equals(path[0])) {
        menu = Menus.getMenuBar().getMenu(i);
      }
    }
    MenuItem item = menu;
    for (int depth = 1; depth < path.length; depth++) {
      item = only((Menu) item, path[depth]);
    }
    MenuItem chosen = item;
    AWTEvent event =
        new ActionEvent(chosen, ActionEvent.ACTION_PERFORMED, chosen.getActionCommand());
    EventQueue.invokeLater(() -> chosen.dispatchEvent(event));
  }

  private static MenuItem only(Menu menu, String label) {
    List<MenuItem> found = new ArrayList<>();
    for (int i = 0; i < menu.getItemCount(); i++) {
      if (menu.getItem(i).getLabel().equals(label)) {
        found.add(menu.getItem(i));
      }
    }
    if (found.size() != 1) {
      throw new IllegalStateException(menu.getLabel() + " has " + found.size() + " x " + label);
    }
    return found.get(0);
  }

  private static <W extends Window> W window(Class<W> type) {
    for (Window w : Window.getWindows()) {
      if (type.isInstance(w) && w.isShowing()) {
        return type.cast(w);
      }
    }
    return null;
  }

  /** The text field that follows a label. */
  private static void type(Container dialog, String label, String text) throws Exception {
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

  private static void tick(Container dialog, String label) throws Exception {
    for (Component part : all(dialog)) {
      if (part instanceof Checkbox box && box.getLabel().startsWith(label)) {
        EventQueue.invokeAndWait(() -> box.setState(true));
        return;
      }
    }
    throw new IllegalStateException("no box " + label);
  }

  private static Button button(Container dialog, String label) {
    for (Component part : all(dialog)) {
      if (part instanceof Button b && b.getLabel().strip().equals(label)) {
        return b;
      }
    }
    throw new IllegalStateException("no button " + label);
  }

  private static List<Component> all(Container container) {
    List<Component> parts = new ArrayList<>();
    for (Component part : container.getComponents()) {
      parts.add(part);
      if (part instanceof Container inner) {
        parts.addAll(all(inner));
      }
    }
    return parts;
  }

  private void click(Component what) {
    Point at = what.getLocationOnScreen();
    robot.mouseMove(at.x + what.getWidth() / 2, at.y + what.getHeight() / 2);
    robot.mousePress(InputEvent.BUTTON1_DOWN_MASK);
    robot.mouseRelease(InputEvent.BUTTON1_DOWN_MASK);
  }

  private void photograph(String name) throws Exception {
    File file = Path.of(System.getProperty("screenshots"), name).toFile();
    file.getParentFile().mkdirs();
    Rectangle screen = new Rectangle(Toolkit.getDefaultToolkit().getScreenSize());
    ImageIO.write(robot.createScreenCapture(screen), "png", file);
  }

  private static void await(String what, java.util.function.BooleanSupplier there)
      throws InterruptedException {
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
