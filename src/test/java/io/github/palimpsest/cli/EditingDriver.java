package io.github.palimpsest.cli;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.GenericDialog;
import ij.gui.OvalRoi;
import ij.gui.Toolbar;
import ij.gui.YesNoCancelDialog;
import java.awt.Color;
import java.awt.Container;
import java.awt.EventQueue;
import java.awt.Point;
import java.awt.TextField;
import java.util.Arrays;
import javax.swing.JCheckBox;

/**
 * A user who edits frames with ImageJ's own commands, chosen from its menus, on selections drawn by
 * mouse: fills, takes that back, blurs, pastes, and fills on the latents stack. Keeps the frame as
 * it was edited and the result, for each.
 */
final class EditingDriver extends PanelHands {
  private static final int RECTANGLE = 0;
  private static final int FRAME = 4;

  /** An edit of the frame shown. */
  private interface Edit {
    void on(ImagePlus stack) throws Exception;
  }

  @Override
  void run(String imagePath) throws Exception {
    ImagePlus image = open(imagePath);
    place(image, 20, 130);
    image.setRoi(new OvalRoi(28.0, 24.0, 26.0, 20.0));
    Toolbar.setForegroundColor(Color.WHITE);
    Container panel = panel();
    type(panel, "steps", "6");
    type(panel, "seed", "7");
    JCheckBox latents = named(panel, JCheckBox.class, "latents");
    click(latents);
    check(latents.isSelected(), "no latents");

    edited(panel, "fill", "steps", this::fill);
    edited(panel, "undone", "steps", this::undone);
    edited(panel, "blur", "steps", this::blur);
    type(panel, "weight", "0.5");
    edited(panel, "paste", "steps", this::paste);
    type(panel, "weight", "1");
    edited(panel, "latents", "latents", this::fill);
  }

  private void edited(Container panel, String name, String which, Edit edit) throws Exception {
    press(panel, "Run");
    await("the end", () -> progress(panel).startsWith("step 6 of 6") && idle(panel));
    place(WindowManager.getImage("field-steps"), 20, 330);
    place(WindowManager.getImage("field-latents"), 250, 330);
    ImagePlus stack = WindowManager.getImage("field-" + which);
    stack.setPosition(1, 1, FRAME);
    float[] before = frame(stack);
    edit.on(stack);
    boolean same = Arrays.equals(before, frame(stack));
    check(same == name.equals("undone"), "the frame is " + (same ? "as before" : "edited"));
    String word = same ? "Frame 4 is shown" : "Edit on frame 4: ";
    await("the word of " + name, () -> text(panel, "edit").startsWith(word));
    Thread.sleep(300);
    photograph("editing-" + name + ".png");
    save(new ImagePlus("", stack.getStack().getProcessor(FRAME).duplicate()), "frame-" + name);
    press(panel, "Finish");
    ImagePlus result = await("the result", () -> WindowManager.getImage("field-result"));
    await("the session's end", () -> progress(panel).equals("no session"));
    save(result.duplicate(), "result-" + name);
    save(WindowManager.getImage("field-steps").duplicate(), "steps-" + name);
    for (String title : new String[] {"field-result", "field-steps", "field-latents"}) {
      ImagePlus left = WindowManager.getImage(title);
      left.changes = false;
      left.close();
    }
  }

  private void save(ImagePlus image, String name) {
    IJ.saveAsTiff(image, out.resolve(name + ".tif").toString());
  }

  private static float[] frame(ImagePlus stack) {
    return ((float[]) stack.getStack().getPixels(FRAME)).clone();
  }

  /** A part of the mask, on a stack that may show only a part of the image. */
  private Point[] corner(ImagePlus stack) {
    Point at =
        new Point(
            36 + (int) stack.getCalibration().xOrigin, 28 + (int) stack.getCalibration().yOrigin);
    return new Point[] {at, new Point(at.x + 10, at.y + 8)};
  }

  private void select(ImagePlus stack) throws Exception {
    tool(RECTANGLE, 1, "rect");
    select(stack, corner(stack));
  }

  private void fill(ImagePlus stack) throws Exception {
    select(stack);
    choose("Edit", "Fill");
    thisOne();
    settled(stack);
  }

  private void undone(ImagePlus stack) throws Exception {
    float[] before = frame(stack);
    fill(stack);
    check(!Arrays.equals(before, frame(stack)), "nothing was filled");
    choose("Edit", "Undo");
    await("the undo", () -> Arrays.equals(before, frame(stack)));
  }

  private void blur(ImagePlus stack) throws Exception {
    select(stack);
    choose("Process", "Filters", "Gaussian Blur...");
    GenericDialog dialog = await("the filter's dialog", () -> window(GenericDialog.class));
    TextField sigma = all(dialog, TextField.class).get(0);
    EventQueue.invokeAndWait(() -> sigma.setText("3"));
    accept(dialog);
    thisOne();
    settled(stack);
  }

  /** Copies a part, moves the selection and pastes there; the paste is left floating. */
  private void paste(ImagePlus stack) throws Exception {
    select(stack);
    choose("Edit", "Copy");
    Thread.sleep(300);
    Point[] corner = corner(stack);
    drag(stack, new Point(corner[0].x + 4, corner[0].y + 4), corner[1]);
    choose("Edit", "Paste");
    settled(stack);
  }

  /** ImageJ asks whether the command is for the whole stack: it is for this frame. */
  private void thisOne() throws Exception {
    YesNoCancelDialog asked = await("the question", () -> window(YesNoCancelDialog.class));
    answer(asked, "No");
  }

  /** Waits until the pixels stand still: commands run on threads of their own. */
  private void settled(ImagePlus stack) throws Exception {
    float[] last = frame(stack);
    for (int same = 0; same < 6; same++) {
      Thread.sleep(100);
      float[] now = frame(stack);
      same = Arrays.equals(last, now) ? same : 0;
      last = now;
    }
    check(!stack.isLocked(), "the command still runs");
  }
}
