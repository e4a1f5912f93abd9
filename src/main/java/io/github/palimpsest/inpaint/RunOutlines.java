package io.github.palimpsest.inpaint;

import ij.gui.ImageRoi;
import ij.gui.Roi;
import ij.process.FloatProcessor;
import io.github.palimpsest.image.ExpandedImage;
import io.github.palimpsest.image.OutlineOverlay;
import io.github.palimpsest.image.PreviewOverlay;
import io.github.palimpsest.roi.Mask;
import io.github.palimpsest.roi.MaskRoi;
import io.github.palimpsest.roi.OutlineColours;
import io.github.palimpsest.roi.PromptRegion;
import io.github.palimpsest.roi.Rois;
import io.github.palimpsest.roi.Role;
import java.awt.Color;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a run would work on as overlay ROIs of its image, which nobody takes for the user's: the
 * mask as it is grown and feathered, the part that the model sees, regions, and what is frozen.
 */
public final class RunOutlines {
  private static final Color CONTEXT = new Color(0x00E5FF);
  private static final Color FROZEN = new Color(0xFFFFFF);
  private static final int TINT = 90;

  /** Pixels of a mask above which only its bounds are drawn, so that nobody waits. */
  private static final int MOST_PIXELS = 1 << 22;

  private final RunForecast run;
  private final Point shift;
  private final List<Roi> rois = new ArrayList<>();

  private RunOutlines(RunForecast run) {
    this.run = run;
    shift =
        run.image() instanceof ExpandedImage canvas ? canvas.place().getLocation() : new Point();
  }

  /** The ROIs, the lowest first; none for a new image. */
  public static List<Roi> of(RunForecast run) {
    RunOutlines outlines = new RunOutlines(run);
    if (!run.isNew()) {
      outlines.all();
    }
    return outlines.rois;
  }

  private void all() {
    Mask mask = run.open();
    Rectangle box = mask.bounds();
    boolean small = (long) box.width * box.height <= MOST_PIXELS;
    if (small) {
      rois.add(tint(mask, box));
    }
    add(small ? outline(mask) : new Roi(box), "mask", OutlineColours.MASK, false);
    int index = 0;
    for (PromptRegion region : run.planes().regions()) {
      Color colour = region.colour() == null ? OutlineColours.region(index) : region.colour();
      add(outline(region.mask()), "region " + ++index, colour, false);
    }
    int plane = run.planes().planes().first().position();
    for (Roi frozen : Rois.withRole(run.image(), plane, Role.FREEZE)) {
      add((Roi) frozen.clone(), "frozen", FROZEN, true);
    }
    add(new Roi(run.crop().visible()), "context", CONTEXT, true);
  }

  /** Pixels above 0; null if there are none, or too many. */
  private static Roi outline(Mask mask) {
    Rectangle box = mask.bounds();
    if (box.isEmpty() || (long) box.width * box.height > MOST_PIXELS) {
      return null;
    }
    Roi roi = MaskRoi.of(new FloatProcessor(box.width, box.height, mask.crop(box)));
    if (roi != null) {
      roi.setLocation(box.x + roi.getBounds().x, box.y + roi.getBounds().y);
    }
    return roi;
  }

  private void add(Roi roi, String of, Color colour, boolean dashed) {
    if (roi == null) {
      return;
    }
    Roi outline = OutlineOverlay.mark(roi, of, colour, dashed);
    outline.setFillColor(null);
    outline.setPosition(0);
    outline.translate(-shift.x, -shift.y);
    rois.add(outline);
  }

  /** The stronger the weight, the stronger the colour. */
  private Roi tint(Mask mask, Rectangle box) {
    BufferedImage picture = new BufferedImage(box.width, box.height, BufferedImage.TYPE_INT_ARGB);
    float[] weights = mask.crop(box);
    int colour = OutlineColours.MASK.getRGB() & 0xffffff;
    for (int i = 0; i < weights.length; i++) {
      int alpha = Math.round(TINT * Math.min(1, weights[i]));
      picture.setRGB(i % box.width, i / box.width, alpha << 24 | colour);
    }
    ImageRoi roi = new ImageRoi(box.x - shift.x, box.y - shift.y, picture);
    roi.setName(PreviewOverlay.NAME);
    return roi;
  }

  /** What is shown, in a sentence. */
  public static String words(RunForecast run) {
    if (run.isNew()) {
      return "";
    }
    String pixels = String.format(Locale.ROOT, "%,d", run.open().count()).replace(',', '\u00a0');
    Rectangle seen = run.crop().visible();
    String planes = run.count() > 1 ? " on " + run.count() + " planes" : "";
    return String.format(
        Locale.ROOT,
        "Repaints %s pixels%s (magenta), sees %d x %d (cyan).",
        pixels,
        planes,
        seen.width,
        seen.height);
  }
}
