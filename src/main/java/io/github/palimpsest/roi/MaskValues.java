package io.github.palimpsest.roi;

import ij.ImagePlus;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.image.Plane;
import io.github.palimpsest.image.SampleType;
import io.github.palimpsest.image.Units;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The meaning of the values of a grey mask image, decided once for all its planes. As a rule 8-bit
 * value / 255, 32-bit 0–1, 16-bit above 0; but values that cannot be meant so are read as binary: 0
 * and 1, 1 and 2 (the lower is kept), labels, and the colour numbers of a two-coloured palette.
 */
public final class MaskValues {
  private static final int FULL = 255;

  /** Below a tenth of the full weight next to nothing is repainted: nobody means that. */
  private static final float FAINT = 0.1f;

  private static final int WEAK = 128;

  private final String name;
  private final SampleType type;
  private final RoiGroups groups;
  private final ImagePlus mask;
  private final List<String> doubts = new ArrayList<>();

  /** Values above it are repainted wholly; NaN where values are weights. */
  private float low = Float.NaN;

  /** By palette index whether it is bright; null where indices are values. */
  private boolean[] bright;

  private MaskValues(String name, SampleType type, ImagePlus mask, RoiGroups groups) {
    this.name = name;
    this.type = type;
    this.groups = groups;
    this.mask = mask;
  }

  /**
   * Looks at as many planes as it takes.
   *
   * @param key whose value names the mask, for sentences
   * @throws BadInput for values that can be no weights and no labels
   */
  static MaskValues of(String key, ImagePlus mask, RoiGroups groups) {
    String name = key + " ('" + mask.getTitle() + "')";
    MaskValues values = new MaskValues(name, SampleType.of(mask), mask, groups);
    MaskStatistics census = new MaskStatistics(values.type);
    for (int i = 1; i <= mask.getStackSize() && !clear(values.type, census); i++) {
      census.add(values.read(Plane.of(mask, i)), mask.getWidth());
    }
    if (groups.all()) {
      values.decide(census);
    } else if (census.fractions() || census.odd() != null) {
      throw BadInput.of(
          "groups (%s) needs labels, but %s holds the value %s: leave groups empty.",
          groups, values.name, census.odd() == null ? "" + census.least() : census.odd());
    }
    return values;
  }

  /**
   * The meaning of the values of a mask that is too large for memory, without a palette.
   *
   * @param name of the mask, for sentences
   * @param census of its planes, one after the other until it is {@link #clear}
   * @throws BadInput for values that can be no weights and no labels
   */
  public static MaskValues of(String name, SampleType type, MaskStatistics census) {
    MaskValues values = new MaskValues(name, type, null, RoiGroups.ALL);
    values.decide(census);
    return values;
  }

  /** Sentences about what was made of the values. */
  public List<String> doubts() {
    return doubts;
  }

  /** The meaning, but for palettes and groups. */
  public MaskScale scale() {
    return new MaskScale(type, low);
  }

  /** Weights of a plane of the mask, 0 to 1. */
  float[] weights(Plane plane) {
    float[] values = read(plane);
    MaskScale scale = scale();
    for (int i = 0; i < values.length; i++) {
      float v = values[i];
      if (!groups.all()) {
        values[i] = v > 0 && groups.contains(Math.round(v)) ? 1 : 0;
      } else if (bright != null) {
        values[i] = bright[(int) v] ? 1 : 0;
      } else {
        values[i] = scale.weight(v);
      }
    }
    return values;
  }

  private float[] read(Plane plane) {
    float[] values = Units.signed(mask, plane.read()[0]);
    for (int i = 0; type == SampleType.UINT16 && i < values.length; i++) {
      values[i] = Math.max(0, values[i]);
    }
    return values;
  }

  /** Whether what was seen already tells what the rest means. */
  public static boolean clear(SampleType type, MaskStatistics census) {
    return switch (type) {
      case UINT8 -> census.full() && !census.flat();
      case UINT16 -> census.zero();
      default -> census.odd() != null;
    };
  }

  private void decide(MaskStatistics census) {
    // labels, also where the planes that were looked at hold none
    low = type == SampleType.UINT16 ? 0 : Float.NaN;
    if (!census.any() && census.odd() == null) {
      return;
    }
    switch (type) {
      case UINT8 -> decideBytes(census);
      case UINT16 -> decideShorts(census);
      default -> decideFloats(census);
    }
  }

  private void decideBytes(MaskStatistics census) {
    bright = mask == null ? null : MaskPalette.bright(mask, census);
    if (bright != null) {
      if (bright[0]) {
        doubts.add(name + " has a palette: its bright colour is repainted, its dark one is kept.");
      }
      return;
    }
    boolean faint = census.least() < FAINT * FULL;
    boolean labels =
        census.full() ? census.flat() : census.flat() || census.mostBelowFull() < FAINT * FULL;
    if (faint && labels && census.mostBelowFull() > 0) {
      binary(census, "255");
    } else if (census.most() < WEAK) {
      doubts.add(
          String.format(
              Locale.ROOT,
              "%s reaches only %d of 255 and repaints weakly: if these are labels, choose one with"
                  + " Diffusion Mask, source=Labels.",
              name,
              (int) census.most()));
    } else {
      whole(census);
    }
  }

  private void decideShorts(MaskStatistics census) {
    if (!census.zero() && census.several() && census.flat()) {
      binary(census, "65535");
    } else {
      whole(census);
    }
  }

  private void decideFloats(MaskStatistics census) {
    Float odd = census.odd();
    if (odd != null) {
      throw BadInput.of(
          "%s holds the value %s, but a 32-bit mask must hold 0 to 1, or labels: %s.",
          name,
          odd,
          odd.isNaN() ? "replace it, as by the macro changeValues(NaN, NaN, 0)" : "change it to 0");
    }
    if (census.most() > 1) {
      if (census.fractions() || !census.flat()) {
        throw BadInput.of(
            "%s holds the value %s, but a 32-bit mask must hold 0 to 1, or labels: divide it by its"
                + " largest value, or convert it to 8-bit.",
            name, census.most());
      }
      binary(census, "1");
    } else if (census.most() < FAINT && census.flat() && (census.zero() || census.several())) {
      binary(census, "1");
    } else {
      whole(census);
    }
  }

  /** Zero is kept; where there is none, the lowest value. */
  private void binary(MaskStatistics census, String full) {
    String least = number(census.least());
    if (!census.zero() && !census.several()) {
      throw BadInput.of(
          "%s holds the value %s everywhere, which does not say what to keep: give what is to be"
              + " repainted %s and the rest 0.",
          name, least, full);
    }
    low = census.zero() ? 0 : census.least();
    doubts.add(
        String.format(
            Locale.ROOT,
            "%s holds values from %s to %s, which cannot be meant as softness: it is read as"
                + " binary, %s is kept and everything above is repainted.",
            name,
            census.zero() ? "0" : least,
            number(census.most()),
            number(low)));
  }

  private void whole(MaskStatistics census) {
    if (!census.zero() && census.several()) {
      doubts.add(
          name + " has no pixel of value 0, so everything is repainted: is it the right image?");
    }
  }

  private static String number(float v) {
    return v == Math.rint(v) ? Long.toString((long) v) : Float.toString(v);
  }
}
