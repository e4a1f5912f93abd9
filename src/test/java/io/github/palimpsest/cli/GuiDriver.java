package io.github.palimpsest.cli;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.MessageDialog;
import ij.gui.OvalRoi;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.plugin.frame.Recorder;
import java.awt.Component;
import java.awt.Container;
import java.awt.EventQueue;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.Window;
import java.awt.event.KeyEvent;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import javax.swing.AbstractButton;
import javax.swing.JCheckBox;
import javax.swing.JDialog;
import javax.swing.JLabel;
import javax.swing.JList;
import javax.swing.JPanel;
import javax.swing.JSlider;
import javax.swing.JTextArea;
import javax.swing.JTextField;
import javax.swing.JToggleButton;

/**
 * A user in front of plain ImageJ: opens an image, draws an oval, chooses Diffusion Inpaint from
 * the menu, fills in the dialog, presses OK and saves the result and what the Recorder wrote. Runs
 * in a JVM of its own, started on a folder into which the plugin was installed.
 */
final class GuiDriver extends Hands {
  @Override
  void run(String imagePath) throws Exception {
    ImagePlus image = open(imagePath);
    choose("Plugins", "Palimpsest", "Diffusion Inpaint...");
    MessageDialog first = await("the remedy", () -> window(MessageDialog.class));
    photograph("dialog-nothing-selected.png");
    check(dialog("Diffusion Inpaint") == null, "asks before there is something to repaint");
    answer(first, "OK");
    image.setRoi(new OvalRoi(28.0, 24.0, 26.0, 20.0));
    Recorder recorder = new Recorder();
    choose("Plugins", "Palimpsest", "Diffusion Inpaint...");
    JDialog dialog = await("the dialog", () -> dialog("Diffusion Inpaint"));
    await("the model's words", () -> chips(dialog).containsAll(List.of("nuclei", "background")));
    JTextField prompt = named(dialog, JTextField.class, "prompt");
    await("the focus", prompt::isFocusOwner);
    prompts(dialog, prompt);
    previews(image, dialog);
    fill(dialog, "prompt", "");
    type("fluorescence nuclei");
    fill(dialog, "seed", "7");
    click(named(dialog, JCheckBox.class, "stream"));
    Component steps = named(dialog, JTextField.class, "steps");
    check(!steps.isShowing(), "all fields at once");
    photograph("dialog.png");
    click(named(dialog, AbstractButton.class, "section-Sampling"));
    await("the section", steps::isShowing);
    click(steps);
    fill(dialog, "steps", "");
    type("abc");
    key(KeyEvent.VK_ENTER);
    JTextArea error = named(dialog, JTextArea.class, "steps-error");
    await("the error", () -> error.isShowing() && error.getText().startsWith("Steps (abc) must"));
    check(steps.isFocusOwner(), "the wrong field has no focus");
    check(prompt.getText().equals("fluorescence nuclei"), "the prompt is lost");
    photograph("dialog-error.png");
    fill(dialog, "steps", "20");
    roll(dialog, named(dialog, JSlider.class, "strength-slider"));
    accept(dialog);
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
    idle();
    check(image.getOverlay() == null && result.getOverlay() == null, "the preview was left");
    photograph("result.png");
    Files.writeString(out.resolve("recorded.txt"), recorder.getText());
    List<String> titles = new ArrayList<>();
    for (int id : WindowManager.getIDList()) {
      titles.add(WindowManager.getImage(id).getTitle());
    }
    Files.write(out.resolve("titles.txt"), titles);
    IJ.saveAsTiff(result.duplicate(), out.resolve("gui-result.tif").toString());
    ImagePlus stack = WindowManager.getImage("field-steps");
    IJ.saveAsTiff(stack, out.resolve("gui-steps.tif").toString());
  }

  /** A word is said to be unknown, completed by keys, and another one clicked. */
  private void prompts(JDialog dialog, JTextField prompt) throws Exception {
    JLabel note = named(dialog, JLabel.class, "prompt-note");
    type("frog ");
    await("the sentence", () -> note.getText().startsWith("Unknown: frog. Known: "));
    photograph("dialog-unknown-word.png");
    fill(dialog, "prompt", "");
    type("nuc");
    await("the list", GuiDriver::completing);
    photograph("dialog-completes.png");
    key(KeyEvent.VK_DOWN);
    key(KeyEvent.VK_UP);
    key(KeyEvent.VK_ENTER);
    await("the word", () -> prompt.getText().equals("nuclei"));
    check(dialog.isShowing(), "Enter in the list closed the dialog");
    type(" de");
    await("the list again", GuiDriver::completing);
    key(KeyEvent.VK_ESCAPE);
    check(dialog.isShowing(), "Esc in the list closed the dialog");
    fill(dialog, "prompt", "nuclei");
    click(named(dialog, JToggleButton.class, "word-fluorescence"));
    await("the clicked word", () -> prompt.getText().equals("nuclei fluorescence"));
    click(named(dialog, JToggleButton.class, "word-fluorescence"));
    await("no such word", () -> prompt.getText().equals("nuclei"));
    click(prompt);
  }

  /** Mask and context lie in the image, follow the selection, and are no part of it. */
  private void previews(ImagePlus image, JDialog dialog) throws Exception {
    await(
        "the outlines", () -> outline(image, "mask") != null && outline(image, "context") != null);
    check(outline(image, "mask").getBounds().equals(image.getRoi().getBounds()), "another mask");
    Roi drawn = image.getRoi();
    image.setRoi(new OvalRoi(40.0, 30.0, 10.0, 12.0));
    Rectangle moved = new Rectangle(40, 30, 10, 12);
    await("the mask follows", () -> outline(image, "mask").getBounds().equals(moved));
    AbstractButton preview = named(dialog, AbstractButton.class, "Preview");
    click(preview);
    await("nothing", () -> image.getOverlay() == null);
    click(preview);
    image.setRoi(drawn);
    await("the outlines again", () -> outline(image, "context") != null);
    check(!image.changes, "the preview changed the image");
    click(named(dialog, JTextField.class, "prompt"));
  }

  private static boolean completing() {
    for (Window window : Window.getWindows()) {
      for (JList<?> list : all(window, JList.class)) {
        if (list.isShowing() && "completions".equals(list.getName())) {
          return true;
        }
      }
    }
    return false;
  }

  private static Roi outline(ImagePlus image, String of) {
    Overlay overlay = image.getOverlay();
    for (int i = 0; overlay != null && i < overlay.size(); i++) {
      if (("palimpsest-outline " + of).equals(overlay.get(i).getName())) {
        return overlay.get(i);
      }
    }
    return null;
  }

  /** The words that can be clicked. */
  private static List<String> chips(Container dialog) {
    List<String> words = new ArrayList<>();
    for (JToggleButton chip :
        all(named(dialog, JPanel.class, "prompt-words"), JToggleButton.class)) {
      words.add(chip.getText());
    }
    return words;
  }

  private void type(String text) {
    for (char c : text.toCharArray()) {
      key(KeyEvent.getExtendedKeyCodeForChar(c));
    }
  }

  /** Turns the wheel over a slider, which keeps its value. */
  private void roll(JDialog dialog, JSlider slider) throws Exception {
    EventQueue.invokeAndWait(() -> slider.scrollRectToVisible(new Rectangle(slider.getSize())));
    int before = slider.getValue();
    Point at = slider.getLocationOnScreen();
    robot.mouseMove(at.x + slider.getWidth() / 2, at.y + slider.getHeight() / 2);
    robot.mouseWheel(2);
    idle();
    check(slider.getValue() == before, "the wheel changed a value");
  }
}
