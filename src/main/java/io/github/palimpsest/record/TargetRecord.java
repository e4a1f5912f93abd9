package io.github.palimpsest.record;

import ij.ImagePlus;
import ij.measure.Calibration;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.image.ChannelRanges;
import io.github.palimpsest.image.IntensityRange;
import io.github.palimpsest.image.Units;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The part of one plane, or of channels that are filled together, that a run repaints.
 *
 * @param position of the plane in its stack, from 1; of the first one if channels are joined
 * @param bits of a pixel: 8, 16, 24 or 32
 * @param canvas width and height of the plane
 * @param context what the model sees, which may reach beyond the canvas
 * @param range the raw values of that plane that are −1 and 1 for the model, rising
 * @param joined the channels after the first that are filled together with it; null if there are
 *     none, as in records of older versions
 * @param units of the step stack, or null for raw ones
 * @param blank whether there is no picture to begin with
 * @param sha256 of the visible context of all channels, see {@link SourceHash}; null if blank
 * @param mask what to repaint
 * @param regions parts with words of their own
 * @param controls maps of the context for control nets
 * @param source raw values of the visible context, one a channel; null in logs, which lie beside
 *     the source
 * @param examples what the model may copy from, the context first unless {@code blank}; null if it
 *     copies nothing
 * @param origin where this was read
 */
public record TargetRecord(
    int position,
    int bits,
    int[] canvas,
    Rectangle context,
    double[] range,
    List<JoinedRecord> joined,
    UnitsRecord units,
    boolean blank,
    String sha256,
    MaskRecord mask,
    List<RegionRecord> regions,
    List<ControlRecord> controls,
    List<FloatText> source,
    List<ExampleRecord> examples,
    Origin origin) {

  /** What a run of this process repaints. */
  public TargetRecord(
      int position,
      int bits,
      int[] canvas,
      Rectangle context,
      double[] range,
      List<JoinedRecord> joined,
      UnitsRecord units,
      boolean blank,
      String sha256,
      MaskRecord mask,
      List<RegionRecord> regions,
      List<ControlRecord> controls,
      List<FloatText> source,
      List<ExampleRecord> examples) {
    this(
        position,
        bits,
        canvas,
        context,
        range,
        joined,
        units,
        blank,
        sha256,
        mask,
        regions,
        controls,
        source,
        examples,
        Origin.OWN);
  }

  static TargetRecord read(RecordFields fields) {
    boolean blank = fields.on("blank");
    TargetRecord target =
        new TargetRecord(
            fields.whole("position", 1, Integer.MAX_VALUE),
            fields.whole("bits", 8, 32),
            fields.size("canvas"),
            fields.box("context"),
            range(fields),
            fields.has("joined")
                ? fields.objects("joined").stream().map(JoinedRecord::read).toList()
                : null,
            fields.has("units") ? UnitsRecord.read(fields.object("units")) : null,
            blank,
            blank ? null : fields.text("sha256"),
            MaskRecord.read(fields.object("mask")),
            fields.objects("regions").stream().map(RegionRecord::read).toList(),
            fields.objects("controls").stream().map(ControlRecord::read).toList(),
            fields.has("source") ? fields.channels("source") : null,
            fields.has("examples")
                ? fields.objects("examples").stream().map(ExampleRecord::read).toList()
                : null,
            fields.origin());
    if (target.positions().stream().distinct().count() < target.positions().size()) {
      throw fields.damaged("joined.position");
    }
    return target;
  }

  static double[] range(RecordFields fields) {
    double[] range = fields.numbers("range", 2);
    if (!(range[0] < range[1])) {
      throw fields.damaged("range");
    }
    return range;
  }

  /** The stack positions of all planes, in the order of their channels. */
  public List<Integer> positions() {
    List<Integer> positions = new ArrayList<>(List.of(position));
    further().forEach(channel -> positions.add(channel.position()));
    return positions;
  }

  /** The range of each channel. */
  public ChannelRanges ranges() {
    List<IntensityRange> ranges = new ArrayList<>();
    int own = bits == 24 ? 3 : 1;
    ranges.addAll(Collections.nCopies(own, new IntensityRange(range[0], range[1])));
    for (JoinedRecord channel : further()) {
      double[] r = channel.range();
      ranges.addAll(Collections.nCopies(own, new IntensityRange(r[0], r[1])));
    }
    return new ChannelRanges(ranges);
  }

  private List<JoinedRecord> further() {
    return joined == null ? List.of() : joined;
  }

  TargetRecord withoutSource() {
    // nothing lies beside a picture that was made from nothing
    List<ExampleRecord> bare =
        examples == null || blank
            ? examples
            : examples.stream().map(ExampleRecord::withoutValues).toList();
    return new TargetRecord(
        position, bits, canvas, context, range, joined, units, blank, sha256, mask, regions,
        controls, null, bare, origin);
  }

  /** The words that its examples have. */
  public List<String> words() {
    Set<String> words = new TreeSet<>();
    for (ExampleRecord example : examples == null ? List.<ExampleRecord>of() : examples) {
      example.words().forEach(word -> words.add(word.word()));
    }
    return List.copyOf(words);
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
    float[][] values = new float[ranges().all().size()][];
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
