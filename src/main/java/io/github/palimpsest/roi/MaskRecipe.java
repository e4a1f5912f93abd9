package io.github.palimpsest.roi;

import ij.ImagePlus;
import ij.ImageStack;
import ij.process.AutoThresholder;
import ij.process.ImageProcessor;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.image.Companions;
import io.github.palimpsest.image.PlaneAccess;
import io.github.palimpsest.image.Planes;
import io.github.palimpsest.image.SampleType;
import io.github.palimpsest.image.Units;
import java.awt.Rectangle;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * How a mask image is made: source, then {@code grow}, {@code invert}, {@code feather} in this
 * order.
 *
 * @param source {@code Selection}, {@code Overlay}, {@code ROI Manager}, {@code Labels}, {@code
 *     Threshold}, or the title of an open mask image
 * @param threshold for {@code Threshold}: {@code min,max} in calibrated units, or one of ImageJ's
 *     methods with {@code dark} for bright objects, such as {@code Otsu dark}; empty: as set in
 *     ImageJ
 * @param groups for {@code Labels}: which count
 * @param grow pixels, negative to shrink; not 0 makes a soft mask hard
 * @param invert whether what was to be kept is repainted and the reverse
 * @param feather softness in pixels, spent inside the mask
 */
public record MaskRecipe(
    String source, String threshold, Groups groups, double grow, boolean invert, double feather) {

  /**
   * The mask of one plane.
   *
   * @param position one-based stack position
   * @return a mask with at least one weight above 0
   * @throws BadInput if nothing would be repainted, with the reason and the remedy
   */
  public Mask of(ImagePlus imp, int position) {
    Mask mask =
        switch (source.trim().toLowerCase(Locale.ROOT)) {
          case "labels" -> labels(imp, position);
          case "threshold" -> threshold(imp, position);
          default -> Masks.of(imp, source, 0, position);
        };
    mask = mask.grow(grow);
    mask = invert ? mask.inverted() : mask;
    if (mask.isEmpty()) {
      throw BadInput.of(
          "The mask of '%s' (source=%s, grow=%s%s) must hold a pixel: choose another source or"
              + " shrink less.",
          imp.getTitle(), source, grow, invert ? ", invert" : "");
    }
    return mask.feathered(feather);
  }

  /**
   * Masks as an image: 8-bit, 0 keep … 255 repaint, titled {@code <source>-mask}, with the image's
   * size and calibration; not shown.
   *
   * @param stack whether every plane gets its mask, or only the current one; of a stack, planes
   *     without a mask stay 0
   * @throws BadInput if no plane has a mask
   */
  public ImagePlus image(ImagePlus imp, boolean stack) {
    int width = imp.getWidth();
    int height = imp.getHeight();
    int count = stack ? imp.getStackSize() : 1;
    ImageStack planes = new ImageStack(width, height);
    BadInput refusal = null;
    int found = 0;
    for (int i = 1; i <= count; i++) {
      byte[] pixels = new byte[width * height];
      try {
        fill(pixels, of(imp, stack ? i : Planes.current(imp).position()));
        found++;
      } catch (BadInput e) {
        refusal = refusal == null ? e : refusal;
      }
      planes.addSlice(null, pixels);
    }
    if (found == 0) {
      throw refusal;
    }
    return Companions.of(imp, "mask", planes);
  }

  private static void fill(byte[] pixels, Mask mask) {
    float[] weights = mask.crop(new Rectangle(mask.canvasWidth(), mask.canvasHeight()));
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (int) Math.floor(weights[i] * 255 + 0.5);
    }
  }

  private Mask labels(ImagePlus imp, int position) {
    Collection<Mask> masks = Labels.of(imp, position, groups).values();
    return Mask.union(imp.getWidth(), imp.getHeight(), List.copyOf(masks));
  }

  private Mask threshold(ImagePlus imp, int position) {
    PlaneAccess plane = PlaneAccess.of(imp, position);
    if (plane.type() == SampleType.RGB) {
      throw BadInput.of(
          "'%s' must not be RGB to be thresholded: convert it with Image > Type > 8-bit.",
          imp.getTitle());
    }
    double[] limits = limits(imp, position);
    float[] values = plane.read()[0];
    if (threshold.contains(",") && SampleType.of(imp) != SampleType.FLOAT32) {
      // as ImageJ shows them: the numbers of a calibration function are 32-bit ones
      values = Units.of(imp).values(values);
      limits = new double[] {(float) limits[0], (float) limits[1]};
    }
    for (int i = 0; i < values.length; i++) {
      values[i] = values[i] >= limits[0] && values[i] <= limits[1] ? 1 : 0;
    }
    return Mask.of(plane.width(), plane.height(), values);
  }

  private double[] limits(ImagePlus imp, int position) {
    String words = threshold.trim();
    if (words.isEmpty()) {
      ImageProcessor ip = imp.getProcessor();
      if (ip.getMinThreshold() == ImageProcessor.NO_THRESHOLD) {
        throw BadInput.of(
            "threshold must be given as min,max or a method, or be set on '%s' with Image > Adjust"
                + " > Threshold.",
            imp.getTitle());
      }
      return new double[] {ip.getMinThreshold(), ip.getMaxThreshold()};
    }
    String[] parts = words.split(",", -1);
    try {
      if (parts.length == 2) {
        double min = Double.parseDouble(parts[0].trim());
        double max = Double.parseDouble(parts[1].trim());
        if (min <= max) {
          return new double[] {min, max};
        }
      }
    } catch (NumberFormatException e) {
      throw refuse(e);
    }
    return automatic(imp, position, words);
  }

  private double[] automatic(ImagePlus imp, int position, String words) {
    String method = words.split("\\s+")[0];
    if (Arrays.stream(AutoThresholder.getMethods()).noneMatch(method::equalsIgnoreCase)) {
      throw refuse(null);
    }
    ImageProcessor copy = imp.getImageStack().getProcessor(position).duplicate();
    copy.resetMinAndMax();
    String exact =
        Arrays.stream(AutoThresholder.getMethods())
            .filter(method::equalsIgnoreCase)
            .findFirst()
            .orElse(method);
    copy.setAutoThreshold(exact + words.substring(method.length()));
    return new double[] {copy.getMinThreshold(), copy.getMaxThreshold()};
  }

  private BadInput refuse(Exception cause) {
    return new BadInput(
        "threshold ("
            + threshold
            + ") must be min,max with min not above max, or a method of ImageJ such as Otsu dark.",
        cause);
  }
}
