package io.github.palimpsest.composite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.VirtualStack;
import ij.gui.Roi;
import ij.process.ImageProcessor;
import ij.process.ShortProcessor;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.image.ChannelRanges;
import io.github.palimpsest.image.InPlaceEdit;
import io.github.palimpsest.image.Plane;
import io.github.palimpsest.image.PlaneEdit;
import io.github.palimpsest.image.PlanePosition;
import io.github.palimpsest.image.PlanePositions;
import io.github.palimpsest.image.Planes;
import io.github.palimpsest.image.RangeRule;
import io.github.palimpsest.image.ResultImages;
import io.github.palimpsest.roi.ContextRule;
import io.github.palimpsest.roi.Crop;
import io.github.palimpsest.roi.Mask;
import io.github.palimpsest.roi.MaskReader;
import io.github.palimpsest.roi.RoiKinds;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The promise of every run, with random numbers in place of a model: no byte outside the mask
 * changes, whatever the image type, ROI, position, feather, context, range and output.
 */
class OutsideBytesTest {
  private static final int EDITS = 2000;

  @Test
  void nothingOutsideTheMaskChanges() {
    Random random = new Random(20261123);
    int done = 0;
    int changedInside = 0;
    while (done < EDITS) {
      ImagePlus imp = source(random);
      List<Roi> kinds =
          new ArrayList<>(RoiKinds.about(imp.getWidth(), imp.getHeight(), random).values());
      imp.setRoi(kinds.get(random.nextInt(kinds.size())));
      if (imp.getRoi() == null) {
        continue; // ImageJ drops ROIs without extent
      }
      changedInside += edit(imp, random);
      done++;
    }
    assertTrue(changedInside > EDITS / 2, "only " + changedInside + " edits changed anything");
  }

  /** Runs one edit; 1 if it changed a pixel. */
  private static int edit(ImagePlus imp, Random random) {
    double feather = random.nextInt(3) == 0 ? random.nextDouble() * 6 : 0;
    List<PlanePosition> planes = planes(imp, random);
    List<PlaneEdit> edits = new ArrayList<>();
    List<Mask> masks = new ArrayList<>();
    try {
      for (PlanePosition plane : planes) {
        Mask mask =
            new MaskReader(imp, "Selection", sentence -> {}).read(plane.position(), 0, feather);
        masks.add(mask);
        edits.add(fake(imp, plane.position(), mask, random));
      }
    } catch (BadInput e) {
      assertTrue(e.getMessage().contains("no pixel"), e.getMessage());
      return 0;
    }
    Object[] before = copies(imp);
    boolean virtual = imp.getStack().isVirtual();
    ImagePlus after = imp;
    if (!virtual && random.nextBoolean()) {
      InPlaceEdit.write(imp, edits, () -> {});
    } else {
      ResultImages results = ResultImages.copyOf(imp, 1);
      results.write(0, edits);
      after = results.images().get(0);
      for (int p = 0; p < before.length; p++) {
        assertSame(before[p], pixels(imp, p + 1), null, imp.getWidth(), "source");
      }
    }
    assertEquals(imp.getBitDepth(), after.getBitDepth());
    int changed = 0;
    for (int p = 0; p < before.length; p++) {
      Mask mask = null;
      for (int i = 0; i < planes.size(); i++) {
        mask = planes.get(i).position() == p + 1 ? masks.get(i) : mask;
      }
      changed +=
          assertSame(
              before[p], pixels(after, p + 1), mask, imp.getWidth(), imp + " " + imp.getRoi());
    }
    return Math.min(changed, 1);
  }

  /** What a run does, the model being noise far beyond the range, now and then NaN-free. */
  private static PlaneEdit fake(ImagePlus imp, int position, Mask mask, Random random) {
    Plane plane = Plane.of(imp, position);
    ContextRule rule =
        switch (random.nextInt(3)) {
          case 0 -> ContextRule.WHOLE;
          case 1 -> ContextRule.AUTO;
          default -> new ContextRule(false, random.nextInt(20));
        };
    Crop crop =
        Crop.plan(plane.width(), plane.height(), mask.bounds(), rule, 1 << random.nextInt(6));
    float[][] context = crop.extract(Planes.of(plane));
    float[] weights = crop.extract(mask);
    String[] rules = {"Auto", "Display", "3,1000", "-1e6,1e6"};
    ChannelRanges ranges =
        RangeRule.parse(rules[random.nextInt(rules.length)])
            .resolve(imp, Planes.of(plane), context, weights);
    float[][] model = ranges.toModel(context);
    for (float[] channel : model) {
      for (int i = 0; i < channel.length; i++) {
        assertTrue(Float.isFinite(channel[i]));
        channel[i] = (float) random.nextGaussian() * 2;
      }
    }
    float[][] generated = ranges.toSource(model);
    Rectangle bounds = mask.bounds();
    for (int c = 0; c < generated.length; c++) {
      generated[c] = crop.part(generated[c], bounds);
    }
    float[] m = mask.crop(bounds);
    float[][] values = Composite.blend(plane.read(bounds), generated, m, plane.type());
    return new PlaneEdit(position, bounds, values, m);
  }

