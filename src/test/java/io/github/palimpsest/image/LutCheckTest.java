package io.github.palimpsest.image;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.plugin.LutLoader;
import ij.process.LUT;
import io.github.palimpsest.check.BadInput;
import java.awt.Color;
import java.awt.image.IndexColorModel;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Palettes are told from look-up tables for intensities. */
class LutCheckTest {
  private static ImagePlus image(String type, int colours) {
    ImagePlus image = IJ.createImage("picture", type, 64, 64, 1);
    Random random = new Random(1);
    for (int i = 0; i < 64 * 64; i++) {
      image.getProcessor().set(i, random.nextInt(colours));
    }
    return image;
  }

  private static ImagePlus with(ImagePlus image, IndexColorModel colours) {
    image.getProcessor().setColorModel(colours);
    return image;
  }

  /** Colours as a paint program hands them out: in no order. */
  private static LUT palette(int n, int seed) {
    byte[][] rgb = new byte[3][256];
    Random random = new Random(seed);
    for (byte[] channel : rgb) {
      random.nextBytes(channel);
      java.util.Arrays.fill(channel, n, 256, (byte) 0);
    }
    return new LUT(rgb[0], rgb[1], rgb[2]);
  }

  /** The 6 x 6 x 6 colours of the web. */
  private static LUT web() {
    byte[][] rgb = new byte[3][256];
    for (int i = 0; i < 216; i++) {
      rgb[0][i] = (byte) (i / 36 * 51);
      rgb[1][i] = (byte) (i / 6 % 6 * 51);
      rgb[2][i] = (byte) (i % 6 * 51);
    }
    return new LUT(rgb[0], rgb[1], rgb[2]);
  }

  private static void check(ImagePlus image) {
    LutCheck.requireIntensities("'picture'", image, Plane.of(image, 1));
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 16, 64, 200, 256})
  void palettesAreRefusedWithTheRemedy(int n) {
    for (int seed = 0; seed < 20; seed++) {
      ImagePlus image = with(image("8-bit", n), palette(n, seed));
      BadInput e = assertThrows(BadInput.class, () -> check(image), "seed " + seed);
      assertTrue(e.getMessage().contains("Image > Type > RGB Color"), e.getMessage());
    }
  }

  @Test
  void thePalettesOfTheWebAreRefused() {
    assertThrows(BadInput.class, () -> check(with(image("8-bit", 216), web())));
    LUT few = LutLoader.getLut("3-3-2 RGB") == null ? web() : new LUT(model("3-3-2 RGB"), 0, 255);
    assertThrows(BadInput.class, () -> check(with(image("8-bit", 256), few)));
  }

  private static IndexColorModel model(String name) {
    return LutLoader.getLut(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Grays", "Fire", "Ice", "Spectrum", "Red", "Green", "Cyan", "Red/Green"})
  void tablesForIntensitiesAreNot(String name) {
    for (int n : new int[] {2, 3, 5, 12, 40, 256}) {
      assertDoesNotThrow(() -> check(with(image("8-bit", n), model(name))), name + n);
    }
    ImagePlus sparse = with(image("8-bit", 256), model(name));
    for (int i = 0; i < 64 * 64; i++) {
      sparse.getProcessor().set(i, sparse.getProcessor().get(i) / 24 * 24);
    }
    assertDoesNotThrow(() -> check(sparse), name);
  }

  @Test
  void greysAreIntensitiesAlsoInvertedAndMarked() {
    ImagePlus inverted = image("8-bit", 256);
    inverted.getProcessor().invertLut();
    assertDoesNotThrow(() -> check(inverted));
    // HiLo: greys with blue at the lower end and red at the upper
    byte[][] rgb = new byte[3][256];
    for (int i = 0; i < 256; i++) {
      rgb[0][i] = rgb[1][i] = rgb[2][i] = (byte) i;
    }
    rgb[2][0] = (byte) 255;
    rgb[1][255] = rgb[2][255] = 0;
    assertDoesNotThrow(() -> check(with(image("8-bit", 256), new LUT(rgb[0], rgb[1], rgb[2]))));
    // sixteen blocks of one colour each
    for (int i = 0; i < 256; i++) {
      Color c = Color.getHSBColor(i / 16 / 16f, 1, 1);
      rgb[0][i] = (byte) c.getRed();
      rgb[1][i] = (byte) c.getGreen();
      rgb[2][i] = (byte) c.getBlue();
    }
    assertDoesNotThrow(() -> check(with(image("8-bit", 256), new LUT(rgb[0], rgb[1], rgb[2]))));
  }

  @Test
  void labelsOfMoreBitsAreDoubted() {
    ImagePlus labels = with(image("16-bit", 200), palette(256, 3));
    assertDoesNotThrow(() -> check(labels));
    assertNotNull(LutCheck.doubt(labels));
    assertNull(LutCheck.doubt(with(image("16-bit", 200), model("Fire"))));
    assertNull(LutCheck.doubt(image("16-bit", 200)));
    assertNull(LutCheck.doubt(image("32-bit", 200)));
    assertNull(LutCheck.doubt(IJ.createImage("rgb", "RGB", 8, 8, 1)));
  }

  @Test
  void channelsOfACompositeHaveColoursOfTheirOwn() {
    ImagePlus stack = IJ.createImage("c", "8-bit", 32, 32, 2);
    stack.setDimensions(2, 1, 1);
    CompositeImage composite = new CompositeImage(stack, CompositeImage.COMPOSITE);
    composite.setChannelLut(palette(256, 4), 1);
    assertDoesNotThrow(() -> check(composite));
    assertEquals(2, composite.getNChannels());
  }
}
