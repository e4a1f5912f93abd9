package io.github.palimpsest.inpaint;

import io.github.palimpsest.control.ControlValues;
import io.github.palimpsest.inpaint.input.Example;
import io.github.palimpsest.inpaint.input.PlaneInput;
import io.github.palimpsest.model.ControlNet;
import io.github.palimpsest.record.ControlRecord;
import io.github.palimpsest.record.FloatText;
import io.github.palimpsest.record.Origin;
import io.github.palimpsest.record.SessionAction;
import io.github.palimpsest.record.SessionAction.SetValue;
import io.github.palimpsest.roi.Crop;
import java.util.ArrayList;
import java.util.List;

/** Control maps, to records and back. */
public final class ControlRecords {
  private ControlRecords() {}

  /** The record of the control maps of a plane. */
  public static List<ControlRecord> of(PlaneInput plane) {
    return plane.controls().stream()
        .map(map -> new ControlRecord(map.net(), FloatText.of(map.values()), own(map)))
        .toList();
  }

  private static List<FloatText> own(ControlValues map) {
    return map.examples().isEmpty() ? null : map.examples().stream().map(FloatText::of).toList();
  }

  /**
   * Recorded control maps.
   *
   * @param crop what they must cover
   * @param examples whose own maps must be there, if any are
   * @param nets those of the model that they must be for
   * @param origin of the record that holds them
   */
  static List<ControlValues> read(
      List<ControlRecord> records,
      Crop crop,
      List<Example> examples,
      List<ControlNet> nets,
      Origin origin) {
    List<ControlValues> maps = new ArrayList<>();
    for (ControlRecord r : records) {
      if (r.net() >= nets.size()) {
        throw origin.damaged("controls.net");
      }
      long channels = nets.get(r.net()).channels();
      List<float[]> own = new ArrayList<>();
      if (r.own() != null && r.own().size() != examples.size()) {
        throw origin.damaged("controls.own");
      }
      for (int k = 0; r.own() != null && k < examples.size(); k++) {
        long pixels = (long) examples.get(k).area().width * examples.get(k).area().height;
        own.add(r.own().get(k).values(channels * pixels));
      }
      long pixels = (long) crop.width() * crop.height();
      maps.add(new ControlValues(r.net(), r.values().values(channels * pixels), own));
    }
    return maps;
  }

  /**
   * A plane with the control maps that an action recorded.
   *
   * @param nets of the model
   * @throws io.github.palimpsest.check.BadInput if the record is damaged
   */
  public static PlaneInput controlled(PlaneInput input, SetValue action, List<ControlNet> nets) {
    return input.with(
        read(action.controls(), input.crop(), input.examples(), nets, SessionAction.RECORDED));
  }
}
