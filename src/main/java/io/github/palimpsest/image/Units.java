package io.github.palimpsest.image;

import ij.ImagePlus;
import ij.measure.Calibration;
import io.github.palimpsest.check.BadInput;

/**
 * The units in which ImageJ speaks of an 8 or 16-bit image's values: raw values and what its
 * calibration function makes of them. Images of other types, and those without a function, have raw
 * values only.
 *
 * <p>Between two raw values the function goes straight, beyond the last it goes on as between the
 * last two. A function that does not run one way all along cannot be turned round; then {@link
 * #toCalibrated} and {@link #toRaw} leave values raw, and {@link #doubt} says so. Immutable.
 */
public final class Units {
  /** No calibration function. */
  public static final Units RAW = new Units(null, null, "");

  private final float[] table;
  private final Calibration calibration;
  private final boolean rising;
  private final boolean oneWay;
  private final String title;

  private Units(float[] table, Calibration calibration, String title) {
    this.table = table;
    this.calibration = calibration;
    this.title = title;
    rising = table != null && table[0] < table[1];
    oneWay = table != null && oneWay(table, rising);
  }

  private static boolean oneWay(float[] table, boolean rising) {
    for (int i = 1; i < table.length; i++) {
      // written so that NaN fails
      if (!(rising ? table[i - 1] < table[i] : table[i - 1] > table[i])
          || Float.isInfinite(table[i] - table[i - 1])) {
        return false;
      }
    }
    return true;
  }

  /** The units of an image's values. */
  public static Units of(ImagePlus image) {
    SampleType type = SampleType.of(image);
    Calibration calibration = image.getCalibration();
    boolean integers = type == SampleType.UINT8 || type == SampleType.UINT16;
    if (!integers || !calibration.calibrated()) {
      return RAW;
    }
    Units units = of(calibration, image.getTitle());
    return units.table == null || units.table.length != type.max() + 1 ? RAW : units;
  }

  /**
   * The units of a calibration of an 8 or 16-bit image.
   *
   * @param title of the image, for sentences
   */
  public static Units of(Calibration calibration, String title) {
    float[] table = calibration.getCTable();
    return table == null ? RAW : new Units(table.clone(), calibration.copy(), title);
  }

  /** Whether {@link #toCalibrated} changes nothing. */
  public boolean raw() {
    return !oneWay;
  }

  /** One sentence if the function cannot be turned round; else null. */
  public String doubt() {
    return table == null || oneWay
        ? null
        : "The calibration function of '"
            + title
            + "' gives some values twice, so the step stack shows raw pixel values.";
  }

  /** Whether larger raw values are larger calibrated ones. */
  public boolean rising() {
    return raw() || rising;
  }

  /** The calibrated value of a raw value, whole or between two. */
  public double toCalibrated(double raw) {
    if (raw() || !Double.isFinite(raw)) {
      return raw;
    }
    int i = (int) Math.max(0, Math.min(table.length - 2, Math.floor(raw)));
    return table[i] + (raw - i) * ((double) table[i + 1] - table[i]);
  }

  /** The raw value, whole or between two, of a calibrated value. */
  public double toRaw(double calibrated) {
    if (raw() || !Double.isFinite(calibrated)) {
      return calibrated;
    }
    int low = 0;
    int high = table.length - 1;
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (table[middle] <= calibrated == rising) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low + (calibrated - table[low]) / ((double) table[low + 1] - table[low]);
  }

  /** Calibrated values [channels][n] of raw ones; the same array where nothing changes. */
  public float[][] toCalibrated(float[][] raw) {
    if (raw()) {
      return raw;
    }
    float[][] out = new float[raw.length][];
    for (int c = 0; c < out.length; c++) {
      out[c] = new float[raw[c].length];
      for (int i = 0; i < out[c].length; i++) {
        out[c][i] = (float) toCalibrated(raw[c][i]);
      }
    }
    return out;
  }

  /**
   * Raw values of calibrated ones; where a value is still the one that was shown for {@code shown},
   * exactly that.
   *
   * @param calibrated [channels][n]
   * @param shown raw values [channels][n] from which they came
   */
  public float[][] toRaw(float[][] calibrated, float[][] shown) {
    if (raw()) {
      return calibrated;
    }
    float[][] out = new float[calibrated.length][];
    for (int c = 0; c < out.length; c++) {
      out[c] = new float[calibrated[c].length];
      for (int i = 0; i < out[c].length; i++) {
        float v = calibrated[c][i];
        boolean same =
            Float.floatToIntBits(v) == Float.floatToIntBits((float) toCalibrated(shown[c][i]));
        out[c][i] = same ? shown[c][i] : (float) toRaw(v);
      }
    }
    return out;
  }

  /**
   * The interval of raw values of one in calibrated values.
   *
   * @throws BadInput if the function cannot be turned round
   */
  IntensityRange toRaw(IntensityRange calibrated) {
    if (table == null) {
      return calibrated;
    }
    if (!oneWay) {
      throw BadInput.of(
          "range (%s,%s) must be Auto, Type or Display, for the calibration function of '%s' gives"
              + " some values twice: or remove it in Analyze > Calibrate.",
          calibrated.min(), calibrated.max(), title);
    }
    double a = toRaw(calibrated.min());
    double b = toRaw(calibrated.max());
    return new IntensityRange(Math.min(a, b), Math.max(a, b));
  }

  /**
   * The values that ImageJ shows for whole raw values, in any function; the same array for raw
   * units.
   *
   * @param raw whole values of an image's type
   */
  public float[] values(float[] raw) {
    if (table == null) {
      return raw;
    }
    float[] out = new float[raw.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = table[(int) raw[i]];
    }
    return out;
  }

  /**
   * The values that ImageJ shows for labels and masks: signed numbers where the image holds such
   * (raw value 32768 is 0), else raw values.
   */
  public static float[] signed(ImagePlus image, float[] raw) {
    boolean is =
        SampleType.of(image) == SampleType.UINT16 && image.getCalibration().isSigned16Bit();
    return is ? of(image).values(raw) : raw;
  }

  /** The calibration they come from; null for raw units. A copy. */
  public Calibration calibration() {
    return calibration == null ? null : calibration.copy();
  }
}
