package io.github.palimpsest.image;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.process.LUT;
import io.github.palimpsest.check.BadInput;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * The choice of the {@link IntensityRange} of a run: the value of {@code range=}.
 *
 * <ul>
 *   <li>{@code Auto}: the 0.1 and 99.9 percentiles of the finite, unmasked pixels that the model
 *       sees (of all finite ones where everything is masked); one range for all channels of RGB.
 *   <li>{@code Type}: 0–255 or 0–65535. Refused for 32-bit images, which have no such interval.
 *   <li>{@code Display}: the displayed minimum and maximum of the plane's channel.
 *   <li>{@code min,max}: two pixel values, calibrated where the image has a calibration function.
 * </ul>
 *
 * <p>Where Auto or Display find a single value v, integer types take their type range and 32-bit
 * images v ± max(|v|, 1).
 */
public final class RangeRule {
  private enum Kind {
    AUTO,
    TYPE,
    DISPLAY,
    FIXED
  }

  private final Kind kind;
  private final IntensityRange fixed;

  private RangeRule(Kind kind, IntensityRange fixed) {
    this.kind = kind;
    this.fixed = fixed;
  }

  /**
   * Reads {@code Auto}, {@code Type}, {@code Display} (any case) or {@code min,max}.
   *
   * @throws BadInput for anything else, or min not below max
   */
  public static RangeRule parse(String text) {
    String word = text == null ? "" : text.trim().toLowerCase(Locale.ROOT);
    switch (word) {
      case "auto", "":
        return new RangeRule(Kind.AUTO, null);
      case "type":
        return new RangeRule(Kind.TYPE, null);
      case "display":
        return new RangeRule(Kind.DISPLAY, null);
      default:
        break;
    }
    String[] parts = word.split("[,;]", -1);
    try {
      double min = Double.parseDouble(parts[0].trim());
      double max = Double.parseDouble(parts[1].trim());
      if (parts.length == 2 && min < max && Double.isFinite(max - min)) {
        return new RangeRule(Kind.FIXED, new IntensityRange(min, max));
      }
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      throw refuse(text, e);
    }
    throw refuse(text, null);
  }

  private static BadInput refuse(String text, Exception cause) {
    return new BadInput(
        "range ("
            + text
            + ") must be Auto, Type, Display, or two numbers min,max with min below max.",
        cause);
  }

  /** Whether {@code min,max} was given. */
  public boolean isExplicit() {
    return kind == Kind.FIXED;
  }

  /**
   * The range for one plane.
   *
   * @param imp the image, for its display range
   * @param plane the plane
   * @param context raw values the model sees, [channels][n]
   * @param mask n weights, above 0 = masked; null for none
   * @return raw values
   * @throws BadInput for {@code Type} on a 32-bit image, or two values that cannot be turned into
   *     raw ones
   */
  public IntensityRange resolve(ImagePlus imp, Plane plane, float[][] context, float[] mask) {
    return switch (kind) {
      case FIXED -> Units.of(imp).toRaw(fixed);
      case TYPE -> typeRange(plane.type());
      case DISPLAY -> shown(imp, plane);
      case AUTO -> robust(plane.type(), context, mask);
    };
  }

  /**
   * The range for one plane that need not be in memory.
   *
   * @param units in which {@code min,max} are
   * @param shown raw values of {@code Display}; null if the image is not shown
   * @param known the finite, unmasked values that the model sees, of all its channels; asked for
   *     under {@code Auto} only
   * @throws BadInput as the other one, and for {@code Display} where nothing is shown
   */
  public IntensityRange resolve(
      SampleType type, Units units, IntensityRange shown, Supplier<SortedValues> known) {
    if (kind == Kind.DISPLAY && shown == null) {
      throw new BadInput(
          "range (Display) has no meaning for an image that says no display range: use Auto, Type,"
              + " or min,max.");
    }
    return switch (kind) {
      case FIXED -> units.toRaw(fixed);
      case TYPE -> typeRange(type);
      case DISPLAY -> shown;
      case AUTO -> robust(type, known.get());
    };
  }