  private static ImagePlus source(Random random) {
    int w = 1 + random.nextInt(70);
    int h = 1 + random.nextInt(70);
    String[] types = {"8-bit random", "16-bit random", "32-bit random", "RGB random"};
    String type = types[random.nextInt(4)];
    switch (random.nextInt(6)) {
      case 0:
        return IJ.createImage("s", type, w, h, 1 + random.nextInt(4));
      case 1:
        ImagePlus h5 = IJ.createImage("h", types[random.nextInt(3)], w, h, 2, 3, 2);
        h5.setPosition(1 + random.nextInt(2), 1 + random.nextInt(3), 1 + random.nextInt(2));
        return new CompositeImage(h5, 1 + random.nextInt(3));
      case 2:
        return new ImagePlus("v", new NoiseStack(w, h, random.nextInt()));
      case 3:
        ImagePlus f = IJ.createImage("f", "32-bit random", w, h, 1);
        float[] p = (float[]) f.getProcessor().getPixels();
        float[] odd = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, -0f, 1e38f};
        for (int i = 0; i < p.length; i += 1 + random.nextInt(9)) {
          p[i] = odd[random.nextInt(odd.length)];
        }
        return f;
      default:
        return IJ.createImage("x", type, w, h, 1);
    }
  }

  private static List<PlanePosition> planes(ImagePlus imp, Random random) {
    return random.nextInt(4) == 0
        ? PlanePositions.of(imp, "all", "all", "all")
        : PlanePositions.of(imp, "", "", "");
  }

  private static Object pixels(ImagePlus imp, int position) {
    return imp.getStack().getProcessor(position).getPixels();
  }

  private static Object[] copies(ImagePlus imp) {
    Object[] copies = new Object[imp.getStackSize()];
    for (int p = 0; p < copies.length; p++) {
      copies[p] = imp.getStack().getProcessor(p + 1).duplicate().getPixels();
    }
    return copies;
  }

  /** Compares bit patterns; the number of pixels that changed inside the mask. */
  private static int assertSame(Object a, Object b, Mask mask, int width, String what) {
    int[] x = bits(a);
    int[] y = bits(b);
    int changed = 0;
    for (int i = 0; i < x.length; i++) {
      if (x[i] != y[i]) {
        changed++;
        if (mask == null || !(mask.at(i % width, i / width) > 0)) {
          throw new AssertionError("pixel " + i % width + "," + i / width + " changed: " + what);
        }
      }
    }
    return changed;
  }

  private static int[] bits(Object pixels) {
    if (pixels instanceof int[] p) {
      return p.clone();
    }
    int[] out;
    if (pixels instanceof byte[] p) {
      out = new int[p.length];
      Arrays.setAll(out, i -> p[i]);
    } else if (pixels instanceof short[] p) {
      out = new int[p.length];
      Arrays.setAll(out, i -> p[i]);
    } else {
      float[] p = (float[]) pixels;
      out = new int[p.length];
      Arrays.setAll(out, i -> Float.floatToRawIntBits(p[i]));
    }
    return out;
  }

  /** A virtual stack that computes its planes. */
  private static final class NoiseStack extends VirtualStack {
    private final int seed;

    NoiseStack(int width, int height, int seed) {
      super(width, height);
      this.seed = seed;
    }

    @Override
    public ImageProcessor getProcessor(int n) {
      ShortProcessor ip = new ShortProcessor(getWidth(), getHeight());
      Random random = new Random(seed + n);
      for (int i = 0; i < getWidth() * getHeight(); i++) {
        ip.set(i, random.nextInt(5000));
      }
      return ip;
    }

    @Override
    public int getSize() {
      return 3;
    }

    @Override
    public int size() {
      return 3;
    }

    @Override
    public int getBitDepth() {
      return 16;
    }

    @Override
    public String getSliceLabel(int n) {
      return null;
    }
  }
}
