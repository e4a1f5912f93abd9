package io.github.palimpsest.cli;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.GenericDialog;
import ij.gui.MessageDialog;
import ij.gui.MultiLineLabel;
import ij.gui.OvalRoi;
import ij.plugin.frame.Recorder;
import java.awt.Checkbox;
import java.awt.Component;
import java.awt.Container;
import java.awt.EventQueue;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

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
    GenericDialog dialog = await("the dialog", () -> window(GenericDialog.class));
    String words = text(dialog.getMessage());
    check(
        words.contains("nuclei") && words.contains("background"),
        "the dialog does not show the model's words but: " + words);
    fill(dialog, "Prompt", "fluorescence nuclei");
    fill(dialog, "Steps", "20");
    fill(dialog, "Seed", "7");
    tick(dialog, "Stream");
    robot.waitForIdle();
    photograph("dialog.png");
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
    ImagePlus steps = WindowManager.getImage("field-steps");
    IJ.saveAsTiff(steps, out.resolve("gui-steps.tif").toString());
  }

  private static void tick(Container dialog, String label) throws Exception {
    for (Checkbox box : all(dialog, Checkbox.class)) {
      if (box.getLabel().startsWith(label)) {
        EventQueue.invokeAndWait(() -> box.setState(true));
        return;
      }
    }
    throw new IllegalStateException("no box " + label);
  }

  /** ImageJ shows these lines but does not hand them out. */
  private static String text(Component message) throws ReflectiveOperationException {
    Field lines = MultiLineLabel.class.getDeclaredField("lines");
    lines.setAccessible(true);
    return String.join(" ", (String[]) lines.get(message));
  }
}
