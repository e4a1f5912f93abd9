package io.github.palimpsest.session;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import ij.process.ShortProcessor;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.image.OpenImages;
import io.github.palimpsest.image.Planes;
import io.github.palimpsest.image.Titles;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.record.ResumableStack;
import io.github.palimpsest.record.ResumeRecord;
import io.github.palimpsest.record.SourceHash;
import io.github.palimpsest.record.TargetRecord;
import java.awt.Rectangle;
import java.util.Collections;
import java.util.List;

/**
 * Finds the image that a stack was made from: by the hash of what the model saw, then by its title,
 * else it is rebuilt from what the stack carries of it.
 */
final class SourceFinder {
  /**
   * An image to go on with.
   *
   * @param image the source
   * @param visible where the image lies in the recorded canvas, or null for the whole of it
   * @param inside what to begin with inside the mask, or null for the image's own pixels
   * @param title what the titles of new stacks begin with
   */
  record Found(ImagePlus image, Rectangle visible, float[][] inside, String title) {}

  /** More pixels than any cell of a latent has along a side. */
  private static final int LARGEST_CELL = 64;

  private static final long MOST_GENERATED = 1 << 28;

  private SourceFinder() {}

  /** Refuses a record that speaks of more of the canvas than the stack itself shows. */
  private static void requireSize(ResumableStack record, TargetRecord input, ImagePlus stack) {
    Rectangle visible = input.visible();
    if (!record.latents()) {
      Rectangle frame = record.frame();
      if (frame.width != stack.getWidth() || frame.height != stack.getHeight()) {
        throw record.damaged("frame");
      }
      if (!frame.contains(visible)) {
        throw input.damaged("context");
      }
    } else if (visible.width > (long) stack.getWidth() * LARGEST_CELL
        || visible.height > (long) stack.getHeight() * LARGEST_CELL) {
      throw input.damaged("context");
    }
  }

  /** The image given, if it is the one recorded. */
  static Found given(ImagePlus image, ResumeRecord start) {
    TargetRecord input = start.target();
    if (input.blank()) {
      if ((long) input.canvas()[0] * input.canvas()[1] > MOST_GENERATED) {
        throw input.damaged("canvas");
      }
      return new Found(GuidedRuns.blank(input), null, null, start.title());
    }
    if (!same(image, input)) {
      throw BadInput.of(
          "'%s' is not the image this log began with: open that one.", image.getTitle());
    }
    return new Found(image, null, null, Titles.source(image));
  }

  /**
   * The image a stack was made from.
   *
   * @param monitor told if the image that is found has been changed since
   */
  static Found find(ResumableStack record, ResumeRecord start, ImagePlus stack, Monitor monitor) {
    TargetRecord input = start.target();
    requireSize(record, input, stack);
    String base = stack.getTitle().replaceFirst("(?i)\\.tiff?$", "");
    String title =
        base.replaceFirst("-(steps|latents)(-\\d+)?$", "") + "-from" + (stack.getT() - 1);
    Rectangle visible = input.visible();
    if (input.blank()) {
      if (visible.width != input.canvas()[0] || visible.height != input.canvas()[1]) {
        throw input.damaged("canvas");
      }
      return new Found(GuidedRuns.blank(input), null, null, title);
    }
    String wanted = start.title();
    List<ImagePlus> open = open();
    for (ImagePlus image : open) {
      if (image != stack && same(image, input)) {
        return new Found(image, null, null, title);
      }
    }
    float[][] begun = input.sourceValues();
    for (ImagePlus image : open) {
      if (image.getTitle().equals(wanted) && fits(image, input)) {
        if (!sameAround(image, input, begun)) {
          monitor.warn(
              "The image ("
                  + wanted
                  + ") has been changed around the mask since '"
                  + stack.getTitle()
                  + "' was made, so the run goes another way from its beginning; close it to go on"
                  + " with what the stack keeps of it.");
        }
        return new Found(image, null, begun, title);
      }
    }
    return new Found(rebuilt(begun, input, wanted, stack), visible, null, title);
  }

