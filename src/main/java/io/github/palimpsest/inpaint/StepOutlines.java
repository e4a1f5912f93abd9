package io.github.palimpsest.inpaint;

import ij.gui.Roi;
import ij.process.FloatProcessor;
import io.github.palimpsest.image.OutlineOverlay;
import io.github.palimpsest.inpaint.input.PlaneInput;
import io.github.palimpsest.roi.Mask;
import io.github.palimpsest.roi.MaskRoi;
import io.github.palimpsest.roi.OutlineColours;
import io.github.palimpsest.roi.PromptRegion;
import java.awt.Color;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The outlines of mask and regions as the stacks of a run show them. */
final class StepOutlines {
  private StepOutlines() {}

  /** Over the frame of a step stack: the pixels that may change, and where words act. */
  static List<Roi> pixels(PlaneInput input, Rectangle frame) {
    return all(input, mask -> outline(mask, frame));
  }

  /** Over a latents stack: the cells that hold a pixel of them. */
  static List<Roi> cells(PlaneInput input, int width, int height) {
    int scale = Math.max(1, input.crop().width() / width);
    return all(input, mask -> outline(pool(input.crop().extract(mask), width, height, scale)));
  }

  private static List<Roi> all(PlaneInput input, Function<Mask, Roi> outline) {
    List<Roi> outlines = new ArrayList<>();
    add(outlines, outline.apply(input.mask()), "mask", OutlineColours.MASK, true);
    for (int i = 0; i < input.regions().size(); i++) {
      PromptRegion region = input.regions().get(i);
      Color colour = region.colour() == null ? OutlineColours.region(i) : region.colour();
      add(outlines, outline.apply(region.mask()), "region " + (i + 1), colour, false);
    }
    return outlines;
  }

  private static void add(List<Roi> all, Roi outline, String of, Color colour, boolean dashed) {
    if (outline != null) {
      all.add(OutlineOverlay.mark(outline, of, colour, dashed));
    }
  }

  private static Roi outline(Mask mask, Rectangle frame) {
    Rectangle box = mask.bounds().intersection(frame);
    if (box.isEmpty()) {
      return null;
    }
    Roi roi = outline(new FloatProcessor(box.width, box.height, mask.crop(box)));
    if (roi != null) {
      Rectangle at = roi.getBounds();
      roi.setLocation(box.x - frame.x + at.x, box.y - frame.y + at.y);
      // all that is shown needs no outline
      return isWhole(roi, frame.width, frame.height) ? null : roi;
    }
    return null;
  }

  private static Roi outline(FloatProcessor weights) {
    return MaskRoi.of(weights);
  }

  private static boolean isWhole(Roi roi, int width, int height) {
    return roi.getType() == Roi.RECTANGLE && roi.getBounds().equals(new Rectangle(width, height));
  }

  private static FloatProcessor pool(float[] weights, int width, int height, int scale) {
    FloatProcessor cells = new FloatProcessor(width, height);
    for (int y = 0; y < height * scale; y++) {
      for (int x = 0; x < width * scale; x++) {
        float w = weights[y * width * scale + x];
        if (w > cells.getf(x / scale, y / scale)) {
          cells.setf(x / scale, y / scale, w);
        }
      }
    }
    return cells;
  }
}
