package io.github.palimpsest.roi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.Roi;
import ij.process.ColorProcessor;
import ij.process.ImageProcessor;
import io.github.palimpsest.check.BadInput;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the values of mask images of other programs mean. */
class MaskValuesTest {
  private static final int W = 40;
  private static final int H = 30;
  private static final Roi OBJECT = new Roi(10, 8, 12, 9);

  private final ImagePlus image = IJ.createImage("cells", "8-bit black", W, H, 1);
  private final List<String> said = new ArrayList<>();

  @TempDir Path folder;

  private Mask read(ImagePlus mask, int position) {
    said.clear();
    ImagePlus source =
        mask.getStackSize() == 1
            ? image
            : IJ.createImage("stack", "8-bit black", W, H, mask.getStackSize());
    return new MaskImageReader("mask", source, mask, RoiGroups.ALL, said::add).read(position);
  }

  private Mask read(ImagePlus mask) {
    return read(mask, 1);
  }

  private void isTheObject(Mask mask) {
    assertEquals(OBJECT.getBounds(), mask.bounds());
    for (float w : mask.weights()) {
      assertEquals(1, w);
    }
  }

  private static ImagePlus two(String type, double low, double high) {
    ImagePlus mask = IJ.createImage("seg", type, W, H, 1);
    ImageProcessor ip = mask.getProcessor();
    fill(ip, low, new Roi(0, 0, W, H));
    fill(ip, high, OBJECT);
    return mask;
  }

  private static void fill(ImageProcessor ip, double value, Roi roi) {
    for (java.awt.Point p : roi) {
      ip.setf(p.x, p.y, (float) value);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "8-bit black, 0, 1",
    "8-bit black, 1, 2",
    "8-bit black, 0, 2",
    "8-bit black, 3, 7",
    "16-bit black, 1, 2",
    "16-bit black, 255, 256",
    "32-bit black, 1, 2",
    "32-bit black, 0, 255",
    "32-bit black, 0, 7",
    "32-bit black, 0, 0.00392157"
  })
  void twoValuesThatCannotBeSoftnessAreBinaryAndSaidOnce(String type, double low, double high) {
    isTheObject(read(two(type, low, high)));
    assertEquals(1, said.size(), said.toString());
    assertTrue(said.get(0).contains("mask ('seg')") && said.get(0).contains("binary"), said.get(0));
  }

  @ParameterizedTest
  @CsvSource({
    "8-bit black, 0, 255, 1",
    "8-bit black, 0, 200, 0.784314",
    "16-bit black, 0, 1, 1",
    "16-bit black, 0, 65535, 1",
    "32-bit black, 0, 1, 1",
    "32-bit black, 0, 0.25, 0.25"
  })
  void whatIsMeantIsReadAsItIsWithoutAWord(String type, double low, double high, double weight) {
    Mask mask = read(two(type, low, high));
    assertEquals(OBJECT.getBounds(), mask.bounds());
    assertEquals(weight, mask.at(12, 10), 1e-6);
    assertEquals(List.of(), said);
  }

  @ParameterizedTest
  @ValueSource(strings = {"8-bit black", "16-bit black", "32-bit black"})
  void labelsOfAnyTypeAreBinary(String type) {
    ImagePlus mask = IJ.createImage("labels", type, W, H, 1);
    for (int label = 1; label <= 20; label++) {
      fill(mask.getProcessor(), label, new Roi(label % 5 * 8, label / 5 * 6, 6, 4));
    }
    Mask read = read(mask);
    assertEquals(20 * 24, read.count());
    for (float w : read.weights()) {
      assertTrue(w == 0 || w == 1);
    }
    assertEquals(type.startsWith("16") ? 0 : 1, said.size(), said.toString());
  }

