package io.github.palimpsest.roi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.Arrow;
import ij.gui.ImageRoi;
import ij.gui.Overlay;
import ij.gui.PointRoi;
import ij.gui.Roi;
import ij.gui.TextRoi;
import ij.macro.Interpreter;
import ij.process.LUT;
import io.github.palimpsest.check.BadInput;
import java.awt.Color;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MasksTest {
  private final ImagePlus imp = IJ.createHyperStack("cells", 40, 30, 2, 3, 1, 16);
  private final List<ImagePlus> open = new ArrayList<>();

  @AfterEach
  void close() {
    open.forEach(Interpreter::removeBatchModeImage);
    Interpreter.batchMode = false;
  }

  private ImagePlus image(String title, String type, int w, int h, int planes) {
    ImagePlus image = IJ.createImage(title, type, w, h, planes);
    Interpreter.batchMode = true; // open without a window
    Interpreter.addBatchModeImage(image);
    open.add(image);
    return image;
  }

  private String refusal(String key) {
    String message =
        assertThrows(BadInput.class, () -> new MaskReader(imp, key, sentence -> {}).read(1, 0, 0))
            .getMessage();
    assertTrue(message.indexOf('\n') < 0 && message.endsWith("."), message);
    return message;
  }

  private static Roi with(Roi roi, String role) {
    roi.setProperty(Role.PROPERTY, role);
    return roi;
  }

  @Test
  void selectionIsClippedToTheImage() {
    imp.setRoi(new Roi(30, 20, 100, 100));
    assertEquals(
        new Rectangle(30, 20, 10, 10),
        new MaskReader(imp, "selection", sentence -> {}).read(4, 0, 0).bounds());
  }

  @Test
  void selectionMistakesAreNamed() {
    assertTrue(
        refusal("Selection").startsWith("mask=Selection needs a selection: draw one on 'cells'"));
    imp.setRoi(new Roi(50, 50, 10, 10));
    assertTrue(refusal("").contains("holds no pixel of the image"));
  }

  @Test
  void overlayIsTheUnionOfFreeAndMaskRoisOfThePlane() {
    Overlay overlay = new Overlay();
    overlay.add(new Roi(0, 0, 4, 4));
    overlay.add(with(new Roi(10, 0, 4, 4), "mask"));
    overlay.add(with(new Roi(20, 0, 4, 4), "region"));
    overlay.add(with(new Roi(25, 0, 4, 4), "control"));
    Roi elsewhere = new Roi(0, 10, 4, 4);
    elsewhere.setPosition(2, 2, 1);
    overlay.add(elsewhere);
    Roi channel = new Roi(0, 20, 4, 4);
    channel.setPosition(1, 0, 0);
    overlay.add(channel);
    imp.setOverlay(overlay);
    assertEquals(48, new MaskReader(imp, "Overlay", sentence -> {}).read(1, 0, 0).count());
    assertEquals(
        48,
        new MaskReader(imp, "overlay", sentence -> {})
            .read(imp.getStackIndex(2, 2, 1), 0, 0)
            .count());
    assertEquals(
        32,
        new MaskReader(imp, "overlay", sentence -> {})
            .read(imp.getStackIndex(2, 3, 1), 0, 0)
            .count());
  }

  @Test
  void stackPositionsCount() {
    ImagePlus stack = IJ.createImage("s", "8-bit black", 20, 20, 3);
    Roi second = new Roi(0, 0, 4, 4);
    second.setPosition(2);
    stack.setOverlay(new Overlay(second));
    assertEquals(16, new MaskReader(stack, "Overlay", sentence -> {}).read(2, 0, 0).count());
    assertThrows(
        BadInput.class, () -> new MaskReader(stack, "Overlay", sentence -> {}).read(3, 0, 0));
  }

  @Test
  void pointsCarryTheirOwnPlanes() {
    ImagePlus stack = IJ.createImage("s", "8-bit black", 20, 20, 3);
    PointRoi points = new PointRoi();
    points.addUserPoint(stack, 3, 3);
    stack.setSlice(2);
    points.addUserPoint(stack, 9, 9);
    stack.setRoi(points);
    assertEquals(1, new MaskReader(stack, "Selection", sentence -> {}).read(2, 0, 0).at(9, 9));
    assertEquals(1, new MaskReader(stack, "Selection", sentence -> {}).read(2, 0, 0).count());
  }

  @Test
  void freezeActsWhateverTheMaskIs() {
    imp.setOverlay(new Overlay(with(new Roi(0, 0, 20, 30), "freeze")));
    imp.setRoi(new Roi(10, 10, 20, 10));
    Mask mask = new MaskReader(imp, "Selection", sentence -> {}).read(1, 0, 1);
    assertEquals(new Rectangle(20, 10, 10, 10), mask.bounds());
    assertEquals(0.5f, mask.at(20, 15), 1e-6f);
    imp.setRoi(new Roi(10, 10, 5, 5));
    assertTrue(refusal("Selection").contains("freeze"));
  }

  @Test
  void roiMistakesAreNamed() {
    assertTrue(refusal("Overlay").startsWith("mask=Overlay needs a ROI"));
    assertTrue(refusal("roi manager").startsWith("mask=[ROI Manager] needs a ROI"));
    imp.setOverlay(new Overlay(with(new Roi(0, 0, 4, 4), "frozen")));
    assertTrue(refusal("Overlay").contains("palimpsest.role (frozen)"));
    imp.setOverlay(new Overlay(new Roi(100, 100, 4, 4)));
    assertTrue(refusal("Overlay").contains("move them inside"));
  }

  @Test
  void maskImagesByType() {
    ImagePlus m8 = image("m8", "8-bit black", 40, 30, 1);
    m8.getProcessor().set(3, 2, 51);
    m8.setLut(LUT.createLutFromColor(Color.RED));
    m8.getProcessor().invertLut();
    assertEquals(0.2f, new MaskReader(imp, "m8", sentence -> {}).read(1, 0, 0).at(3, 2), 1e-7f);
    ImagePlus m16 = image("m16", "16-bit black", 40, 30, 1);
    m16.getProcessor().set(3, 2, 1);
    m16.getProcessor().set(4, 2, 60000);
    assertEquals(2, new MaskReader(imp, "m16", sentence -> {}).read(1, 0, 0).count());
    assertEquals(1, new MaskReader(imp, "m16", sentence -> {}).read(1, 0, 0).at(3, 2));
    ImagePlus m32 = image("m32", "32-bit black", 40, 30, 1);
    m32.getProcessor().setf(3, 2, 0.7f);
    assertEquals(0.7f, new MaskReader(imp, "m32", sentence -> {}).read(1, 0, 0).at(3, 2));
  }

  @Test
  void maskOfTheSelectionsSizeIsPlacedThere() {
    ImagePlus m = image("small", "8-bit white", 6, 5, 1);
    imp.setRoi(new Roi(10, 12, 6, 5));
    assertEquals(
        new Rectangle(10, 12, 6, 5),
        new MaskReader(imp, "small", sentence -> {}).read(1, 0, 0).bounds());
    imp.setRoi(new Roi(37, 12, 6, 5));
    assertEquals(
        new Rectangle(37, 12, 3, 5),
        new MaskReader(imp, "small", sentence -> {}).read(1, 0, 0).bounds());
    assertEquals(6, m.getWidth());
  }

  @Test
  void stacksMatchPlaneByPlane() {
    ImagePlus m = image("planes", "8-bit black", 40, 30, 6);
    m.getStack().getProcessor(4).set(7, 7, 255);
    assertEquals(1, new MaskReader(imp, "planes", sentence -> {}).read(4, 0, 0).at(7, 7));
    assertThrows(BadInput.class, () -> new MaskReader(imp, "planes", sentence -> {}).read(3, 0, 0));
    ImagePlus z = image("slices", "8-bit black", 40, 30, 3);
    z.getStack().getProcessor(2).set(7, 7, 255);
    assertEquals(
        1,
        new MaskReader(imp, "slices", sentence -> {})
            .read(imp.getStackIndex(2, 2, 1), 0, 0)
            .count());
  }

  @Test
  void maskImageMistakesAreNamed() {
    image("zero", "8-bit black", 40, 30, 1);
    assertTrue(refusal("zero").contains("zero everywhere"));
    assertTrue(refusal("none").contains("open are 'zero'"));
    image("size", "8-bit white", 41, 30, 1);
    assertTrue(refusal("size").contains("41 x 30"));
    image("rgb", "RGB black", 40, 30, 1);
    assertTrue(refusal("rgb").contains("white"));
    ImagePlus f = image("nan", "32-bit black", 40, 30, 1);
    f.getProcessor().setf(1, 1, Float.NaN);
    assertTrue(refusal("nan").contains("NaN"));
    f.getProcessor().setf(1, 1, 1.5f);
    assertTrue(refusal("nan").contains("0 to 1"));
    image("two", "8-bit white", 40, 30, 4);
    assertTrue(refusal("two").contains("4 planes"));
  }

  @Test
  void imagesAreNamedByTitleOrId() {
    ImagePlus one = image("A_1.tif", "8-bit black", 40, 30, 1);
    one.getProcessor().set(3, 2, 255);
    assertEquals(1, new MaskReader(imp, "A_1.tif", sentence -> {}).read(1, 0, 0).count());
    assertEquals(1, new MaskReader(imp, " " + one.getID(), sentence -> {}).read(1, 0, 0).count());
    ImagePlus other = image("A_1.tif", "8-bit white", 40, 30, 1);
    String two = refusal("A_1.tif");
    assertTrue(two.contains("mask (A_1.tif)") && two.contains("2 open images"), two);
    assertTrue(two.contains("" + one.getID()) && two.contains("" + other.getID()), two);
    assertEquals(
        1200, new MaskReader(imp, "" + other.getID(), sentence -> {}).read(1, 0, 0).count());
    assertTrue(refusal("-99999").contains("title or ID"));
    // a title that looks like an ID is a title
    ImagePlus odd = image("" + other.getID(), "8-bit black", 40, 30, 1);
    odd.getProcessor().set(1, 1, 255);
    assertEquals(1, new MaskReader(imp, "" + other.getID(), sentence -> {}).read(1, 0, 0).count());
    image(" spaced ", "8-bit white", 40, 30, 1);
    assertEquals(1200, new MaskReader(imp, "spaced", sentence -> {}).read(1, 0, 0).count());
  }

  @Test
  void anImageIsNeverItsOwnMask() {
    Interpreter.batchMode = true;
    Interpreter.addBatchModeImage(imp);
    open.add(imp);
    assertTrue(refusal("cells").startsWith("mask (cells) is the image itself"));
    assertTrue(refusal("" + imp.getID()).contains("is the image itself"));
    image("cells", "8-bit white", 40, 30, 1);
    assertEquals(1200, new MaskReader(imp, "cells", sentence -> {}).read(1, 0, 0).count());
    image("cells", "8-bit white", 40, 30, 1);
    assertTrue(refusal("cells").contains("2 open images"));
  }

  @Test
  void aClosedImageIsNoMask() {
    ImagePlus gone = image("gone", "8-bit white", 40, 30, 1);
    String id = "" + gone.getID();
    Interpreter.removeBatchModeImage(gone);
    gone.flush();
    assertTrue(refusal("gone").contains("none is open"));
    assertTrue(refusal(id).contains("none is open"));
  }

  @Test
  void annotationsAreNoMask() {
    Overlay overlay = new Overlay();
    Roi bar = new Roi(30, 25, 8, 2);
    bar.setName("|SB|");
    overlay.add(bar);
    overlay.add(new TextRoi(2, 20, "10 um"));
    overlay.add(new Arrow(1, 1, 20, 20));
    overlay.add(new ImageRoi(0, 0, new ij.process.ColorProcessor(5, 5)));
    imp.setOverlay(overlay);
    String only = refusal("Overlay");
    assertTrue(only.contains("annotations only (arrow, picture, scale bar, text)"), only);
    assertTrue(only.contains("palimpsest.role=mask"), only);
    overlay.add(new Roi(3, 3, 4, 4));
    List<String> said = new ArrayList<>();
    assertEquals(16, new MaskReader(imp, "Overlay", said::add).read(1, 0, 0).count());
    assertTrue(said.get(0).contains("(arrow, picture, scale bar, text)"), said.toString());
    assertEquals(1, Masks.outlines(imp, "Overlay", 1).size());
    with(bar, "mask");
    assertEquals(32, new MaskReader(imp, "Overlay", sentence -> {}).read(1, 0, 0).count());
  }

  @Test
  void growComesFirstThenFreezeThenFeather() {
    imp.setRoi(new Roi(10, 10, 6, 6));
    imp.setOverlay(new Overlay(with(new Roi(0, 0, 12, 30), "freeze")));
    Mask mask = new MaskReader(imp, "Selection", s -> {}).read(1, 3, 1);
    assertEquals(new Rectangle(12, 7, 7, 12), mask.bounds());
    assertEquals(0.5f, mask.at(12, 12), 1e-6f, "feathered inside the grown mask");
    assertEquals(1, mask.at(14, 12));
    Mask small = new MaskReader(imp, "Selection", s -> {}).read(1, -1, 0);
    assertEquals(new Rectangle(12, 11, 3, 4), small.bounds());
    String sentence =
        assertThrows(
                EmptyMask.class, () -> new MaskReader(imp, "Selection", s -> {}).read(1, -3, 0))
            .getMessage();
    assertTrue(sentence.contains("grow=-3: shrink less"), sentence);
  }

  @Test
  void aPlaneWithoutRoiNamesOneThatHasSome() {
    Roi second = new Roi(0, 0, 4, 4);
    second.setPosition(1, 2, 1);
    imp.setOverlay(new Overlay(second));
    assertTrue(refusal("Overlay").contains("plane 3 has one"));
  }

  @Test
  void aPointSetOnOnePlaneLiesThere() {
    PointRoi point = new PointRoi(5, 5);
    point.setPosition(1, 2, 1);
    imp.setOverlay(new Overlay(point));
    assertEquals(1, new MaskReader(imp, "Overlay", sentence -> {}).read(3, 0, 0).count());
    refusal("Overlay");
  }

  @Test
  void titlesMayHoldPercentSigns() {
    image("50% mask", "8-bit black", 40, 30, 1);
    assertTrue(refusal("50% mask").contains("'50% mask'"));
  }

  @Test
  void maskIsTheSameOnEveryCall() {
    imp.setRoi(new Roi(3, 4, 9, 9));
    assertArrayEquals(
        new MaskReader(imp, "Selection", sentence -> {}).read(1, 0, 2.5).weights(),
        new MaskReader(imp, "Selection", sentence -> {}).read(1, 0, 2.5).weights());
  }
}
