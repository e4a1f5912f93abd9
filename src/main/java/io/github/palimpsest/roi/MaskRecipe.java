package io.github.palimpsest.roi;

import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ImageProcessor;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.image.DerivedImages;
import io.github.palimpsest.image.Plane;
import io.github.palimpsest.image.PlanePositions;
import io.github.palimpsest.image.SampleType;
import io.github.palimpsest.image.Units;
import io.github.palimpsest.request.ParamKind;
import java.awt.Rectangle;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * The settings of Diffusion Mask: source, then {@code grow}, {@code invert}, freeze ROIs taken
 * away, {@code feather} in this order.
 *
 * @param source {@code Selection}, {@code Overlay}, {@code ROI Manager}, {@code Labels}, {@code
 *     Threshold}, or the title or ID of an open mask image
 * @param threshold for {@code Threshold}: {@code min,max} in calibrated units, or a method with the
 *     words of ImageJ's {@code setAutoThreshold}, such as {@code Otsu dark}; empty: as set in
 *     ImageJ
 * @param groups which ROIs by their group, or which labels, count
 * @param grow pixels, negative to shrink; not 0 makes a soft mask hard
 * @param invert whether what was to be kept is repainted and the reverse
 * @param feather softness in pixels, spent inside the mask
 */
public record MaskRecipe(
    String source,
    String threshold,
    RoiGroups groups,
    double grow,
    boolean invert,
    double feather) {

  /**
   * The mask of one plane.
   *
   * @param position one-based stack position
   * @return a mask with at least one weight above 0
   * @throws EmptyMask if nothing of the plane would be repainted, with the reason and the remedy
   * @throws BadInput for what can be no mask
   */
  public Mask of(ImagePlus imp, int position) {
    return reading(imp, sentence -> {}).apply(position);
  }

  /** The masks of planes, by stack position. */
  private IntFunction<Mask> reading(ImagePlus imp, Consumer<String> said) {
    String word = source.trim().toLowerCase(Locale.ROOT);
    boolean labels = word.equals("labels");
    boolean limits = word.equals("threshold");
    check(limits);
    // Selection is looked up of nothing but the image: it serves for the freeze ROIs
    MaskReader reader = new MaskReader("source", imp, labels || limits ? "" : source, groups, said);
    return position -> {
      Mask raw =
          labels ? labels(imp, position) : limits ? threshold(imp, position) : reader.raw(position);
      Mask grown = raw.grow(grow);
      Mask mask = invert ? grown.inverted() : grown;
      if (mask.isEmpty()) {
        throw EmptyMask.saying(
            "The mask of '%s' (source=%s, grow=%s%s) must hold a pixel: choose another source or"
                + " shrink less.",
            imp.getTitle(), source, ParamKind.plain(grow), invert ? ", invert" : "");
      }
      return reader.free(mask, position).feathered(feather);
    };
  }

  private void check(boolean limits) {
    if (!limits && !threshold.isBlank()) {
      throw BadInput.of(
          "threshold (%s) acts only with source=Threshold: write that, or leave threshold empty.",
          threshold);
    }
    if (limits && !groups.all()) {
      throw BadInput.of(
          "groups (%s) cannot act with source=Threshold: leave groups empty, or use source=Labels.",
          groups);
    }
  }

  /**
   * Masks as an image: 8-bit, 0 keep … 255 repaint, titled {@code <source>-mask}, with the image's
   * size and calibration; not shown.
   *
   * @param stack whether every plane gets its mask, or only the current one; of a stack, planes
   *     without a mask stay 0
   * @param said told what the user should know
   * @throws BadInput if no plane has a mask
   */
  public ImagePlus image(ImagePlus imp, boolean stack, Consumer<String> said) {
    IntFunction<Mask> masks = reading(imp, said);
    int width = imp.getWidth();
    int height = imp.getHeight();
    int count = stack ? imp.getStackSize() : 1;
    ImageStack planes = new ImageStack(width, height);
    EmptyMask refusal = null;
    int found = 0;
    for (int i = 1; i <= count; i++) {
      byte[] pixels = new byte[width * height];
      try {
        fill(pixels, masks.apply(stack ? i : PlanePositions.current(imp).position()));
        found++;
      } catch (EmptyMask e) {
        refusal = refusal == null ? e : refusal;
      }
      planes.addSlice(null, pixels);
    }
    if (found == 0) {
      throw refusal;
    }
    return DerivedImages.of(imp, "mask", planes);
  }

  private static void fill(byte[] pixels, Mask mask) {
    float[] weights = mask.crop(new Rectangle(mask.canvasWidth(), mask.canvasHeight()));
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (int) Math.floor(weights[i] * 255 + 0.5);
    }
  }

  private Mask labels(ImagePlus imp, int position) {
    Collection<Mask> masks = LabelMasks.of(imp, position, groups).values();
    return Mask.union(imp.getWidth(), imp.getHeight(), List.copyOf(masks));
  }

  private Mask threshold(ImagePlus imp, int position) {
    Plane plane = Plane.of(imp, position);
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
    double[] given = given(words);
    return given != null ? given : AutoThreshold.of(words).limits(imp, position);
  }

  /**
   * Looks at a threshold before there is an image.
   *
   * @param words {@code min,max}, or a method with the words of {@code setAutoThreshold}
   * @throws BadInput for anything else
   */
  public static void requireThreshold(String words) {
    if (given(words.trim()) == null) {
      AutoThreshold.of(words);
    }
  }

  /** Whether words are a threshold. */
  public static boolean isThreshold(String words) {
    try {
      requireThreshold(words);
      return true;
    } catch (BadInput e) {
      return false;
    }
  }

  /** The two numbers of a threshold; null of one word or several. */
  private static double[] given(String words) {
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
      throw refuse(words, e);
    }
    if (parts.length > 1) {
      throw refuse(words, null);
    }
    return null;
  }

  private static BadInput refuse(String words, Exception cause) {
    return new BadInput(
        "threshold ("
            + words
            + ") must be min,max with min not above max, or a method of ImageJ such as Otsu dark.",
        cause);
  }
}
