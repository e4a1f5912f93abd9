package io.github.palimpsest.inpaint.piece;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.palimpsest.image.IntervalImage;
import io.github.palimpsest.image.Plane;
import io.github.palimpsest.image.Planes;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.roi.ContextRule;
import io.github.palimpsest.roi.Crop;
import io.github.palimpsest.roi.Mask;
import java.awt.Rectangle;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.img.cell.Cell;
import net.imglib2.img.cell.CellGrid;
import net.imglib2.img.cell.LazyCellImg;
import net.imglib2.type.numeric.real.FloatType;
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

  /** Pixels that count how often each of their parts is read; nothing of them is kept. */
  private static Plane stored(Plane plane, int width, int height, Map<Long, Integer> reads) {
    CellGrid grid =
        new CellGrid(new long[] {plane.width(), plane.height()}, new int[] {width, height});
    var cells =
        new LazyCellImg<>(
            grid,
            new FloatType(),
            index -> {
              long[] min = new long[2];
              int[] size = new int[2];
              grid.getCellDimensions(index, min, size);
              reads.merge(index, 1, Integer::sum);
              Rectangle r = new Rectangle((int) min[0], (int) min[1], size[0], size[1]);
              return new Cell<>(size, min, new FloatArray(plane.read(r)[0]));
            });
    return Plane.of(IntervalImage.of("stored", List.of(cells), 1, 1, 1), 1);
  }

  @Test
  void aCropThatIsReadAsItIsStoredIsReadOnceAndWhole() {
    Random random = new Random(6);
    for (int trial = 0; trial < 200; trial++) {
      int w = 20 + random.nextInt(90);
      int h = 20 + random.nextInt(90);
      Map<Long, Integer> reads = new HashMap<>();
      // strips, tiles, and parts larger than the plane
      int wide = trial % 3 == 0 ? w : 1 + random.nextInt(40);
      Plane plane = Plane.of(PieceChecks.image("8-bit", w, h, trial), 1);
      Plane stored = stored(plane, wide, 1 + random.nextInt(40), reads);
      // the first part was looked at for the type of its pixels
      reads.clear();
      Mask mask = mask(random, w, h);
      ShapedMask shaped = ShapedMask.searched(PieceChecks.blocks(mask, 8), Request.defaults(), "m");
      Rectangle all = new Rectangle(w, h);
      boolean mirrored = trial % 2 == 0;
      Rectangle context = mirrored ? new Rectangle(-3, 0, w + 9, h + 5) : all;
      int band = wide * 40 + random.nextInt(4000);
      double[] known = new double[2];
      new CropReader(plane, shaped, context).each((raw, weights) -> add(known, raw, weights));
      double[] found = new double[2];
      new CropReader(stored, shaped, context, band)
          .eachStored((raw, weights) -> add(found, raw, weights));
      assertArrayEquals(known, found, "trial " + trial);
      if (!mirrored) {
        assertEquals(List.of(1), reads.values().stream().distinct().toList(), "trial " + trial);
      }
    }
  }

  /** Counts known pixels and adds up whole numbers, which is exact in any order. */
  private static void add(double[] sums, float[][] raw, float[] weights) {
    for (int i = 0; i < raw[0].length; i++) {
      if (weights == null || !(weights[i] > 0)) {
        sums[0]++;
        sums[1] += raw[0][i] * raw[0][i];
      }
    }
  }
}
