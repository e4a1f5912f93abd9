package io.github.palimpsest.cli;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.plugin.frame.Recorder;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.swing.JDialog;
import javax.swing.JTextArea;
import javax.swing.JTextField;

/**
 * A user who repaints the folder {@code fields} beside an image that is open, and asks for the same
 * again. Leaves what the Recorder wrote.
 */
final class BatchDriver extends Hands {
  private static final String LABEL = "Batch Diffusion Inpaint...";

  @Override
  void run(String imagePath) throws Exception {
    ImagePlus image = open(imagePath);
    Recorder recorder = new Recorder();
    Path fields = Path.of(imagePath).resolveSibling("fields");
    String results = fields.resolveSibling("results").toString();

    choose("Plugins", "Palimpsest", LABEL);
    JDialog dialog = await("the dialog", () -> dialog("Batch Diffusion Inpaint"));
    JTextField input = named(dialog, JTextField.class, "input");
    await("the focus", input::isFocusOwner);
    click(dialog.getRootPane().getDefaultButton());
    JTextArea error = named(dialog, JTextArea.class, "input-error");
    await("the error", () -> error.getText().equals("Input folder must be given: name a folder."));
    photograph("batch-dialog-error.png");
    fill(dialog, "input", fields.toString());
    fill(dialog, "output", results);
    fill(dialog, "steps", "3");
    JTextArea cost = named(dialog, JTextArea.class, "cost");
    await("what there is", () -> cost.getText().startsWith("3 images"));
    photograph("batch-dialog.png");
    accept(dialog);
    await("the Log", () -> IJ.getLog() != null && IJ.getLog().startsWith("Batch: "));
    check(WindowManager.getCurrentImage() == image, "another image is current");
    check(WindowManager.getImageCount() == 1, "images were opened");
    photograph("batch-done.png");
    Files.writeString(out.resolve("recorded.txt"), recorder.getText());
    Files.writeString(out.resolve("log.txt"), IJ.getLog());

    choose("Plugins", "Palimpsest", LABEL);
    JDialog again = await("the dialog again", () -> dialog("Batch Diffusion Inpaint"));
    check(named(again, JTextField.class, "output").getText().equals(results), "output is lost");
    check(named(again, JTextField.class, "steps").getText().equals("3"), "steps are lost");
    answer(again, "Cancel");
  }
}