  @Test
  void labelsWithTheVoidValue255AreBinary() {
    ImagePlus mask = two("8-bit black", 0, 15);
    fill(mask.getProcessor(), 255, new Roi(10, 8, 12, 1));
    isTheObject(read(mask));
    assertEquals(1, said.size());
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 3, 9, 14, 25, 60})
  void featheredMasksStaySoft(double feather) {
    image.setRoi(new Roi(4, 0, 32, 30));
    ImagePlus mask =
        new MaskRecipe("Selection", "", RoiGroups.ALL, 0, false, feather)
            .image(image, false, s -> {});
    Mask before = new MaskReader(image, "Selection", sentence -> {}).read(1, 0, feather);
    Mask read = read(mask);
    for (int x = 0; x < W; x++) {
      assertEquals(before.at(x, 9), read.at(x, 9), 0.5 / 255 + 1e-6, "feather " + feather);
    }
  }

  @Test
  void oneMeaningHoldsForAllPlanesOfAStack() {
    ImageStack planes = new ImageStack(W, H);
    planes.addSlice(two("8-bit black", 1, 1).getProcessor());
    planes.addSlice(two("8-bit black", 1, 2).getProcessor());
    ImagePlus mask = new ImagePlus("seg", planes);
    isTheObject(read(mask, 2));
    assertThrows(EmptyMask.class, () -> read(mask, 1), "the background alone");
  }

  @Test
  void oneValueEverywhereDoesNotSayWhatToKeep() {
    String sentence =
        assertThrows(BadInput.class, () -> read(two("8-bit black", 1, 1))).getMessage();
    assertTrue(sentence.contains("1 everywhere") && sentence.contains("255"), sentence);
    assertEquals(W * H, read(two("8-bit black", 255, 255)).count());
    assertEquals(W * H, read(two("32-bit black", 1, 1)).count());
  }

  @Test
  void signedMasksHaveTheirZeroInTheMiddle() {
    ImagePlus mask = two("16-bit black", 32768, 32769);
    mask.getCalibration().setSigned16BitCalibration();
    isTheObject(read(mask));
    ImagePlus none = two("16-bit black", 32768, 32768);
    none.getCalibration().setSigned16BitCalibration();
    assertThrows(EmptyMask.class, () -> read(none));
  }

  @Test
  void invertingTablesDoNotMatter() {
    ImagePlus mask = two("8-bit black", 0, 255);
    mask.getProcessor().invertLut();
    isTheObject(read(mask));
    assertEquals(List.of(), said);
  }

  @Test
  void doubtsNameTheMask() {
    Mask weak = read(two("8-bit black", 0, 51));
    assertEquals(0.2f, weak.at(12, 10));
    assertTrue(said.get(0).contains("51 of 255"), said.toString());
    ImagePlus intensities = IJ.createImage("wrong", "16-bit ramp", W, H, 1);
    intensities.getProcessor().add(1);
    read(intensities);
    assertTrue(said.get(0).contains("no pixel of value 0"), said.toString());
  }

  @ParameterizedTest
  @CsvSource({"NaN, changeValues", "-1, 0", "1.5, divide", "Infinity, 0"})
  void valuesThatMeanNothingAreRefusedWithTheirRemedy(float value, String remedy) {
    ImagePlus mask = two("32-bit black", 0, 1);
    mask.getProcessor().setf(3, 3, value);
    String sentence = assertThrows(BadInput.class, () -> read(mask)).getMessage();
    assertTrue(sentence.contains(remedy) && sentence.contains("('seg')"), sentence);
  }

  @Test
  void rgbMasksAreReadByLuminance() {
    ColorProcessor ip = new ColorProcessor(W, H);
    ip.setColor(new Color(90, 90, 90));
    ip.fill();
    ip.setColor(new Color(255, 255, 0));
    ip.fill(OBJECT);
    isTheObject(read(new ImagePlus("paint", ip)));
    ip.invert();
    assertEquals(W * H - 12 * 9, read(new ImagePlus("paint", ip)).count());
  }

  private ImagePlus png(BufferedImage picture) throws Exception {
    File file = folder.resolve("paint.png").toFile();
    ImageIO.write(picture, "png", file);
    return IJ.openImage(file.getPath());
  }

  @ParameterizedTest
  @ValueSource(ints = {0x000000, 0xffffff, 0xff0000})
  void anAlphaMaskIsReadFromItsFile(int colour) throws Exception {
    BufferedImage picture = new BufferedImage(W, H, BufferedImage.TYPE_INT_ARGB);
    for (java.awt.Point p : OBJECT) {
      picture.setRGB(p.x, p.y, 0xff000000 | colour);
    }
    ImagePlus mask = png(picture);
    isTheObject(read(mask));
    // what is changed in ImageJ counts, not the file
    mask.getProcessor().setColor(Color.BLACK);
    mask.getProcessor().fill();
    mask.getProcessor().setColor(Color.WHITE);
    mask.getProcessor().fill(new Roi(0, 0, 3, 3));
    assertEquals(9, read(mask).count());
  }

  @Test
  void alphaDoesNotCountWhereColoursSpeak() throws Exception {
    BufferedImage picture = new BufferedImage(W, H, BufferedImage.TYPE_INT_ARGB);
    for (int i = 0; i < W * H; i++) {
      picture.setRGB(i % W, i / W, i == 0 ? 0xfe000000 : 0xff000000);
    }
    for (java.awt.Point p : OBJECT) {
      picture.setRGB(p.x, p.y, 0xffffffff);
    }
    isTheObject(read(png(picture)));
  }

  @ParameterizedTest
  @CsvSource({"0, 255, 1", "255, 0, 0"})
  void palettesOfTwoColoursAreReadByTheColours(int first, int second, int index) throws Exception {
    byte[] greys = {(byte) first, (byte) second};
    IndexColorModel palette = new IndexColorModel(8, 2, greys, greys, greys);
    BufferedImage picture = new BufferedImage(W, H, BufferedImage.TYPE_BYTE_INDEXED, palette);
    for (int i = 0; i < W * H; i++) {
      picture.getRaster().setSample(i % W, i / W, 0, 1 - index);
    }
    for (java.awt.Point p : OBJECT) {
      picture.getRaster().setSample(p.x, p.y, 0, index);
    }
    isTheObject(read(png(picture)));
    assertEquals(index == 0 ? 1 : 0, said.size(), said.toString());
  }

  @Test
  void labelsShownInColoursAreLabels() {
    ImagePlus mask = two("8-bit black", 0, 3);
    byte[] r = new byte[256];
    r[0] = (byte) 255;
    mask.getProcessor().setColorModel(new IndexColorModel(8, 256, r, r, r));
    isTheObject(read(mask));
  }

  @Test
  void groupsChooseLabelsOfAMaskImage() {
    ImagePlus mask = two("8-bit black", 1, 2);
    Mask some = new MaskImageReader("source", image, mask, RoiGroups.parse("2"), said::add).read(1);
    isTheObject(some);
    BadInput none =
        assertThrows(
            BadInput.class,
            () ->
                new MaskImageReader("source", image, mask, RoiGroups.parse("9"), said::add)
                    .read(1));
    assertTrue(none.getMessage().contains("9"), none.getMessage());
  }

  @Test
  void labelsInASliceAfterAnEmptyOneAreRepaintedWholly() {
    ImagePlus mask = IJ.createImage("seg", "16-bit black", W, H, 2);
    fill(mask.getStack().getProcessor(2), 7, OBJECT);
    isTheObject(read(mask, 2));
  }
}
