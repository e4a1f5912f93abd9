package io.github.palimpsest.cli;

import ij.ImagePlus;
import ij.gui.ImageCanvas;
import ij.gui.Toolbar;
import java.awt.Component;
import java.awt.Container;
import java.awt.EventQueue;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.Window;
import java.awt.event.InputEvent;
import java.awt.event.KeyEvent;
import javax.swing.JButton;
import javax.swing.JComboBox;
import javax.swing.JComponent;
import javax.swing.JDialog;
import javax.swing.JList;
import javax.swing.JProgressBar;
import javax.swing.JToggleButton;
import javax.swing.SwingUtilities;
import javax.swing.plaf.basic.ComboPopup;
import javax.swing.text.JTextComponent;

/** Hands that know the panel of a guided session and how to draw on an image. */
abstract class PanelHands extends Hands {
  static Container panel() throws Exception {
    choose("Plugins", "Palimpsest", "Guided Diffusion...");
    Container panel = await("the panel", () -> frame("Guided Diffusion"));
    EventQueue.invokeAndWait(() -> panel.setLocation(700, 20));
    Thread.sleep(500);
    return panel;
  }

  /** Opens the section that it is in, and scrolls to it, first. */
  @Override
  void click(Component what) throws Exception {
    if (what instanceof JComponent part) {
      // first of all, for a window that comes to the front scrolls to what has the focus
      Window window = SwingUtilities.getWindowAncestor(what);
      EventQueue.invokeAndWait(window::toFront);
      idle();
      for (Container in = part; in != null; in = in.getParent()) {
        boolean parts = in.getComponentCount() > 1;
        if (parts && in.getComponent(0) instanceof JToggleButton b && b != what && section(b)) {
          open(b);
        }
      }
      EventQueue.invokeAndWait(
          () -> {
            // a text field would only scroll its text
            if (part.getParent() instanceof JComponent parent) {
              parent.scrollRectToVisible(part.getBounds());
            }
          });
      idle();
    }
    super.click(what);
  }

  /** Whether it is the title of a section, which opens it. */
  static boolean section(JToggleButton button) {
    return button.getName() != null && button.getName().startsWith("section-");
  }

  private void open(JToggleButton header) throws Exception {
    if (!header.isSelected()) {
      click(header);
      await(header.getText() + " open", header::isSelected);
      EventQueue.invokeAndWait(() -> {});
    }
  }

  static boolean idle(Container panel) {
    return button(panel, "Finish").isEnabled();
  }

  void type(Container panel, String name, String words) throws Exception {
    JTextComponent field = named(panel, JTextComponent.class, name);
    await(name, field::isEnabled);
    click(field);
    idle();
    EventQueue.invokeAndWait(field::requestFocusInWindow);
    Thread.sleep(150);
    EventQueue.invokeAndWait(field::selectAll);
    for (char c : words.toCharArray()) {
      key(KeyEvent.getExtendedKeyCodeForChar(c));
    }
    idle();
    await(name + " " + field.getText(), () -> field.getText().equals(words));
  }

  /** Takes an item of a list that opens. */
  void take(Container panel, String name, String item) throws Exception {
    JComboBox<?> box = named(panel, JComboBox.class, name);
    await(name, box::isEnabled);
    click(all(box, JButton.class).get(0));
    await("the list of " + name, box::isPopupVisible);
    JList<?> list = ((ComboPopup) box.getUI().getAccessibleChild(box, 0)).getList();
    Point at = list.getLocationOnScreen();
    for (int i = 0; i < list.getModel().getSize(); i++) {
      if (item.equals(list.getModel().getElementAt(i))) {
        Rectangle cell = list.getCellBounds(i, i);
        robot.mouseMove(at.x + (int) cell.getCenterX(), at.y + (int) cell.getCenterY());
        robot.mousePress(InputEvent.BUTTON1_DOWN_MASK);
        robot.mouseRelease(InputEvent.BUTTON1_DOWN_MASK);
      }
    }
    await(item, () -> item.equals(box.getSelectedItem()));
  }

  void press(Container panel, String name) throws Exception {
    JButton button = button(panel, name);
    await(name + " enabled", button::isEnabled);
    click(button);
  }

