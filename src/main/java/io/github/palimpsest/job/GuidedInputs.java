package io.github.palimpsest.job;

import com.google.gson.JsonObject;
import ij.ImagePlus;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.roi.Masks;
import io.github.palimpsest.roi.Regions;

/**
 * Inputs that change in a session: as an action recorded them or, where it has not, as images and
 * ROIs are now, and then recorded in it.
 */
final class GuidedInputs {
  private GuidedInputs() {}

  /** Another mask and other regions. */
  static ContextInputs mask(ImagePlus image, Target target, Request next, JsonObject action) {
    ContextInputs now = target.inputs();
    if (action.has(InputsRecord.MASK)) {
      return now.with(
          InputsRecord.mask(action, target.plane(), 0, 0),
          InputsRecord.regions(action, target.plane(), 0, 0));
    }
    int position = target.plane().position();
    ContextInputs read =
        now.with(
            Masks.of(image, next.text(Param.MASK), next.number(Param.FEATHER), position),
            Regions.of(image, position));
    InputsRecord.putMask(action, read);
    return read;
  }

  /** Other control maps. */
  static ContextInputs control(ImagePlus image, Target target, Setup next, JsonObject action) {
    ContextInputs now = target.inputs();
    if (action.has(InputsRecord.CONTROLS)) {
      return now.with(InputsRecord.controls(action));
    }
    ImagePlus source = target.blank() ? null : image;
    ContextInputs read =
        now.with(ControlMap.read(next, source, target.plane().position(), now.crop()));
    InputsRecord.putControls(action, read);
    return read;
  }
}
