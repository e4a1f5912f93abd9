package io.github.palimpsest.session;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.gui.OvalRoi;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.io.FileSaver;
import ij.io.Opener;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.image.OutlineOverlay;
import io.github.palimpsest.inpaint.Outcome;
import io.github.palimpsest.inpaint.Runs;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.roi.OutlineColours;
import io.github.palimpsest.roi.Rois;
import java.awt.Color;
import java.awt.Rectangle;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Step stacks show where the mask is, and nobody takes that for something of the user's. */
class OutlineTest {
  private static final Request QUICK =
      Request.of("steps", 3, "seed", 7L, "stream", true, "latents", true);

  @TempDir Path folder;

  private static List<Roi> outlines(ImagePlus stack) {
    return Arrays.stream(stack.getOverlay().toArray()).filter(OutlineOverlay::is).toList();
  }

  private static int pixels(Roi roi) {
    return roi.getContainedPoints().length;
  }

  @Test
  void theOutlineHoldsJustThePixelsThatMayChange() {
    ImagePlus image = Pictures.image("8-bit");
    int masked = pixels(image.getRoi());
    Outcome outcome = Runs.inpaint(image, QUICK, Monitor.SILENT);
    Roi outline = outlines(outcome.steps()).get(0);
    assertEquals(1, outlines(outcome.steps()).size());
    assertEquals(masked, pixels(outline));
    Rectangle moved = outline.getBounds();
    moved.translate(
        (int) -outcome.steps().getCalibration().xOrigin,
        (int) -outcome.steps().getCalibration().yOrigin);
    assertEquals(image.getRoi().getBounds(), moved);
    assertEquals(1, outlines(outcome.latents()).size());
    assertNull(image.getOverlay());
    assertNull(outcome.result().getOverlay());
  }

  @Test
  void everySampleHasItsOwnOnItsSlice() {
    Outcome outcome =
        Runs.inpaint(Pictures.image("8-bit"), QUICK.with("samples", 3), Monitor.SILENT);
    List<Roi> outlines = outlines(outcome.steps());
    assertEquals(List.of(1, 2, 3), outlines.stream().map(Roi::getZPosition).sorted().toList());
  }

  @Test
  void regionsAreOutlinedInTheirColours() {
    ImagePlus image = Pictures.image("RGB");
    Roi region = new Roi(20, 20, 12, 10);
    region.setProperty("palimpsest.role", "region");
    region.setStrokeColor(Color.ORANGE);
    Roi plain = new OvalRoi(30, 24, 10, 10);
    plain.setProperty("palimpsest.role", "region");
    Overlay overlay = new Overlay(region);
    overlay.add(plain);
    image.setOverlay(overlay);
    Outcome outcome = Runs.inpaint(image, QUICK, Monitor.SILENT);
    List<Color> colours = outlines(outcome.steps()).stream().map(Roi::getStrokeColor).toList();
    assertEquals(List.of(OutlineColours.MASK, Color.ORANGE, OutlineColours.region(1)), colours);
    assertEquals(2, image.getOverlay().size());
    assertEquals(2, outcome.result().getOverlay().size());
  }

  @Test
  void itFollowsTheMaskAndLeavesTheUsersOwn() {
    ImagePlus image = Pictures.image("8-bit");
    try (Session session = Session.start(image, QUICK, Monitor.SILENT)) {
      ImagePlus stack = session.stepStack();
      Roi own = new Roi(1, 1, 2, 2);
      stack.getOverlay().add(own);
      session.step(1);
      image.setRoi(new OvalRoi(20, 18, 12, 12));
      session.set("guidance", 2);
      assertEquals(28, outlines(stack).get(0).getBounds().width);
      session.set("mask", "Selection");
      assertEquals(12, outlines(stack).get(0).getBounds().width);
      assertEquals(1, outlines(stack).size());
      assertTrue(stack.getOverlay().contains(own));
      try (Session branch = session.branch()) {
        assertEquals(12, outlines(branch.stepStack()).get(0).getBounds().width);
      }
    }
  }

  @Test
  void noMaskOrResultIsReadFromIt() {
    Outcome outcome = Runs.inpaint(Pictures.image("8-bit"), QUICK, Monitor.SILENT);
    ImagePlus stack = outcome.steps();
    assertFalse(outlines(stack).isEmpty());
    assertEquals(List.of(), Rois.ofOverlay(stack, 1));
    assertThrows(
        BadInput.class,
        () -> Runs.inpaint(stack, Request.of("steps", 1, "mask", "Overlay"), Monitor.SILENT));
    stack.setPosition(1, 1, 2);
    stack.setRoi(new Roi(10, 10, 8, 8));
    ImagePlus again = Runs.inpaint(stack, Request.of("steps", 1), Monitor.SILENT).result();
    assertNull(again.getOverlay());
  }

  @Test
  void savedAndReopenedItIsStillNobodysMaskAndTheFramesAreTheSame() {
    for (String type : new String[] {"8-bit", "RGB"}) {
      Outcome outcome = Runs.inpaint(Pictures.image(type), QUICK, Monitor.SILENT);
      ImagePlus saved = outcome.steps();
      String file = folder.resolve("steps.tif").toString();
      assertTrue(new FileSaver(saved).saveAsTiffStack(file));
      ImagePlus stack = new Opener().openImage(file);
      assertEquals(1, outlines(stack).size());
      assertEquals(List.of(), Rois.ofOverlay(stack, 1));
      for (int i = 1; i <= saved.getStackSize(); i++) {
        assertArrayEquals(
            (float[]) saved.getStack().getPixels(i), (float[]) stack.getStack().getPixels(i));
        assertEquals(saved.getStack().getSliceLabel(i), stack.getStack().getSliceLabel(i));
      }
      stack.setPosition(1, 1, 2);
      Outcome again = Continuation.of(stack, 1, 9, Monitor.SILENT).finish();
      Pictures.assertSame(saved, again.steps(), type);
      assertEquals(1, outlines(again.steps()).size());
    }
  }
}
