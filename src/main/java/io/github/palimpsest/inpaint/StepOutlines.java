package io.github.palimpsest.inpaint;

import ij.gui.Roi;
import ij.process.ByteProcessor;
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
    return all(input, mask -> MaskRoi.of(pool(input.crop().extract(mask), width, height, scale)));
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
    ByteProcessor inside = new ByteProcessor(box.width, box.height);
    for (int y = 0; y < box.height; y++) {
      for (int x = 0; x < box.width; x++) {
        inside.set(x, y, mask.at(box.x + x, box.y + y) > 0 ? 1 : 0);
      }
    }
    Roi roi = MaskRoi.of(inside);
    if (roi != null) {
      Rectangle at = roi.getBounds();
      roi.setLocation(box.x - frame.x + at.x, box.y - frame.y + at.y);
      // all that is shown needs no outline
      return isWhole(roi, frame.width, frame.height) ? null : roi;
    }
    return null;
  }

  private static boolean isWhole(Roi roi, int width, int height) {
    return roi.getType() == Roi.RECTANGLE && roi.getBounds().equals(new Rectangle(width, height));
  }

  private static ByteProcessor pool(float[] weights, int width, int height, int scale) {
    ByteProcessor cells = new ByteProcessor(width, height);
    for (int y = 0; y < height * scale; y++) {
      for (int x = 0; x < width * scale; x++) {
        if (weights[y * width * scale + x] > 0) {
          cells.set(x / scale, y / scale, 1);
        }
      }
    }
    return cells;
  }
}
