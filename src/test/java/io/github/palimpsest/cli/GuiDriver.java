package io.github.palimpsest.cli;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.MessageDialog;
import ij.gui.OvalRoi;
import ij.plugin.frame.Recorder;
import java.awt.Component;
import java.awt.Container;
import java.awt.EventQueue;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.event.KeyEvent;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import javax.swing.AbstractButton;
import javax.swing.JCheckBox;
import javax.swing.JDialog;
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
    image.setRoi(new OvalRoi(28.0, 24.0, 26.0, 20.0));
    Recorder recorder = new Recorder();
    choose("Plugins", "Palimpsest", "Diffusion Inpaint...");
    JDialog dialog = await("the dialog", () -> dialog("Diffusion Inpaint"));
    await("the model's words", () -> chips(dialog).containsAll(List.of("nuclei", "background")));
    JTextField prompt = named(dialog, JTextField.class, "prompt");
    await("the focus", prompt::isFocusOwner);
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
    robot.waitForIdle();
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
    robot.waitForIdle();
    check(slider.getValue() == before, "the wheel changed a value");
  }
}
