package io.github.palimpsest.record;

import ij.ImagePlus;
import ij.measure.Calibration;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.image.Units;
import java.awt.Rectangle;
import java.util.List;

/**
 * The part of one plane that a run repaints.
 *
 * @param position of the plane in its stack, from 1
 * @param bits of a pixel: 8, 16, 24 or 32
 * @param canvas width and height of the plane
 * @param context what the model sees, which may reach beyond the canvas
 * @param range the raw values that are −1 and 1 for the model, rising
 * @param units of the step stack, or null for raw ones
 * @param blank whether there is no picture to begin with
 * @param sha256 of the visible context, see {@link SourceHash}; null if blank
 * @param mask what to repaint
 * @param regions parts with words of their own
 * @param controls maps of the context for control nets
 * @param source raw values of the visible context, one a channel; null in logs, which lie beside
 *     the source
 * @param origin where this was read
 */
public record TargetRecord(
    int position,
    int bits,
    int[] canvas,
    Rectangle context,
    double[] range,
    UnitsRecord units,
    boolean blank,
    String sha256,
    MaskRecord mask,
    List<RegionRecord> regions,
    List<ControlRecord> controls,
    List<FloatText> source,
    Origin origin) {

  /** What a run of this process repaints. */
  public TargetRecord(
      int position,
      int bits,
      int[] canvas,
      Rectangle context,
      double[] range,
      UnitsRecord units,
      boolean blank,
      String sha256,
      MaskRecord mask,
      List<RegionRecord> regions,
      List<ControlRecord> controls,
      List<FloatText> source) {
    this(
        position,
        bits,
        canvas,
        context,
        range,
        units,
        blank,
        sha256,
        mask,
        regions,
        controls,
        source,
        Origin.OWN);
  }

  static TargetRecord read(RecordFields fields) {
    boolean blank = fields.on("blank");
    double[] range = fields.numbers("range", 2);
    if (!(range[0] < range[1])) {
      throw fields.damaged("range");
    }
    return new TargetRecord(
        fields.whole("position", 1, Integer.MAX_VALUE),
        fields.whole("bits", 8, 32),
        fields.size("canvas"),
        fields.box("context"),
        range,
        fields.has("units") ? UnitsRecord.read(fields.object("units")) : null,
        blank,
        blank ? null : fields.text("sha256"),
        MaskRecord.read(fields.object("mask")),
        fields.objects("regions").stream().map(RegionRecord::read).toList(),
        fields.objects("controls").stream().map(ControlRecord::read).toList(),
        fields.has("source") ? fields.channels("source") : null,
        fields.origin());
  }

  TargetRecord withoutSource() {
    return new TargetRecord(
        position, bits, canvas, context, range, units, blank, sha256, mask, regions, controls, null,
        origin);
  }

  /** A refusal that names a field. */
  public BadInput damaged(String field) {
    return origin.damaged(field);
  }

  /**
   * The part of the context that lies on the canvas.
   *
   * @throws BadInput if there is none
   */
  public Rectangle visible() {
    Rectangle visible = context.intersection(new Rectangle(canvas[0], canvas[1]));
    if (visible.isEmpty()) {
      throw damaged("context");
    }
    return visible;
  }

  /**
   * The raw values of the visible context [channels][height · width].
   *
   * @throws BadInput if they are damaged or not recorded
   */
  public float[][] sourceValues() {
    float[][] values = new float[bits == 24 ? 3 : 1][];
    if (source == null || source.size() != values.length) {
      throw damaged("source");
    }
    Rectangle visible = visible();
    for (int c = 0; c < values.length; c++) {
      values[c] = source.get(c).values((long) visible.width * visible.height);
    }
    return values;
  }

  /**
   * The units of the step stack.
   *
   * @param image the one that is repainted
   */
  public Units unitsOf(ImagePlus image) {
    if (units == null) {
      return Units.RAW;
    }
    Calibration calibration = new Calibration(image);
    calibrate(calibration);
    return Units.of(calibration, image.getTitle());
  }

  /** Gives an image that was rebuilt from the record the calibration function of the source. */
  public void calibrate(ImagePlus image) {
    if (units != null) {
      Calibration calibration = image.getCalibration().copy();
      calibrate(calibration);
      image.setCalibration(calibration);
    }
  }

  private void calibrate(Calibration calibration) {
    if (units.table() != null && bits > 16) {
      throw damaged("bits");
    }
    units.onto(calibration, bits);
  }
}
