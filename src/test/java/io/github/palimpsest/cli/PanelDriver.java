package io.github.palimpsest.cli;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.ImageCanvas;
import ij.gui.OvalRoi;
import ij.gui.Toolbar;
import ij.plugin.frame.Recorder;
import java.awt.Color;
import java.awt.Container;
import java.awt.EventQueue;
import java.awt.Frame;
import java.awt.Point;
import java.awt.Window;
import java.awt.event.InputEvent;
import java.awt.event.KeyEvent;
import java.awt.event.WindowEvent;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.swing.JCheckBox;
import javax.swing.JSlider;
import javax.swing.JTree;

/**
 * A user of the panel in plain ImageJ, with real mouse and keys: steps, scrolls back, paints,
 * branches, turns a slider, accepts; then stops a second run with Esc and closes the panel. Sees
 * the plugin only through its windows.
 */
final class PanelDriver extends PanelHands {
  @Override
  void run(String imagePath) throws Exception {
    ImagePlus image = open(imagePath);
    image.getWindow().setLocation(20, 130);
    short[] before = pixels(image);
    Recorder recorder = new Recorder();
    recorder.setLocation(20, 620);
    Container panel = panel();
    photograph("panel-idle.png");
    check(!button(panel, "Run").isEnabled(), "nothing is selected, yet Run is enabled");
    image.setRoi(new OvalRoi(28.0, 24.0, 26.0, 20.0));
    await("Run", () -> button(panel, "Run").isEnabled());
    type(panel, "prompt", "fluorescence nuclei");
    type(panel, "steps", "12");
    type(panel, "seed", "7");
    for (int i = 1; i <= 6; i++) {
      press(panel, "Step");
      String now = "step " + i + " of 12";
      await(now, () -> progress(panel).startsWith(now) && button(panel, "Step").isEnabled());
    }

    ImagePlus stack = WindowManager.getImage("field-steps");
    stack.getWindow().setLocation(20, 330);
    scrollTo(stack, 5);
    brush(stack);
    await("the edit", () -> text(panel, "edit").startsWith("Edit on frame 5: "));
    drag(panel, "guidance-slider", 5);
    await("a change", () -> text(panel, "next").contains("guidance"));
    Thread.sleep(300);
    photograph("panel-edit.png");
    String painted = text(panel, "edit");

    press(panel, "Branch");
    await("the branch", () -> WindowManager.getImage("field-from4-steps") != null);
    WindowManager.getImage("field-from4-steps").getWindow().setLocation(180, 330);
    await("its paint", () -> text(panel, "edit").equals(painted));
    frontStack(panel, stack, WindowManager.getImage("field-from4-steps"));
    press(panel, "Run");
    await("its end", () -> progress(panel).startsWith("step 12 of 12") && idle(panel));
    Thread.sleep(300);
    photograph("panel-branch.png");
    press(panel, "Finish");
    ImagePlus result = await("the result", () -> WindowManager.getImage("field-result"));
    await("the record", () -> recorder.getText().contains("Ext.finish"));
    Files.writeString(out.resolve("recorded.txt"), recorder.getText());
    IJ.saveAsTiff(result.duplicate(), out.resolve("panel-result.tif").toString());
    ImagePlus branch = WindowManager.getImage("field-from4-steps");
    IJ.saveAsTiff(branch.duplicate(), out.resolve("panel-steps.tif").toString());
    await("the origin again", () -> idle(panel));
    photograph("panel-accepted.png");
    press(panel, "Add selection");
    for (char c : "dense".toCharArray()) {
      key(KeyEvent.getExtendedKeyCodeForChar(c));
    }
    key(KeyEvent.VK_ENTER);
    await("the region", () -> text(panel, "next").contains("regions"));
    photograph("panel-regions.png");
    String words = image.getOverlay().get(0).getProperty("palimpsest.prompt");
    check("dense".equals(words), "the region's prompt is " + words);
    press(panel, "Remove");
    await("no region", () -> image.getOverlay() == null);
    result.changes = false;
    result.close();
    branch.changes = false;
    branch.close();

    discard(panel);
    await("the end", () -> WindowManager.getImage("field-steps") == null);
    type(panel, "steps", "400");
    press(panel, "Run");
    click(named(panel, JCheckBox.class, "preview"));
    await("the preview", () -> image.getOverlay() != null);
    photograph("panel-running.png");
    key(KeyEvent.VK_ESCAPE);
    await("the word", () -> text(panel, "message").startsWith("Stopped after step"));
    ImagePlus kept = WindowManager.getImage("field-steps");
    check(kept != null && kept.getNFrames() == 401, "Esc took the stack");
    key(KeyEvent.VK_ESCAPE);
    shut(kept);
    await("the word", () -> text(panel, "message").contains("was closed, its frames are kept"));
    press(panel, "Show stacks");
    await("the stack again", () -> WindowManager.getImage("field-steps") == kept);

    Frame frame = (Frame) panel;
    WindowEvent closing = new WindowEvent(frame, WindowEvent.WINDOW_CLOSING);
    EventQueue.invokeAndWait(() -> frame.dispatchEvent(closing));
    await("a closed panel", () -> !frame.isShowing());
    WindowManager.setCurrentWindow(kept.getWindow());
    check(panel() == panel, "another panel came for the stack");
    await("its session", () -> idle(panel));
    EventQueue.invokeAndWait(() -> frame.dispatchEvent(closing));
    await("a closed panel", () -> !frame.isShowing());
    WindowManager.setCurrentWindow(image.getWindow());
    check(panel() == panel, "another panel came for the image");
    discard(panel);
    await("the end", () -> WindowManager.getImage("field-steps") == null);
    await("the word", () -> text(panel, "message").startsWith("Discarded"));
    check(Arrays.equals(before, pixels(image)), "pixels");
    check(image.getOverlay() == null, "an overlay is left");

    EventQueue.invokeAndWait(() -> frame.dispatchEvent(closing));
    await("the panel's end", () -> !frame.isDisplayable() && threads("Palimpsest").isEmpty());

    Container again = panel();
    await("Run again", () -> button(again, "Run").isEnabled());
    press(again, "Step");
    await("a step again", () -> progress(again).startsWith("step 1 of"));
    image.changes = false;
    EventQueue.invokeAndWait(image::close);
    await("the word", () -> text(again, "message").contains("was closed. Its session goes on"));
    ImagePlus steps = WindowManager.getImage("field-steps");
    EventQueue.invokeAndWait(
        () ->
            ((Frame) again)
                .dispatchEvent(new WindowEvent((Frame) again, WindowEvent.WINDOW_CLOSING)));
    await("a closed panel", () -> !again.isShowing());
    shut(steps);
    await("the panel again, for nothing else shows the frames", again::isShowing);
    discard(again);
    await("all gone", () -> !again.isDisplayable() && threads("Palimpsest").isEmpty());
    List<String> titles = new ArrayList<>();
    for (int id : WindowManager.getIDList() == null ? new int[0] : WindowManager.getIDList()) {
      titles.add(WindowManager.getImage(id).getTitle());
    }
    check(titles.isEmpty(), "left open: " + titles);
  }

