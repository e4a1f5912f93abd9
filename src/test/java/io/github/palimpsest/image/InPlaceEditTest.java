package io.github.palimpsest.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.Undo;
import ij.WindowManager;
import ij.plugin.Commands;
import ij.process.ImageProcessor;
import ij.process.LUT;
import io.github.palimpsest.check.BadInput;
import java.awt.Color;
import java.awt.Rectangle;
import java.util.Arrays;
import java.util.List;
import net.imglib2.img.display.imagej.KeptPlanes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Undo as ImageJ's own {@code Edit ▸ Undo} does it. */
class InPlaceEditTest {
  private static final Rectangle R = new Rectangle(3, 4, 5, 2);

  @AfterEach
  void forget() {
    WindowManager.setTempCurrentImage(null);
    Undo.setup(Undo.NOTHING, null);
  }

  private static PlaneEdit edit(ImagePlus imp, int position, Rectangle r, float value) {
    float[][] values = new float[SampleType.of(imp).channels()][r.width * r.height];
    for (float[] channel : values) {
      Arrays.fill(channel, value);
    }
    float[] mask = new float[r.width * r.height];
    Arrays.fill(mask, 1);
    return new PlaneEdit(position, r, values, mask);
  }

  private static float[][] pixels(ImagePlus imp, int position) {
    return Plane.of(imp, position).read();
  }

  private static void undo(ImagePlus imp) {
    WindowManager.setTempCurrentImage(imp);
    new Commands().run("undo");
  }

  @Test
  void aStackThatKeepsItsPixelsIsWrittenThoughItCallsItselfVirtual() {
    ImagePlus kept = new ImagePlus("kept", new KeptPlanes(3, false));
    InPlaceEdit.check(kept);
    InPlaceEdit.write(kept, List.of(edit(kept, 2, R, 77)), () -> {});
    assertEquals(77, kept.getImageStack().getProcessor(2).get(R.x, R.y));
    assertEquals(0, kept.getImageStack().getProcessor(1).get(R.x, R.y));
    ImagePlus forgetful = new ImagePlus("copies", new KeptPlanes(3, true));
    String sentence = assertThrows(BadInput.class, () -> InPlaceEdit.check(forgetful)).getMessage();
    assertTrue(sentence.contains("virtual"), sentence);
  }

  @ParameterizedTest
  @ValueSource(strings = {"8-bit ramp", "16-bit ramp", "32-bit ramp", "RGB ramp"})
  void undoRestoresAndRedoes(String type) {
    ImagePlus imp = IJ.createImage("x", type, 32, 16, 1);
    Object array = imp.getProcessor().getPixels();
    float[][] before = pixels(imp, 1);
    double min = imp.getDisplayRangeMin();
    double max = imp.getDisplayRangeMax();
    InPlaceEdit.write(imp, List.of(edit(imp, 1, R, 77)), () -> {});
    float[][] after = pixels(imp, 1);
    assertFalse(Arrays.deepEquals(before, after));
    assertTrue(imp.changes);
    assertSame(array, imp.getProcessor().getPixels());
    undo(imp);
    assertArrayEquals(before, pixels(imp, 1));
    undo(imp);
    assertArrayEquals(after, pixels(imp, 1));
    undo(imp);
    assertArrayEquals(before, pixels(imp, 1));
    assertEquals(min, imp.getDisplayRangeMin());
    assertEquals(max, imp.getDisplayRangeMax());
  }

  @Test
  void aSecondEditHasItsOwnUndo() {
    ImagePlus imp = IJ.createImage("x", "16-bit ramp", 32, 16, 1);
    InPlaceEdit.write(imp, List.of(edit(imp, 1, R, 77)), () -> {});
    float[][] first = pixels(imp, 1);
    InPlaceEdit.write(imp, List.of(edit(imp, 1, new Rectangle(5, 5, 9, 9), 99)), () -> {});
    undo(imp);
    assertArrayEquals(first, pixels(imp, 1));
  }

