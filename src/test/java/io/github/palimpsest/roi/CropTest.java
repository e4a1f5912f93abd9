package io.github.palimpsest.roi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.image.Plane;
import io.github.palimpsest.image.Planes;
import java.awt.Rectangle;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CropTest {
  private static Rectangle r(String text) {
    String[] p = text.split(" ");
    return new Rectangle(
        Integer.parseInt(p[0]),
        Integer.parseInt(p[1]),
        Integer.parseInt(p[2]),
        Integer.parseInt(p[3]));
  }

  @ParameterizedTest
  @CsvSource({
    // canvas, mask, rule, multiple, context
    "512 512, 200 200 20 20, Auto, 8, 168 168 88 88", // 32 around
    "512 512, 200 200 100 40, Auto, 8, 144 144 208 152", // half of 100 around
    "512 512, 0 0 10 10, Auto, 8, 0 0 80 80", // moved inside at the corner
    "512 512, 502 502 10 10, Auto, 8, 432 432 80 80",
    "500 500, 490 490 10 10, Auto, 8, 420 420 80 80", // real pixels rather than alignment
    "512 512, 200 200 1 1, 0, 8, 200 200 8 8",
    "512 512, 203 203 10 10, 5, 8, 192 192 32 32",
    "512 512, 200 200 20 20, Whole image, 8, 0 0 512 512",
    "510 300, 200 200 20 20, Whole image, 16, 0 0 512 304",
    "510 300, 200 200 20 20, 1000, 16, 0 0 512 304",
    "40 40, 10 10 5 5, Auto, 8, 0 0 40 40",
    "1 1, 0 0 1 1, Auto, 8, 0 0 8 8",
    "3 900, 0 450 3 3, Auto, 8, 0 416 8 72",
    "512 512, 0 0 512 512, Auto, 64, 0 0 512 512"
  })
  void plans(String canvas, String mask, String rule, int multiple, String context) {
    Rectangle c = r("0 0 " + canvas);
    Crop crop = Crop.plan(c.width, c.height, r(mask), ContextRule.parse(rule), multiple);
    assertEquals(r(context), crop.context());
  }

  @Test
  void alwaysHoldsMaskMultipleAndAllRealPixelsItCan() {
    Random random = new Random(5);
    for (int i = 0; i < 20_000; i++) {
      int w = 1 + random.nextInt(300);
      int h = 1 + random.nextInt(300);
      int mw = 1 + random.nextInt(w);
      int mh = 1 + random.nextInt(h);
      Rectangle mask =
          new Rectangle(random.nextInt(w - mw + 1), random.nextInt(h - mh + 1), mw, mh);
      int multiple = 1 << random.nextInt(7);
      ContextRule rule =
          switch (random.nextInt(3)) {
            case 0 -> ContextRule.AUTO;
            case 1 -> ContextRule.WHOLE;
            default -> new ContextRule(false, random.nextInt(200));
          };
      Crop crop = Crop.plan(w, h, mask, rule, multiple);
      Rectangle c = crop.context();
      assertTrue(c.contains(mask));
      assertTrue(c.x >= 0 && c.y >= 0);
      assertEquals(0, c.width % multiple);
      assertEquals(0, c.height % multiple);
      // beyond the canvas only where the whole canvas is in view
      assertTrue(c.x + c.width <= w || c.x == 0);
      assertTrue(c.y + c.height <= h || c.y == 0);
      assertTrue(c.width < w + multiple && c.height < h + multiple);
    }
  }

  @Test
  void aModelOfOneSizeSeesThatSize() {
    Random random = new Random(8);
    InputSize sides = new InputSize(8, 64, 48, 0);
    for (int i = 0; i < 2000; i++) {
      int w = 1 + random.nextInt(200);
      int h = 1 + random.nextInt(200);
      int mw = 1 + random.nextInt(Math.min(w, 64));
      int mh = 1 + random.nextInt(Math.min(h, 48));
      Rectangle mask =
          new Rectangle(random.nextInt(w - mw + 1), random.nextInt(h - mh + 1), mw, mh);
      Rectangle c = Crop.plan(w, h, mask, new ContextRule(false, i % 99), sides).context();
      assertTrue(c.contains(mask), c + " " + mask);
      assertEquals("64 x 48", c.width + " x " + c.height);
      assertTrue(c.x >= 0 && c.y >= 0);
      assertTrue(c.x + 64 <= w || c.x == 0);
      assertTrue(c.y + 48 <= h || c.y == 0);
    }
  }

  @Test
  void reflectsAboutTheBorderPixel() {
    ImagePlus imp = IJ.createImage("x", "8-bit black", 3, 1, 1);
    for (int i = 0; i < 3; i++) {
      imp.getProcessor().set(i, 10 * (i + 1));
    }
    Crop crop = Crop.plan(3, 1, new Rectangle(2, 0, 1, 1), ContextRule.WHOLE, 8);
    float[] row = {10, 20, 30, 20, 10, 20, 30, 20};
    float[] image = crop.extract(Planes.of(Plane.of(imp, 1)))[0];
    Mask mask = new Mask(3, 1, new Rectangle(2, 0, 1, 1), new float[] {1});
    float[] weights = crop.extract(mask);
    for (int i = 0; i < 64; i++) {
      assertEquals(row[i % 8], image[i]);
      // the mirrored hole is hidden too
      assertEquals(row[i % 8] == 30 ? 1 : 0, weights[i]);
    }
    assertArrayEquals(new float[] {10, 20, 30}, crop.visible(image));
  }

  @Test
  void partIsTheInverseOfExtract() {
    ImagePlus imp = IJ.createImage("x", "16-bit noise", 200, 150, 1);
    imp.getProcessor().noise(1000);
    Rectangle mask = new Rectangle(150, 100, 30, 40);
    Crop crop = Crop.plan(200, 150, mask, ContextRule.AUTO, 16);
    float[] context = crop.extract(Planes.of(Plane.of(imp, 1)))[0];
    assertArrayEquals(Plane.of(imp, 1).read(mask)[0], crop.part(context, mask));
    assertEquals(crop.width() * crop.height(), context.length);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "2.5", "big", "1e12"})
  void refusesOtherRules(String text) {
    BadInput e = assertThrows(BadInput.class, () -> ContextRule.parse(text));
    assertTrue(e.getMessage().startsWith("context (" + text + ")"), e.getMessage());
  }
}
