package io.github.palimpsest.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.measure.Calibration;
import ij.process.LUT;
import java.awt.Color;
import java.awt.Rectangle;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResultImagesTest {
  private static void dress(ImagePlus imp) {
    Calibration cal = imp.getCalibration();
    cal.pixelWidth = 0.25;
    cal.setUnit("µm");
    cal.frameInterval = 3;
    imp.setProperty("Info", "made by a microscope");
    imp.setProp("Objective", "63x");
    imp.setOverlay(new Overlay(new Roi(1, 1, 3, 3)));
    imp.setRoi(2, 2, 4, 4);
  }

  private static void assertDressed(ImagePlus imp) {
    assertEquals(0.25, imp.getCalibration().pixelWidth);
    assertEquals(3, imp.getCalibration().frameInterval);
    assertEquals("µm", imp.getCalibration().getUnit());
    assertEquals("made by a microscope", imp.getInfoProperty());
    assertEquals("63x", imp.getProp("Objective"));
    assertEquals(1, imp.getOverlay().size());
  }

  @Test
  void copiesASingleImage() {
    ImagePlus source = IJ.createImage("cells 01.v2.tif", "16-bit ramp", 20, 10, 1);
    dress(source);
    source.setLut(LUT.createLutFromColor(Color.GREEN));
    source.setDisplayRange(300, 4000);
    ImagePlus copy = ResultImages.copyOf(source, 1).images().get(0);
    assertEquals("cells 01.v2-result", copy.getTitle());
    assertDressed(copy);
    assertEquals(300, copy.getDisplayRangeMin());
    assertEquals(4000, copy.getDisplayRangeMax());
    assertEquals(
        source.getProcessor().getLut().getRGB(200), copy.getProcessor().getLut().getRGB(200));
    assertNotSame(source.getProcessor().getPixels(), copy.getProcessor().getPixels());
    assertArrayEquals(Plane.of(source, 1).read(), Plane.of(copy, 1).read());
    assertEquals(new Rectangle(2, 2, 4, 4), source.getRoi().getBounds());
    assertNull(copy.getRoi());
    assertNotSame(source.getOverlay(), copy.getOverlay());
    assertEquals(1, copy.getStackSize());
  }

  @Test
  void copiesIndexedColourAndRgb() {
    ImagePlus indexed = IJ.createImage("x", "8-bit ramp", 20, 10, 1);
    indexed.setLut(LUT.createLutFromColor(Color.ORANGE));
    indexed.setTypeToColor256();
    ImagePlus copy = ResultImages.copyOf(indexed, 1).images().get(0);
    assertEquals(indexed.getType(), copy.getType());
    ImagePlus rgb = IJ.createImage("x", "RGB ramp", 20, 10, 1);
    assertEquals(24, ResultImages.copyOf(rgb, 1).images().get(0).getBitDepth());
  }

  @Test
  void copiesACompositeHyperstack() {
    ImagePlus h = IJ.createHyperStack("h", 8, 8, 2, 3, 4, 16);
    CompositeImage source = new CompositeImage(h, CompositeImage.COMPOSITE);
    dress(source);
    source.setChannelLut(LUT.createLutFromColor(Color.ORANGE), 2);
    source.setPosition(2, 3, 1);
    source.setDisplayRange(7, 70);
    source.getStack().setSliceLabel("label five", 5);
    ImagePlus copy = ResultImages.copyOf(source, 1).images().get(0);
    assertArrayEquals(source.getDimensions(), copy.getDimensions());
    assertTrue(copy.isComposite());
    assertEquals(CompositeImage.COMPOSITE, copy.getCompositeMode());
    assertEquals("label five", copy.getStack().getSliceLabel(5));
    assertEquals(Color.ORANGE.getRGB(), copy.getLuts()[1].getRGB(255));
    assertEquals(70, copy.getLuts()[1].max);
    assertEquals(source.getCurrentSlice(), copy.getCurrentSlice());
    assertTrue(copy.isHyperStack());
    assertDressed(copy);
  }

  @Test
  void samplesBecomeFramesOrderedBySeed() {
    ImagePlus source = IJ.createHyperStack("s", 8, 8, 2, 3, 1, 8);
    ResultImages results = ResultImages.copyOf(source, 4);
    assertEquals(1, results.images().size());
    ImagePlus imp = results.images().get(0);
    assertArrayEquals(new int[] {8, 8, 2, 3, 4}, imp.getDimensions());
    Rectangle r = new Rectangle(0, 0, 1, 1);
    for (int k = 0; k < 4; k++) {
      results.write(k, List.of(new PlaneEdit(5, r, new float[][] {{10 + k}}, new float[] {1})));
    }
    for (int k = 0; k < 4; k++) {
      int position = imp.getStackIndex(1, 3, k + 1);
      assertEquals(10 + k, Plane.of(imp, position).read(r)[0][0]);
    }
  }

  @Test
  void samplesOfASingleImageAreAFrameStack() {
    ImagePlus imp =
        ResultImages.copyOf(IJ.createImage("x.png", "RGB ramp", 8, 8, 1), 3).images().get(0);
    assertArrayEquals(new int[] {8, 8, 1, 1, 3}, imp.getDimensions());
  }

  @Test
  void samplesOfATimeSeriesAreImages() {
    ImagePlus source = IJ.createHyperStack("t", 8, 8, 1, 1, 5, 8);
    ResultImages results = ResultImages.copyOf(source, 2);
    assertEquals(
        List.of("t-result", "t-result-2"),
        results.images().stream().map(ImagePlus::getTitle).toList());
    results.write(
        1, List.of(new PlaneEdit(5, new Rectangle(1, 1), new float[][] {{9}}, new float[] {1})));
    assertEquals(9, results.images().get(1).getStack().getProcessor(5).get(0));
    assertEquals(0, results.images().get(0).getStack().getProcessor(5).get(0));
  }

  @Test
  void readsAVirtualStackIntoMemory() {
    ImagePlus source = new ImagePlus("v", new PlaneTest.CountingStack());
    ImagePlus copy = ResultImages.copyOf(source, 1).images().get(0);
    assertFalse(copy.getStack().isVirtual());
    assertEquals("plane 4", copy.getStack().getSliceLabel(4));
    assertEquals(4, copy.getStack().getProcessor(4).get(0));
    InPlaceEdit.check(copy);
  }
}
