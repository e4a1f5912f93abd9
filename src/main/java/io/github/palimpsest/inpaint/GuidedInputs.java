package io.github.palimpsest.inpaint;

import com.google.gson.JsonObject;
import ij.ImagePlus;
import io.github.palimpsest.record.RecordFields;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.roi.Mask;
import io.github.palimpsest.roi.MaskReader;
import io.github.palimpsest.roi.PromptRegions;
import java.util.function.Consumer;

/**
 * Inputs that change in a session: as an action recorded them or, where it has not, as images and
 * ROIs are now, and then recorded in it.
 */
final class GuidedInputs {
  private GuidedInputs() {}

  /**
   * Another mask and other regions.
   *
   * @param said told what the user should know of the mask
   */
  static ContextInputs mask(
      ImagePlus image, PlaneInput target, Request next, JsonObject action, Consumer<String> said) {
    ContextInputs now = target.inputs();
    if (action.has(InputsRecord.MASK)) {
      RecordFields recorded = fields(action);
      Mask mask = InputsRecord.mask(recorded, target.plane(), 0, 0);
      if (mask.isEmpty()) {
        throw recorded.damaged(InputsRecord.MASK);
      }
      return now.with(mask, InputsRecord.regions(recorded, target.plane(), 0, 0));
    }
    int position = target.plane().position();
    ContextInputs read =
        now.with(
            new MaskReader(image, next.text(Param.MASK), said)
                .read(position, next.number(Param.GROW), next.number(Param.FEATHER)),
            PromptRegions.of(image, position));
    InputsRecord.putMask(action, read);
    return read;
  }

  private static RecordFields fields(JsonObject action) {
    return RecordFields.of(action, "The recorded action", "record it anew");
  }

  /** Other control maps. */
  static ContextInputs control(
      ImagePlus image, PlaneInput target, ResolvedRequest next, JsonObject action) {
    ContextInputs now = target.inputs();
    if (action.has(InputsRecord.CONTROLS)) {
      return now.with(InputsRecord.controls(fields(action), now.crop(), next.folder.controlNets()));
    }
    ImagePlus source = target.blank() ? null : image;
    ContextInputs read =
        now.with(ControlValues.read(next.form(), source, target.plane().position(), now.crop()));
    InputsRecord.putControls(action, read);
    return read;
  }
}