  /** Whether an image has the recorded pixels still, but for those inside the mask. */
  private static boolean sameAround(ImagePlus image, TargetRecord input, float[][] begun) {
    Rectangle visible = input.visible();
    Rectangle bounds = input.mask().bounds();
    Rectangle part = bounds.intersection(visible);
    float[] weights = part.isEmpty() ? new float[0] : input.mask().weights().part(bounds, part);
    float[][] now = Planes.of(image, input.positions()).read(visible);
    for (int c = 0; c < now.length; c++) {
      for (int i = 0; i < now[c].length; i++) {
        int x = visible.x + i % visible.width;
        int y = visible.y + i / visible.width;
        boolean inside = part.contains(x, y) && weights[(y - part.y) * part.width + x - part.x] > 0;
        if (!inside && Float.floatToIntBits(now[c][i]) != Float.floatToIntBits(begun[c][i])) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean fits(ImagePlus image, TargetRecord input) {
    return image.getWidth() == input.canvas()[0]
        && image.getHeight() == input.canvas()[1]
        && image.getBitDepth() == input.bits()
        && image.getStackSize() >= Collections.max(input.positions());
  }

  private static boolean same(ImagePlus image, TargetRecord input) {
    return fits(image, input)
        && SourceHash.of(Planes.of(image, input.positions()).read(input.visible()))
            .equals(input.sha256());
  }

  /** The part of a step stack's frame that is a run's visible context. */
  static float[][] part(float[][] frame, ResumeRecord start) {
    Rectangle whole = start.frame();
    Rectangle part = start.target().visible();
    float[][] out = new float[frame.length][part.width * part.height];
    for (int c = 0; c < out.length; c++) {
      for (int y = 0; y < part.height; y++) {
        int from = (part.y - whole.y + y) * whole.width + part.x - whole.x;
        System.arraycopy(frame[c], from, out[c], y * part.width, part.width);
      }
    }
    return out;
  }

  private static List<ImagePlus> open() {
    return OpenImages.all().stream().filter(image -> image.getProcessor() != null).toList();
  }

  /** A picture of the visible context alone. */
  private static ImagePlus rebuilt(
      float[][] values, TargetRecord input, String title, ImagePlus stack) {
    int planes = input.positions().size();
    ImagePlus image =
        planes == 1
            ? new ImagePlus(title, plane(values, 0, input))
            : channels(values, input, title, stack);
    input.calibrate(image);
    return image;
  }

  /** Channels in the colours of the stack. */
  private static ImagePlus channels(
      float[][] values, TargetRecord input, String title, ImagePlus stack) {
    int count = input.positions().size();
    Rectangle visible = input.visible();
    ImageStack planes = new ImageStack(visible.width, visible.height);
    for (int p = 0; p < count; p++) {
      planes.addSlice(plane(values, p, input));
    }
    ImagePlus image = new ImagePlus(title, planes);
    image.setDimensions(count, 1, 1);
    boolean alike = stack instanceof CompositeImage && stack.getNChannels() == count;
    CompositeImage composite =
        new CompositeImage(
            image, alike ? ((CompositeImage) stack).getMode() : CompositeImage.GRAYSCALE);
    if (alike) {
      composite.copyLuts(stack);
    }
    return composite;
  }

  private static ImageProcessor plane(float[][] values, int p, TargetRecord input) {
    int w = input.visible().width;
    int h = input.visible().height;
    ImageProcessor ip =
        switch (input.bits()) {
          case 8 -> new ByteProcessor(w, h);
          case 16 -> new ShortProcessor(w, h);
          case 24 -> new ColorProcessor(w, h);
          default -> new FloatProcessor(w, h);
        };
    for (int i = 0; i < w * h; i++) {
      if (input.bits() == 24) {
        int red = (int) values[3 * p][i];
        ip.set(i, red << 16 | (int) values[3 * p + 1][i] << 8 | (int) values[3 * p + 2][i]);
      } else {
        ip.setf(i, values[p][i]);
      }
    }
    return ip;
  }
}
