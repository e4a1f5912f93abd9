package io.github.palimpsest.cli;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.OvalRoi;
import ij.plugin.frame.Recorder;
import java.awt.Component;
import java.awt.Container;
import java.awt.EventQueue;
import java.awt.event.KeyEvent;
import java.awt.event.WindowEvent;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.swing.AbstractButton;
import javax.swing.JButton;
import javax.swing.JLabel;
import javax.swing.JList;
import javax.swing.JMenuItem;
import javax.swing.MenuElement;
import javax.swing.MenuSelectionManager;
import javax.swing.text.JTextComponent;

/**
 * A user who lets the panel make candidates, in plain ImageJ with real mouse and keys: chooses how
 * many, steps, compares, accepts two, discards; stops another run with Esc; then applies live
 * mode's picture to a copy. Sees the plugin only through its windows.
 */
final class PanelChoiceDriver extends PanelHands {
  @Override
  void run(String imagePath) throws Exception {
    ImagePlus image = open(imagePath);
    place(image, 20, 130);
    image.setRoi(new OvalRoi(28.0, 24.0, 26.0, 20.0));
    Recorder recorder = new Recorder();
    recorder.setBounds(20, 720, 620, 240);
    Container panel = panel();
    type(panel, "steps", "3");
    type(panel, "seed", "7");
    candidates(image, panel);
    coming(image, panel);
    Files.writeString(out.resolve("candidates.txt"), recorder.getText());
    stopped(image, panel);
    copy(image, panel);
    Files.writeString(out.resolve("copy.txt"), recorder.getText());
    EventQueue.invokeAndWait(
        () ->
            panel.dispatchEvent(
                new WindowEvent((java.awt.Window) panel, WindowEvent.WINDOW_CLOSING)));
    await("the panel's end", () -> !panel.isDisplayable() && threads("Palimpsest").isEmpty());
  }

  private void make(Container panel, String many, String picture) throws Exception {
    press(panel, "Candidates…");
    JMenuItem item = await(many, () -> item(many));
    if (picture != null) {
      photograph(picture);
    }
    click(item);
  }

  private static JMenuItem item(String text) {
    for (MenuElement opened : MenuSelectionManager.defaultManager().getSelectedPath()) {
      for (MenuElement inner : opened.getSubElements()) {
        if (inner instanceof JMenuItem item && item.getText().equals(text) && item.isShowing()) {
          return item;
        }
      }
    }
    return null;
  }

  private void candidates(ImagePlus image, Container panel) throws Exception {
    short[] before = pixels(image);
    make(panel, "4 candidates", "panel-candidates-menu.png");
    // what is selected meanwhile changes neither the candidates nor what is recorded of them
    await("the run", () -> text(panel, "message").contains("step") || frame("Candidates") != null);
    image.setRoi(new OvalRoi(4.0, 4.0, 16.0, 12.0));
    Container strip = await("the strip", () -> frame("Candidates"));
    await("the panel free again", () -> button(panel, "Candidates…").isEnabled());
    await("its buttons", () -> maybe(strip, "Discard"));
    ImagePlus stack = WindowManager.getImage("field-result");
    place(stack, 260, 130);
    EventQueue.invokeAndWait(() -> strip.setLocation(20, 400));
    Thread.sleep(500);
    JList<?> list = named(strip, JList.class, "candidates");
    check(list.getModel().getSize() == 4, "candidates");
    check(stack.getStackSize() == 4, "frames");
    image.setRoi(new OvalRoi(28.0, 24.0, 26.0, 20.0));
    click(list);
    EventQueue.invokeAndWait(list::requestFocusInWindow);
    turn(list, stack, 3);
    await("the third", () -> String.valueOf(list.getSelectedValue()).contains("seed 9"));
    AbstractButton compare = named(strip, AbstractButton.class, "Before");
    click(compare);
    await("before", () -> stack.getOverlay() != null && compare.isSelected());
    photograph("panel-candidates-before.png");
    turn(list, stack, 2);
    await("still compared", () -> stack.getOverlay() != null);
    key(KeyEvent.VK_B);
    await("after", () -> stack.getOverlay() == null && !compare.isSelected());
    check(Arrays.equals(before, pixels(image)), "the image was touched");
    key(KeyEvent.VK_ENTER);
    await("the acceptance", () -> message(strip).startsWith("Seed 8 is in the image"));
    photograph("panel-candidates-accepted.png");
    IJ.saveAsTiff(image.duplicate(), out.resolve("accepted.tif").toString());
    WindowManager.setCurrentWindow(image.getWindow());
    IJ.run("Undo");
    check(Arrays.equals(before, pixels(image)), "Undo did not restore");
    click(named(strip, JButton.class, "Discard"));
    await("one less", () -> stack.getStackSize() == 3 && list.getModel().getSize() == 3);
    click(named(strip, JButton.class, "Accept"));
    await("the next", () -> message(strip).startsWith("Seed 9 is in the image"));
    WindowManager.setCurrentWindow(image.getWindow());
    IJ.run("Undo");
    check(Arrays.equals(before, pixels(image)), "Undo did not restore");
    photograph("panel-candidates-discarded.png");
    click(named(strip, JButton.class, "Discard all"));
    await("no strip", () -> frame("Candidates") == null);
    check(WindowManager.getImage("field-result") == null, "the stack is still open");
  }

