package io.github.palimpsest.cli;

import ij.IJ;
import ij.ImageJ;
import ij.ImagePlus;
import ij.Menus;
import java.awt.AWTEvent;
import java.awt.Button;
import java.awt.Component;
import java.awt.Container;
import java.awt.Dialog;
import java.awt.EventQueue;
import java.awt.Image;
import java.awt.KeyboardFocusManager;
import java.awt.Menu;
import java.awt.MenuItem;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.Robot;
import java.awt.Toolkit;
import java.awt.Window;
import java.awt.event.AWTEventListener;
import java.awt.event.ActionEvent;
import java.awt.event.InputEvent;
import java.awt.event.KeyEvent;
import java.awt.event.MouseEvent;
import java.awt.image.RenderedImage;
import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.swing.AbstractButton;
import javax.swing.JComboBox;
import javax.swing.JComponent;
import javax.swing.JList;
import javax.swing.JTextField;
import javax.swing.SwingUtilities;

/**
 * The hands of a user in front of plain ImageJ, with real mouse and keys. A driver says what its
 * user does, runs in a JVM of its own, see {@link PlainImageJ}, and sees the plugin only through
 * its windows.
 */
public abstract class Hands extends Eyes {
  /** Milliseconds after each event. */
  private static final int DELAY = 20;

  /** The folder for results. */
  Path out;

  Robot robot;

  /** What the user does with the image at a path. */
  abstract void run(String imagePath) throws Exception;

  /**
   * Opens ImageJ, does it all, and ends the JVM: status 0, or 2 with a picture of the screen.
   *
   * @param args the driver's class, which has a constructor without parameters; the image; the
   *     folder for results
   */
  public static void main(String[] args) {
    try {
      new ImageJ(ImageJ.STANDALONE);
      Class<? extends Hands> driver = Class.forName(args[0]).asSubclass(Hands.class);
      Hands user = driver.getDeclaredConstructor().newInstance();
      user.robot = new Robot();
      user.robot.setAutoDelay(DELAY);
      user.out = Path.of(args[2]);
      try {
        user.run(args[1]);
      } catch (IllegalStateException | NullPointerException e) {
        String name = driver.getSimpleName().replace("Driver", "").toLowerCase(Locale.ROOT);
        user.photograph(name + "-failure.png");
        throw e;
      }
      System.exit(0);
    } catch (Throwable e) {
      e.printStackTrace();
      System.exit(2);
    }
  }

  /**
   * Waits until what was done has reached the windows. Not by {@code Robot.waitForIdle}, which
   * takes seconds beside windows whose timers never rest.
   */
  final void idle() {
    Toolkit.getDefaultToolkit().sync();
    robot.delay(3 * DELAY);
    try {
      EventQueue.invokeAndWait(() -> {});
    } catch (InterruptedException | InvocationTargetException e) {
      throw new IllegalStateException(e);
    }
  }

  static ImagePlus open(String path) throws InterruptedException {
    ImagePlus image = IJ.openImage(path);
    image.show();
    await("the image", () -> image.getWindow() != null && image.getWindow().isShowing());
    return image;
  }

