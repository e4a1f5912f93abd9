package io.github.palimpsest.composite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.palimpsest.roi.Crop;
import java.awt.Rectangle;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A part is filled as the whole would be there, bit for bit. */
class PullPushPartTest {
  private int read;

  @Test
  void anyPartOfAnyPictureIsFilledAsTheWholeIs() {
    Random random = new Random(11);
    for (int trial = 0; trial < 300; trial++) {
      int w = 1 + random.nextInt(90);
      int h = 1 + random.nextInt(90);
      float[] x = new float[w * h];
      float[] hole = new float[w * h];
      for (int i = 0; i < x.length; i++) {
        x[i] = (float) random.nextGaussian();
      }
      for (int holes = random.nextInt(6); holes >= 0; holes--) {
        int left = random.nextInt(w);
        int top = random.nextInt(h);
        int right = Math.min(w, left + 1 + random.nextInt(trial % 3 == 0 ? 60 : 12));
        int bottom = Math.min(h, top + 1 + random.nextInt(trial % 3 == 0 ? 60 : 12));
        for (int y = top; y < bottom; y++) {
          Arrays.fill(hole, y * w + left, y * w + right, 1);
        }
      }
      float[] whole = PullPush.fill(x, hole, w, h);
      int px = random.nextInt(w);
      int py = random.nextInt(h);
      Rectangle part =
          new Rectangle(px, py, 1 + random.nextInt(w - px), 1 + random.nextInt(h - py));
      Rectangle all = new Rectangle(w, h);
      float[] filled =
          PullPushPart.fill(
              picture(x, hole, all),
              Crop.part(x, all, part),
              Crop.part(hole, all, part),
              part,
              w,
              h);
      assertArrayEquals(Crop.part(whole, all, part), filled, "trial " + trial);
    }
  }

  @Test
  void aSmallHoleOfALargePictureReadsItsNeighbourhoodOnly() {
    Rectangle all = new Rectangle(2000, 1500);
    float[] x = new float[all.width * all.height];
    float[] hole = new float[x.length];
    for (int y = 700; y < 730; y++) {
      Arrays.fill(hole, y * 2000 + 1000, y * 2000 + 1030, 1);
    }
    Rectangle part = new Rectangle(900, 600, 300, 300);
    PullPushPart.fill(
        picture(x, hole, all),
        Crop.part(x, all, part),
        Crop.part(hole, all, part),
        part,
        all.width,
        all.height);
    assertTrue(read < 200_000, read + " pixels");
  }

  private PullPushPart.Picture picture(float[] x, float[] hole, Rectangle all) {
    return new PullPushPart.Picture() {
      @Override
      public float[] values(Rectangle r) {
        read += r.width * r.height;
        return Crop.part(x, all, r);
      }

      @Override
      public float[] hole(Rectangle r) {
        return Crop.part(hole, all, r);
      }
    };
  }
}