  /** Closes a window, and tells ImageJ at once that nothing is to be saved. */
  private static void shut(ImagePlus stack) throws Exception {
    EventQueue.invokeAndWait(
        () -> {
          stack.changes = false;
          stack.close();
        });
  }

  private void scrollTo(ImagePlus stack, int frame) {
    stack.setPosition(1, 1, frame);
    stack.updateAndDraw();
  }

  /** A stroke with ImageJ's paintbrush, on the canvas, by mouse. */
  private void brush(ImagePlus stack) throws Exception {
    IJ.runPlugIn("ij.plugin.tool.BrushTool", "");
    Toolbar.setForegroundColor(Color.WHITE);
    Toolbar.getInstance().setTool("Paintbrush Tool");
    ImageCanvas canvas = stack.getCanvas();
    EventQueue.invokeAndWait(() -> stack.getWindow().toFront());
    idle();
    Thread.sleep(300);
    Point at = canvas.getLocationOnScreen();
    int cx = at.x + canvas.getWidth() / 2;
    int cy = at.y + canvas.getHeight() / 2;
    robot.mouseMove(cx - 6, cy);
    robot.mousePress(InputEvent.BUTTON1_DOWN_MASK);
    for (int i = -6; i <= 6; i += 2) {
      robot.mouseMove(cx + i, cy + i / 2);
    }
    robot.mouseRelease(InputEvent.BUTTON1_DOWN_MASK);
    idle();
  }

  private void drag(Container panel, String name, int by) throws Exception {
    JSlider slider = named(panel, JSlider.class, name);
    int value = slider.getValue();
    EventQueue.invokeAndWait(slider::requestFocusInWindow);
    Point at = slider.getLocationOnScreen();
    int y = at.y + slider.getHeight() / 2;
    int x = at.x + 8 + (slider.getWidth() - 16) * value / slider.getMaximum();
    robot.mouseMove(x, y);
    robot.mousePress(InputEvent.BUTTON1_DOWN_MASK);
    robot.mouseMove(x + 4 * by, y);
    robot.mouseMove(x + 8 * by, y);
    robot.mouseRelease(InputEvent.BUTTON1_DOWN_MASK);
    await("the slider", () -> slider.getValue() != value);
  }

  /** The stack that is brought to the front acts, and the one that is chosen comes to the front. */
  private void frontStack(Container panel, ImagePlus origin, ImagePlus branch) throws Exception {
    await("the branch", () -> text(panel, "message").startsWith("Now on field-from4-steps, left"));
    Point at = origin.getWindow().getLocationOnScreen();
    robot.mouseMove(at.x + 60, at.y + 8);
    robot.mousePress(InputEvent.BUTTON1_DOWN_MASK);
    robot.mouseRelease(InputEvent.BUTTON1_DOWN_MASK);
    await("the origin", () -> text(panel, "message").equals("Now on field-steps."));
    await("its mark", () -> origin.getWindow().getTitle().startsWith("▶ "));
    click(named(panel, JTree.class, "branches"));
    await("the branch", () -> text(panel, "message").equals("Now on field-from4-steps."));
    await("the other mark", () -> branch.getWindow().getTitle().startsWith("▶ "));
    check(!origin.getWindow().getTitle().startsWith("▶ "), "two stacks are marked");
    check(WindowManager.getCurrentImage() == branch, "the branch's stack is not in front");
    check(((Window) panel).isFocused(), "the panel has lost the focus");
    photograph("panel-front.png");
  }
}
