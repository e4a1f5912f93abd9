package io.github.palimpsest.cli;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.ImageCanvas;
import ij.gui.OvalRoi;
import ij.gui.Toolbar;
import ij.plugin.frame.Recorder;
import java.awt.Component;
import java.awt.Container;
import java.awt.EventQueue;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.event.InputEvent;
import java.awt.event.KeyEvent;
import java.nio.file.Files;
import java.util.Arrays;
import javax.swing.AbstractButton;
import javax.swing.JDialog;
import javax.swing.JLabel;
import javax.swing.JList;
import javax.swing.text.JTextComponent;

/**
 * A user who has to choose, in plain ImageJ with real mouse and keys: asks for three samples, steps
 * through the strip, compares, accepts, discards; then turns live mode on in the panel, draws
 * another selection and applies. Sees the plugin only through its windows.
 */
final class ChoiceDriver extends Hands {
  @Override
  void run(String imagePath) throws Exception {
    ImagePlus image = open(imagePath);
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
    JDialog dialog = await("the dialog", () -> dialog("Diffusion Inpaint"));
    fill(dialog, "steps", "6");
    fill(dialog, "seed", "7");
    fill(dialog, "samples", "3");
    accept(dialog);
    Container strip = await("the strip", () -> frame("Candidates"));
    ImagePlus stack = await("the stack", () -> WindowManager.getImage("field-result"));
    await(
        "its buttons",
        () ->
            all(strip, AbstractButton.class).stream().anyMatch(b -> "Discard".equals(b.getName())));
    EventQueue.invokeAndWait(
        () -> {
          stack.getWindow().setLocation(260, 130);
          strip.setLocation(420, 130);
        });
    JList<?> list = named(strip, JList.class, "candidates");
    check(list.getModel().getSize() == 3, "candidates");
    Thread.sleep(400);
    photograph("candidates.png");
    click(list);
    EventQueue.invokeAndWait(list::requestFocusInWindow);
    turn(list, stack, 2);
    await("the second", () -> String.valueOf(list.getSelectedValue()).contains("seed 8"));
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
    await("the strip follows", () -> String.valueOf(list.getSelectedValue()).contains("seed 7"));
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
    Component toggle = named(panel, AbstractButton.class, "Live");
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
    click(named(panel, AbstractButton.class, "Apply"));
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
    await("live mode's end", () -> threads("Palimpsest-live").isEmpty());
    check(image.getOverlay() == null, "an overlay is left");
  }

  /** A selection drawn by mouse with the rectangle tool. */
  private void draw(ImagePlus image) throws Exception {
    Toolbar.getInstance().setTool("rectangle");
    EventQueue.invokeAndWait(() -> image.getWindow().toFront());
    idle();
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
    idle();
  }

  private static String words(Container panel) {
    return named(panel, JTextComponent.class, "live-words").getText();
  }

  private static String message(Container strip) {
    return named(strip, JLabel.class, "message").getText();
  }
}
