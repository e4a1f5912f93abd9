package io.github.palimpsest.cli;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.GenericDialog;
import ij.plugin.frame.Recorder;
import java.awt.Choice;
import java.awt.Container;
import java.awt.EventQueue;
import java.awt.Frame;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.TextField;
import java.awt.Window;
import java.awt.event.InputEvent;
import java.awt.event.KeyEvent;
import java.awt.event.WindowEvent;
import java.nio.file.Files;
import java.util.Arrays;
import javax.swing.JButton;
import javax.swing.JEditorPane;

/**
 * A newcomer who follows docs/tutorial.md word by word in plain ImageJ, with real mouse and keys,
 * and takes its pictures. Sees the plugin only through its windows.
 */
final class TutorialDriver extends PicturingHands {
  private static final int OVAL = 1;
  private static final int PAINTBRUSH = 13;
  private static final int PANEL_TOP = 178;
  // so near the edge of the display ImageJ zooms inside a window instead of enlarging it
  private static final int RIGHT = 870;
  private static final Point GAP = new Point(256, 112);

  @Override
  void run(String imagePath) throws Exception {
    IJ.getInstance().setLocation(10, 10);
    choose("Plugins", "Macros", "Record...");
    Recorder recorder = await("the Recorder", () -> window(Recorder.class));
    recorder.setBounds(10, 560, 560, 300);
    ImagePlus image = open(imagePath);
    place(image, 10, 130);
    short[] before = pixels(image);
    tool(OVAL, 1, "oval");
    select(image, new Point(228, 84), new Point(284, 140));
    check(image.getRoi().getBounds().equals(new Rectangle(228, 84, 56, 56)), "" + image.getRoi());
    picture("tutorial-select.png", new View(IJ.getInstance()), new View(image.getWindow()));

    Container panel = panel();
    await("Run", () -> button(panel, "Run").isEnabled());
    take(panel, "model", "micrographs + this image");
    type(panel, "prompt", "fluorescence nuclei");
    type(panel, "steps", "20");
    type(panel, "seed", "1");
    Thread.sleep(300);
    picture("tutorial-panel.png", new View((Window) panel));
    press(panel, "Run");
    ImagePlus steps = await("the step stack", () -> WindowManager.getImage("nuclei-steps"));
    await("frame 10", () -> step(panel) >= 9);
    JButton pause = button(panel, "Pause");
    if (pause.isEnabled()) {
      click(pause);
    }
    await("the pause", () -> idle(panel));
    place(steps, RIGHT, 130);
    enlarge(steps);
    picture("tutorial-paused.png", new View(steps.getWindow()), top(panel));
    if (button(panel, "Run").isEnabled()) {
      press(panel, "Run");
    }
    await("the end", () -> step(panel) == 20 && idle(panel));

    turn(steps, KeyEvent.VK_COMMA, 9);
    await("the word", () -> text(panel, "edit").startsWith("Frame 9 is shown"));
    paint(steps);
    await("the edit", () -> text(panel, "edit").startsWith("Edit on frame 9: "));
    type(panel, "horizon", "6");
    await("its word", () -> text(panel, "next").endsWith("weight 1.00 held for 6 of 12 steps"));
    picture("tutorial-paint.png", new View(steps.getWindow()), top(panel));

    press(panel, "Branch");
    ImagePlus branch = await("the branch", () -> WindowManager.getImage("nuclei-from8-steps"));
    await("its session", () -> idle(panel));
    place(branch, RIGHT, 560);
    press(panel, "Run");
    await("the branch's end", () -> step(panel) == 20 && idle(panel));
    enlarge(branch);
    turn(steps, KeyEvent.VK_PERIOD, 21);
    picture("tutorial-compare.png", new View(steps.getWindow()), new View(branch.getWindow()));
    IJ.saveAsTiff(steps.duplicate(), out.resolve("gui-steps.tif").toString());

    focus(branch);
    await("the branch's turn", () -> branch.getWindow().getTitle().startsWith("▶ "));
    press(panel, "Finish");
    ImagePlus result = await("the result", () -> WindowManager.getImage("nuclei-result"));
    await("the record", () -> recorder.getText().contains("Ext.finish"));
    Thread.sleep(300);
    place(result, 10, 520);
    picture("tutorial-result.png", new View(image.getWindow()), new View(result.getWindow()));
    IJ.saveAsTiff(result.duplicate(), out.resolve("gui-result.tif").toString());
    WindowManager.setCurrentWindow(result.getWindow());
    choose("Plugins", "Palimpsest", "Diffusion Provenance...");
    Frame record = await("the record", () -> frame("provenance"));
    record.setSize(620, 330);
    place(record, 10, 200);
    var page = named(record, JEditorPane.class, "provenance-page").getDocument();
    String told = page.getText(0, page.getLength());
    check(told.contains("nuclei-from8-steps"), told);
    picture("tutorial-record.png", new View(record), new View(recorder));
    Files.writeString(out.resolve("recorded.txt"), recorder.getText());

    discard(panel);
    await("no stack", () -> WindowManager.getImage("nuclei-steps") == null);
    check(Arrays.equals(before, pixels(image)), "the image was touched");
    close((Window) panel);
    await("the panel's end", () -> !panel.isDisplayable() && threads("Palimpsest").isEmpty());
  }

