package io.github.palimpsest.inpaint.piece;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.palimpsest.image.Plane;
import io.github.palimpsest.image.Planes;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.roi.ContextRule;
import io.github.palimpsest.roi.Crop;
import io.github.palimpsest.roi.Mask;
import java.awt.Rectangle;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is read by rectangle is what the whole holds there. */
class ReadInPartsTest {
  private static Mask mask(Random random, int width, int height) {
    float[] weights = new float[width * height];
    for (int n = random.nextInt(4); n >= 0; n--) {
      int x = random.nextInt(width);
      int y = random.nextInt(height);
      int right = Math.min(width, x + 1 + random.nextInt(25));
      int bottom = Math.min(height, y + 1 + random.nextInt(25));
      float weight = random.nextBoolean() ? 1 : random.nextFloat();
      for (int row = y; row < bottom; row++) {
        for (int column = x; column < right; column++) {
          weights[row * width + column] = weight;
        }
      }
    }
    weights[random.nextInt(weights.length)] = 1;
    return Mask.of(width, height, weights);
  }

  @Test
  void aGrownAndFeatheredMaskIsTheWholeMasksThere() {
    Random random = new Random(4);
    for (int trial = 0; trial < 300; trial++) {
      int w = 1 + random.nextInt(80);
      int h = 1 + random.nextInt(80);
      Mask mask = mask(random, w, h);
      double grow = random.nextInt(3) == 0 ? 0 : random.nextInt(120) / 10.0 - 2;
      double feather = random.nextInt(3) == 0 ? 0 : random.nextInt(90) / 10.0;
      Mask whole = mask.grow(grow).feathered(feather);
      Request request = Request.of("grow", grow, "feather", feather);
      PieceMask blocks = PieceChecks.blocks(mask, 8);
      ShapedMask parts =
          trial % 2 == 0
              ? ShapedMask.searched(blocks, request, "m")
              : ShapedMask.read(blocks, request, "m");
      int x = random.nextInt(w);
      int y = random.nextInt(h);
      Rectangle r = new Rectangle(x, y, 1 + random.nextInt(w - x), 1 + random.nextInt(h - y));
      assertArrayEquals(whole.crop(r), parts.read(r), "trial " + trial);
      if (!whole.isEmpty()) {
        assertEquals(whole.bounds(), ShapedMask.searched(blocks, request, "m").bounds());
      }
    }
  }

  @Test
  void aCropIsMirroredAsTheWholeCropIs() {
    Random random = new Random(5);
    for (int trial = 0; trial < 300; trial++) {
      int w = 1 + random.nextInt(60);
      int h = 1 + random.nextInt(60);
      Mask mask = mask(random, w, h);
      ContextRule rule = random.nextBoolean() ? ContextRule.WHOLE : ContextRule.AUTO;
      Crop crop = Crop.plan(w, h, mask.bounds(), rule, 1 + random.nextInt(24));
      Plane plane = Plane.of(PieceChecks.image("RGB", w, h, trial), 1);
      CropReader reader =
          new CropReader(
              plane, ShapedMask.read(PieceMask.of(mask), Request.defaults(), "m"), crop.context());
      float[][] whole = crop.extract(Planes.of(plane));
      float[] weights = crop.extract(mask);
      int x = random.nextInt(crop.width());
      int y = random.nextInt(crop.height());
      Rectangle r =
          new Rectangle(
              x, y, 1 + random.nextInt(crop.width() - x), 1 + random.nextInt(crop.height() - y));
      Rectangle all = new Rectangle(crop.width(), crop.height());
      float[][] raw = reader.raw(r);
      for (int c = 0; c < 3; c++) {
        assertArrayEquals(Crop.part(whole[c], all, r), raw[c], "trial " + trial);
      }
      assertArrayEquals(Crop.part(weights, all, r), reader.weights(r), "trial " + trial);
    }
  }
}