  @Test
  void aLaterFilterHasImageJsUndo() {
    ImagePlus imp = IJ.createImage("x", "8-bit ramp", 32, 16, 1);
    InPlaceEdit.write(imp, List.of(edit(imp, 1, R, 77)), () -> {});
    float[][] edited = pixels(imp, 1);
    ImageProcessor ip = imp.getProcessor();
    ip.snapshot();
    Undo.setup(Undo.FILTER, imp);
    ip.invert();
    undo(imp);
    assertArrayEquals(edited, pixels(imp, 1));
  }

  @Test
  void pluginsSeeAnOrdinarySnapshot() {
    ImagePlus imp = IJ.createImage("x", "32-bit ramp", 32, 16, 1);
    float[] before = ((float[]) imp.getProcessor().getPixels()).clone();
    InPlaceEdit.write(imp, List.of(edit(imp, 1, R, 77)), () -> {});
    assertArrayEquals(before, (float[]) imp.getProcessor().getSnapshotPixels());
    imp.getProcessor().reset();
    assertArrayEquals(before, (float[]) imp.getProcessor().getPixels());
  }

  @Test
  void severalPlanesAreOneStep() {
    ImagePlus imp = IJ.createImage("x", "8-bit ramp", 32, 16, 4);
    imp.setSlice(2);
    List<float[][]> before = List.of(pixels(imp, 1), pixels(imp, 2), pixels(imp, 4));
    InPlaceEdit.write(
        imp, List.of(edit(imp, 1, R, 7), edit(imp, 2, R, 8), edit(imp, 4, R, 9)), () -> {});
    assertEquals(9, pixels(imp, 4)[0][4 * 32 + 3]);
    undo(imp);
    assertArrayEquals(before.get(0), pixels(imp, 1));
    assertArrayEquals(before.get(1), pixels(imp, 2));
    assertArrayEquals(before.get(2), pixels(imp, 4));
  }

  @Test
  void afterScrollingUndoDoesNotTouchTheOtherSlice() {
    ImagePlus imp = IJ.createImage("x", "8-bit ramp", 32, 16, 2);
    InPlaceEdit.write(imp, List.of(edit(imp, 1, R, 7)), () -> {});
    imp.setSlice(2);
    float[][] second = pixels(imp, 2);
    undo(imp);
    assertArrayEquals(second, pixels(imp, 2));
  }

  @Test
  void keepsTheLooksOfTheImage() {
    ImagePlus imp = IJ.createImage("x", "8-bit ramp", 32, 16, 1);
    imp.setLut(LUT.createLutFromColor(Color.ORANGE));
    imp.setDisplayRange(20, 90);
    int[] rgb = lut(imp);
    int type = imp.getType();
    InPlaceEdit.write(imp, List.of(edit(imp, 1, R, 7)), () -> {});
    assertArrayEquals(rgb, lut(imp));
    assertEquals(20, imp.getDisplayRangeMin());
    assertEquals(90, imp.getDisplayRangeMax());
    assertEquals(type, imp.getType());
    undo(imp);
    assertEquals(type, imp.getType());
  }

  private static int[] lut(ImagePlus imp) {
    int[] rgb = new int[256];
    for (int i = 0; i < 256; i++) {
      rgb[i] = imp.getProcessor().getColorModel().getRGB(i);
    }
    return rgb;
  }

  @Test
  void worksOnACompositeAndKeepsItsChannels() {
    ImagePlus h = IJ.createHyperStack("x", 32, 16, 3, 2, 1, 16);
    CompositeImage imp = new CompositeImage(h, CompositeImage.COMPOSITE);
    imp.setPosition(2, 2, 1);
    imp.setDisplayRange(5, 50);
    float[][] before = pixels(imp, 5);
    InPlaceEdit.write(imp, List.of(edit(imp, 5, R, 1000)), () -> {});
    assertEquals(1000, pixels(imp, 5)[0][4 * 32 + 3]);
    assertEquals(50, imp.getDisplayRangeMax());
    undo(imp);
    assertArrayEquals(before, pixels(imp, 5));
  }
}