  /** Looks at those that are finished while others run, then takes one or stops. */
  private void coming(ImagePlus image, Container panel) throws Exception {
    short[] before = pixels(image);
    type(panel, "steps", "40");
    make(panel, "16 candidates", null);
    Container strip = await("the first", () -> frame("Candidates"));
    EventQueue.invokeAndWait(() -> strip.setLocation(20, 400));
    JList<?> list = named(strip, JList.class, "candidates");
    await("some", () -> list.getModel().getSize() > 2);
    check(WindowManager.getImage("field-result") == null, "the run has ended");
    click(list);
    Object chosen = list.getSelectedValue();
    await("another", () -> list.getModel().getSize() > 3);
    check(tile(list.getSelectedValue()).equals(tile(chosen)), "the choice went");
    check(image.getOverlay() != null, "the candidate does not lie over the image");
    check(Arrays.equals(before, pixels(image)), "the image was touched");
    photograph("panel-candidates-coming.png");
    String seed = tile(list.getSelectedValue()).replaceAll("\\D*(\\d+)<br>.*", "$1");
    click(named(strip, AbstractButton.class, "Accept"));
    await("the acceptance", () -> message(strip).startsWith("Seed " + seed + " is in the image"));
    ImagePlus stack = WindowManager.getImage("field-result");
    check(stack.getNFrames() > 2 && stack.getNFrames() < 16, stack.getNFrames() + " frames");
    check(image.getOverlay() == null, "the candidate still lies over the image");
    await("its word", () -> text(panel, "message").startsWith("Stopped: "));
    photograph("panel-candidates-kept.png");
    IJ.saveAsTiff(image.duplicate(), out.resolve("coming.tif").toString());
    WindowManager.setCurrentWindow(image.getWindow());
    IJ.run("Undo");
    check(Arrays.equals(before, pixels(image)), "Undo did not restore");
    click(named(strip, JButton.class, "Discard all"));
    await("no strip", () -> frame("Candidates") == null);

    make(panel, "16 candidates", null);
    Container next = await("the first", () -> frame("Candidates"));
    EventQueue.invokeAndWait(() -> named(next, JList.class, "candidates").requestFocusInWindow());
    key(KeyEvent.VK_ESCAPE);
    await("the end", () -> text(panel, "message").startsWith("Stopped: "));
    click(await("its buttons", () -> maybe(next, "Discard all")));
    await("no strip", () -> frame("Candidates") == null);
    check(Arrays.equals(before, pixels(image)), "the image was touched");
    check(titles().equals(List.of("field.tif")), "left open: " + titles());
  }

  private static JButton maybe(Container strip, String name) {
    return all(strip, JButton.class).stream()
        .filter(b -> name.equals(b.getName()))
        .findFirst()
        .orElse(null);
  }

  private static String tile(Object tile) {
    return String.valueOf(tile).replaceAll(".*words=", "");
  }

  private void stopped(ImagePlus image, Container panel) throws Exception {
    short[] before = pixels(image);
    type(panel, "steps", "400");
    make(panel, "16 candidates", null);
    await("the run", () -> !threads("Palimpsest-candidates").isEmpty());
    await("its word", () -> text(panel, "message").contains("step"));
    check(!button(panel, "Candidates…").isEnabled(), "a second run can be asked for");
    photograph("panel-candidates-running.png");
    key(KeyEvent.VK_ESCAPE);
    await("the end", () -> text(panel, "message").startsWith("Stopped"));
    await("no thread", () -> threads("Palimpsest-candidates").isEmpty());
    check(Arrays.equals(before, pixels(image)), "the image was touched");
    check(titles().equals(List.of("field.tif")), "left open: " + titles());
    type(panel, "steps", "3");
  }

  private void copy(ImagePlus image, Container panel) throws Exception {
    short[] before = pixels(image);
    Component toggle = named(panel, AbstractButton.class, "Live");
    await("the switch", toggle::isEnabled);
    click(toggle);
    await("a picture", () -> words(panel).startsWith("Up to date"));
    click(named(panel, AbstractButton.class, "Apply to a copy"));
    ImagePlus result = await("the copy", () -> WindowManager.getImage("field-result"));
    await("its word", () -> words(panel).startsWith("Applied") || words(panel).startsWith("Up"));
    place(result, 260, 130);
    Thread.sleep(400);
    photograph("live-copy.png");
    check(Arrays.equals(before, pixels(image)), "the image was touched");
    check(!Arrays.equals(before, pixels(result)), "the copy is the image");
    check(result.getOverlay() == null, "the picture lies over the copy");
    check(image.getOverlay() != null, "live mode has lost its picture");
    IJ.saveAsTiff(result.duplicate(), out.resolve("copied.tif").toString());
    click(toggle);
    await("live mode's end", () -> threads("Palimpsest-live").isEmpty());
    check(image.getOverlay() == null, "an overlay is left");
  }

  private static List<String> titles() {
    List<String> titles = new ArrayList<>();
    for (int id : WindowManager.getIDList() == null ? new int[0] : WindowManager.getIDList()) {
      titles.add(WindowManager.getImage(id).getTitle());
    }
    return titles;
  }

  private static String words(Container panel) {
    return named(panel, JTextComponent.class, "live-words").getText();
  }

  private static String message(Container strip) {
    return named(strip, JLabel.class, "message").getText();
  }
}
