package io.github.palimpsest.inpaint;

import ij.ImagePlus;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.image.Planes;
import io.github.palimpsest.inpaint.input.Example;
import io.github.palimpsest.inpaint.input.PlaneInput;
import io.github.palimpsest.model.ControlNet;
import io.github.palimpsest.record.MaskRecord;
import io.github.palimpsest.record.RegionRecord;
import io.github.palimpsest.record.SessionAction;
import io.github.palimpsest.record.SessionAction.SetValue;
import io.github.palimpsest.record.TargetRecord;
import io.github.palimpsest.roi.Crop;
import io.github.palimpsest.roi.Mask;
import io.github.palimpsest.roi.PromptRegion;
import java.awt.Rectangle;
import java.util.List;

/** What runs repaint, read back from the records that they left. */
public final class RecordedInputs {
  /** How far a model may make a context reach beyond its canvas. */
  private static final int MOST_BEYOND = 4096;

  private RecordedInputs() {}

  /**
   * What a run repaints, from a record.
   *
   * @param image the planes'
   * @param dx where the recorded canvas lies on the planes: 0 for the source itself, −x of the
   *     visible part for an image of that part alone
   * @param dy likewise
   * @param nets of the model
   * @throws BadInput if the record is damaged
   */
  public static PlaneInput plane(
      TargetRecord record, ImagePlus image, Planes planes, int dx, int dy, List<ControlNet> nets) {
    Rectangle context = new Rectangle(record.context());
    context.translate(dx, dy);
    Rectangle visible = context.intersection(new Rectangle(planes.width(), planes.height()));
    if (visible.isEmpty()
        || context.width - visible.width > MOST_BEYOND
        || context.height - visible.height > MOST_BEYOND) {
      throw record.damaged("context");
    }
    Mask mask = record.mask().on(planes.width(), planes.height(), dx, dy);
    if (mask.isEmpty() || !context.contains(mask.bounds())) {
      throw record.damaged("mask");
    }
    List<PromptRegion> regions = regions(record.regions(), planes, dx, dy);
    Crop crop = new Crop(planes.width(), planes.height(), context, mask.bounds());
    float[][] source = crop.extract(planes);
    List<Example> examples = ExampleRecords.read(record, image, crop, source, dx, dy);
    return new PlaneInput(
        planes,
        crop,
        mask,
        crop.extract(mask),
        regions,
        ControlRecords.read(record.controls(), crop, examples, nets, record.origin()),
        source,
        record.ranges(),
        record.unitsOf(image),
        examples,
        record.blank());
  }

  /** Recorded regions on planes; see {@link MaskRecord#on}. */
  private static List<PromptRegion> regions(
      List<RegionRecord> records, Planes planes, int dx, int dy) {
    return records.stream().map(r -> r.on(planes.width(), planes.height(), dx, dy)).toList();
  }

  /**
   * A plane under the mask and regions that an action recorded.
   *
   * @throws BadInput if the record is damaged
   */
  public static PlaneInput masked(PlaneInput input, SetValue action) {
    Mask mask = action.mask().on(input.planes().width(), input.planes().height(), 0, 0);
    if (mask.isEmpty()) {
      throw SessionAction.RECORDED.damaged("mask");
    }
    return input.with(mask, regions(action.regions(), input.planes(), 0, 0));
  }
}