  /**
   * The range for an image made from nothing: {@code min,max}, or the type's own interval, 0…1 for
   * 32-bit.
   */
  public IntensityRange resolve(SampleType type) {
    if (kind == Kind.FIXED) {
      return fixed;
    }
    return type == SampleType.FLOAT32 ? new IntensityRange(0, 1) : typeRange(type);
  }

  /**
   * The range of each channel; see the other one. Planes have ranges of their own.
   *
   * @param context raw values [channels][n]
   */
  public ChannelRanges resolve(ImagePlus imp, Planes planes, float[][] context, float[] mask) {
    List<IntensityRange> ranges = new ArrayList<>();
    for (int p = 0; p < planes.all().size(); p++) {
      Plane plane = planes.all().get(p);
      IntensityRange range = resolve(imp, plane, planes.of(p, context), mask);
      ranges.addAll(Collections.nCopies(plane.channels(), range));
    }
    return new ChannelRanges(ranges);
  }

  private static IntensityRange typeRange(SampleType type) {
    if (type == SampleType.FLOAT32) {
      throw new BadInput(
          "range (Type) has no meaning for a 32-bit image: use Auto, Display, or min,max.");
    }
    return new IntensityRange(0, type.max());
  }

  /** The displayed minimum and maximum of a plane's channel, raw. */
  public static IntensityRange shown(ImagePlus image, Plane plane) {
    ImagePlus imp = ExpandedImage.seen(image);
    double min = imp.getDisplayRangeMin();
    double max = imp.getDisplayRangeMax();
    if (imp instanceof CompositeImage composite && imp.getStackSize() > 1) {
      int channel = (plane.position() - 1) % imp.getNChannels() + 1;
      LUT lut = composite.getChannelLut(channel);
      if (channel != imp.getChannel() && lut.min < lut.max) {
        min = lut.min;
        max = lut.max;
      }
    }
    return shown(min, max, plane.type());
  }

  /** The range of a displayed minimum and maximum, raw. */
  public static IntensityRange shown(double min, double max, SampleType type) {
    return min < max && Double.isFinite(max - min)
        ? new IntensityRange(min, max)
        : around(type, min);
  }

  private static IntensityRange robust(SampleType type, float[][] context, float[] mask) {
    float[] values = finite(context, mask);
    if (values.length == 0) {
      values = finite(context, null);
    }
    return robust(type, SortedValues.of(values));
  }

  private static IntensityRange robust(SampleType type, SortedValues values) {
    if (values.count() == 0) {
      return around(type, 0);
    }
    double min = Quantiles.low(values);
    double max = Quantiles.high(values);
    if (!(min < max)) {
      min = values.at(0);
      max = values.at(values.count() - 1);
    }
    return min < max ? new IntensityRange(min, max) : around(type, min);
  }

  private static float[] finite(float[][] context, float[] mask) {
    int n = 0;
    for (float[] channel : context) {
      for (int i = 0; i < channel.length; i++) {
        n += counts(channel, mask, i) ? 1 : 0;
      }
    }
    float[] values = new float[n];
    n = 0;
    for (float[] channel : context) {
      for (int i = 0; i < channel.length; i++) {
        if (counts(channel, mask, i)) {
          values[n++] = channel[i];
        }
      }
    }
    return values;
  }

  private static boolean counts(float[] channel, float[] mask, int i) {
    return Float.isFinite(channel[i]) && (mask == null || !(mask[i] > 0));
  }

  private static IntensityRange around(SampleType type, double v) {
    if (type != SampleType.FLOAT32) {
      return typeRange(type);
    }
    double c = Double.isFinite(v) ? v : 0;
    double half = Math.max(Math.abs(c), 1);
    return new IntensityRange(c - half, c + half);
  }
}