  /** As a click on the item: its event goes to ImageJ's own listener. */
  static void choose(String... path) {
    MenuItem item = null;
    for (int i = 0; i < Menus.getMenuBar().getMenuCount(); i++) {
      if (Menus.getMenuBar().getMenu(i).getLabel().equals(path[0])) {
        item = Menus.getMenuBar().getMenu(i);
      }
    }
    for (int depth = 1; depth < path.length; depth++) {
      item = only((Menu) item, path[depth]);
    }
    MenuItem chosen = item;
    EventQueue.invokeLater(
        () ->
            chosen.dispatchEvent(
                new ActionEvent(chosen, ActionEvent.ACTION_PERFORMED, chosen.getActionCommand())));
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

  /** Sets the field of a key in a dialog of ours, wherever it stands. */
  static void fill(Container dialog, String key, String value) throws Exception {
    JComponent field = named(dialog, JComponent.class, key);
    EventQueue.invokeAndWait(
        () -> {
          if (field instanceof JTextField text) {
            text.setText(value);
          } else if (field instanceof JComboBox<?> box) {
            box.setSelectedItem(value);
          } else {
            ((AbstractButton) field).setSelected(Boolean.parseBoolean(value));
          }
        });
  }

  /** Presses OK. */
  void accept(Dialog dialog) throws Exception {
    answer(dialog, "OK");
  }

  private static Component button(Dialog dialog, String label) {
    Stream<Component> imagej =
        all(dialog, Button.class).stream()
            .filter(b -> b.getLabel().strip().equals(label))
            .map(b -> b);
    Stream<Component> swing =
        all(dialog, AbstractButton.class).stream()
            .filter(b -> label.equals(b.getText()))
            .map(b -> b);
    return Stream.concat(imagej, swing)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no " + label));
  }

  /** Presses a button of a dialog of ImageJ's or of ours until it closes. */
  void answer(Dialog dialog, String label) throws Exception {
    Component button = button(dialog, label);
    for (int i = 0; i < 20 && dialog.isShowing(); i++) {
      if (i > 0) {
        // without a window manager Java may not know where the dialog is, until it is moved
        Point to = new Point(200 + 4 * i, 200);
        EventQueue.invokeAndWait(() -> dialog.setLocation(to));
        idle();
      }
      // as a user would: from elsewhere in the dialog; a first click may only bring it to the front
      Point corner = dialog.getLocation();
      robot.mouseMove(corner.x + 5, corner.y + 5);
      idle();
      click(button);
      for (int quiet = 0; quiet < 5 && dialog.isShowing(); quiet++) {
        Thread.sleep(100);
        // a button of ours is not enabled while the command looks at the values
        quiet = button.isEnabled() ? quiet : 0;
      }
    }
    Window focused = KeyboardFocusManager.getCurrentKeyboardFocusManager().getFocusedWindow();
    check(!dialog.isShowing(), label + " does nothing; the focus is with " + focused);
  }

  /** Clicks in the middle of a part; again where the display has lost the click. */
  void click(Component what) throws Exception {
    Window window = SwingUtilities.getWindowAncestor(what);
    if (window != null) {
      EventQueue.invokeAndWait(window::toFront);
      idle();
    }
    try (Arrival arrival = new Arrival(what)) {
      for (int i = 0; i < 5 && !arrival.seen(); i++) {
        Point at = what.getLocationOnScreen();
        robot.mouseMove(at.x + what.getWidth() / 2, at.y + what.getHeight() / 2);
        robot.mousePress(InputEvent.BUTTON1_DOWN_MASK);
        robot.mouseRelease(InputEvent.BUTTON1_DOWN_MASK);
        idle();
        arrival.await();
      }
    }
  }

  /**
   * Whether the mouse was pressed over a part. A display that is busy, or whose windows have just
   * moved, may lose a click or give it to another window, as no user would go on after.
   */
  private static final class Arrival implements AutoCloseable, AWTEventListener {
    /** Longer than a display may be late, so that no click comes twice. */
    private static final int SECONDS = 10;

    private final CountDownLatch pressed = new CountDownLatch(1);
    private final Component on;

    Arrival(Component on) {
      this.on = on;
      Toolkit.getDefaultToolkit().addAWTEventListener(this, AWTEvent.MOUSE_EVENT_MASK);
    }

    @Override
    public void eventDispatched(AWTEvent event) {
      if (event.getID() == MouseEvent.MOUSE_PRESSED
          && SwingUtilities.isDescendingFrom((Component) event.getSource(), on)) {
        pressed.countDown();
      }
    }

    boolean seen() {
      return pressed.getCount() == 0;
    }

    void await() throws InterruptedException {
      pressed.await(SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
      Toolkit.getDefaultToolkit().removeAWTEventListener(this);
    }
  }

  void key(int code) {
    robot.keyPress(code);
    robot.keyRelease(code);
    idle();
  }

  /** Steps through a strip of candidates until their stack shows a frame. */
  void turn(JList<?> strip, ImagePlus stack, int frame) throws Exception {
    EventQueue.invokeAndWait(strip::requestFocusInWindow);
    for (int i = 0; i < strip.getModel().getSize(); i++) {
      key(KeyEvent.VK_LEFT);
    }
    for (int i = 1; i < strip.getModel().getSize() && stack.getCurrentSlice() != frame; i++) {
      key(KeyEvent.VK_RIGHT);
    }
    await("frame " + frame, () -> stack.getCurrentSlice() == frame);
  }

  void photograph(String name) throws Exception {
    idle();
    File file = Path.of(System.getProperty("screenshots"), name).toFile();
    file.getParentFile().mkdirs();
    Rectangle screen = new Rectangle(Toolkit.getDefaultToolkit().getScreenSize());
    // the last is in pixels of the display, which are smaller than Java's on a display of HiDPI
    List<Image> seen = robot.createMultiResolutionScreenCapture(screen).getResolutionVariants();
    ImageIO.write((RenderedImage) seen.get(seen.size() - 1), "png", file);
  }
}