  /** As by the button of a title bar, which the display of tests has not. */
  private static void close(Window window) throws Exception {
    EventQueue.invokeAndWait(
        () -> window.dispatchEvent(new WindowEvent(window, WindowEvent.WINDOW_CLOSING)));
    await("the closing", () -> !window.isShowing());
  }

  private View top(Container panel) {
    return new View((Window) panel, PANEL_TOP);
  }

  private static int step(Container panel) {
    String[] words = progress(panel).split(" ");
    return words[0].equals("step") ? Integer.parseInt(words[1]) : 0;
  }

  /** Zooms to where the mouse rests: 150, 200, 300 %. */
  private void enlarge(ImagePlus image) throws Exception {
    focus(image);
    hover(image, GAP);
    for (int i = 0; i < 3; i++) {
      key(KeyEvent.VK_EQUALS);
      Thread.sleep(200);
    }
    check(image.getCanvas().getMagnification() == 3, "the zoom");
    check(image.getCanvas().getSrcRect().contains(GAP), "" + image.getCanvas().getSrcRect());
  }

  /** Turns the stack by its keys until a frame is shown. */
  private void turn(ImagePlus stack, int code, int frame) throws Exception {
    for (int i = 0; i < 40 && stack.getT() != frame; i++) {
      focus(stack);
      key(code);
      Thread.sleep(100);
    }
    check(stack.getT() == frame, "frame " + stack.getT() + " is shown");
  }

  /** Clicks beside the picture, as on a title bar, which the display of tests has not. */
  private void focus(ImagePlus image) throws Exception {
    Window window = image.getWindow();
    for (int i = 0; i < 20 && !window.isFocused(); i++) {
      EventQueue.invokeAndWait(window::toFront);
      Point at = window.getLocationOnScreen();
      robot.mouseMove(at.x + window.getWidth() - 4, at.y + 8);
      robot.mousePress(InputEvent.BUTTON1_DOWN_MASK);
      robot.mouseRelease(InputEvent.BUTTON1_DOWN_MASK);
      idle();
      Thread.sleep(200);
    }
    check(window.isFocused(), "the keys do not go to " + image.getTitle());
  }

  /** One short stroke of the paintbrush, gray and 20 pixels wide. */
  private void paint(ImagePlus stack) throws Exception {
    tool(PAINTBRUSH, 2, "Paintbrush");
    GenericDialog options = await("the brush's options", () -> window(GenericDialog.class));
    TextField width = all(options, TextField.class).get(0);
    Choice colour = all(options, Choice.class).get(0);
    EventQueue.invokeAndWait(
        () -> {
          colour.select("Gray");
          width.setText("20");
        });
    Thread.sleep(300);
    close(options);
    drag(stack, new Point(258, 98), new Point(262, 110));
  }
}