  /** Discards the session, and says so when asked. */
  void discard(Container panel) throws Exception {
    press(panel, "Discard…");
    JDialog question = await("the question", () -> window(JDialog.class));
    JButton answer =
        all(question, JButton.class).stream()
            .filter(b -> "Discard".equals(b.getText()))
            .findFirst()
            .orElseThrow();
    await("the question's answer", answer::isShowing);
    // without a window manager a first click may only bring it to the front
    for (int i = 0; i < 5 && question.isShowing(); i++) {
      click(answer);
      for (int quiet = 0; quiet < 10 && question.isShowing(); quiet++) {
        Thread.sleep(100);
      }
    }
    check(!question.isShowing(), "the question stays");
  }

  static JButton button(Container panel, String name) {
    return named(panel, JButton.class, name);
  }

  static String progress(Container panel) {
    return named(panel, JProgressBar.class, "progress").getString();
  }

  static String text(Container panel, String name) {
    return named(panel, JTextComponent.class, name).getText();
  }

  /** Moves an image's window, and waits until the display has done so. */
  void place(ImagePlus image, int x, int y) throws Exception {
    Window window = await("the window", image::getWindow);
    place(window, x, y);
  }

  /** Moves a window, and waits until the display has done so. */
  void place(Window window, int x, int y) throws Exception {
    await("the window's appearance", window::isShowing);
    for (int quiet = 0; quiet < 10; quiet++) {
      idle();
      Thread.sleep(50);
      if (!window.getLocationOnScreen().equals(new Point(x, y)) || quiet == 0) {
        EventQueue.invokeAndWait(() -> window.setLocation(x, y));
        quiet = 0;
      }
    }
  }

  /** Drags over an image, by mouse; the points are pixels of the image. */
  void drag(ImagePlus image, Point... way) throws Exception {
    ImageCanvas canvas = image.getCanvas();
    EventQueue.invokeAndWait(() -> image.getWindow().toFront());
    idle();
    Thread.sleep(300);
    move(canvas, way[0]);
    robot.mousePress(InputEvent.BUTTON1_DOWN_MASK);
    for (Point to : way) {
      move(canvas, to);
    }
    robot.mouseRelease(InputEvent.BUTTON1_DOWN_MASK);
    idle();
  }

  /** Drags a selection; where the display lost the mouse, once more, as a user would. */
  void select(ImagePlus image, Point... way) throws Exception {
    for (int i = 0; i < 3; i++) {
      drag(image, way);
      if (image.getRoi() != null && image.getRoi().isArea()) {
        return;
      }
    }
    throw new IllegalStateException("no selection: " + image.getRoi());
  }

  /** Rests the mouse on a pixel of an image. */
  void hover(ImagePlus image, Point at) {
    move(image.getCanvas(), at);
  }

  private void move(ImageCanvas canvas, Point to) {
    Point at = canvas.getLocationOnScreen();
    int half = (int) canvas.getMagnification() / 2;
    robot.mouseMove(at.x + canvas.screenX(to.x) + half, at.y + canvas.screenY(to.y) + half);
    idle();
  }

  /**
   * Clicks on a tool of ImageJ's toolbar, counted from the left, and checks that it is taken; again
   * where a loaded display has lost a click.
   */
  void tool(int place, int clicks, String name) throws Exception {
    Toolbar bar = Toolbar.getInstance();
    for (int again = 0; again == 0 || again < 5 && !taken(name); again++) {
      EventQueue.invokeAndWait(() -> ij.IJ.getInstance().toFront());
      idle();
      Point at = bar.getLocationOnScreen();
      int size = Toolbar.getButtonSize();
      robot.mouseMove(at.x + place * size + size / 2, at.y + size / 2);
      for (int i = 0; i < clicks; i++) {
        robot.mousePress(InputEvent.BUTTON1_DOWN_MASK);
        robot.mouseRelease(InputEvent.BUTTON1_DOWN_MASK);
      }
      idle();
      for (int i = 0; i < 40 && !taken(name); i++) {
        Thread.sleep(50);
      }
    }
    check(taken(name), "waited in vain for the tool " + name);
  }

  private static boolean taken(String name) {
    return Toolbar.getToolName().startsWith(name);
  }
}
