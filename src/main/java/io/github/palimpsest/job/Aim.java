package io.github.palimpsest.job;

import ij.ImagePlus;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.image.PlaneAccess;
import io.github.palimpsest.image.Planes;
import io.github.palimpsest.image.RangeRule;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.roi.ContextRule;
import io.github.palimpsest.roi.Mask;
import io.github.palimpsest.roi.Masks;
import java.util.ArrayList;
import java.util.List;

/** What a request names on one plane of an image, read before the model is loaded. */
record Aim(ImagePlus image, PlaneAccess plane, Mask mask, ContextRule rule, RangeRule range) {

  /**
   * One for each plane that the request names, the current one by default.
   *
   * @throws BadInput before anything has changed
   */
  static List<Aim> all(ImagePlus image, Request request) {
    RangeRule range = RangeRule.parse(request.text(Param.RANGE));
    ContextRule rule = ContextRule.parse(request.text(Param.CONTEXT));
    List<Aim> aims = new ArrayList<>();
    for (Planes.Plane at :
        Planes.of(
            image,
            request.text(Param.CHANNELS),
            request.text(Param.SLICES),
            request.text(Param.FRAMES))) {
      PlaneAccess plane = PlaneAccess.of(image, at.position());
      Mask mask =
          Masks.of(
              image, request.text(Param.MASK), request.number(Param.FEATHER), plane.position());
      aims.add(new Aim(image, plane, mask, rule, range));
    }
    return aims;
  }

  /**
   * The only one.
   *
   * @param takesOne who takes one plane and how, such as "a session paints one"
   * @throws BadInput also where the request names several planes
   */
  static Aim only(ImagePlus image, Request request, String takesOne) {
    List<Aim> aims = all(image, request);
    if (aims.size() > 1) {
      throw BadInput.of(
          "channels, slices and frames name %d planes, but %s: name one plane.",
          aims.size(), takesOne);
    }
    return aims.get(0);
  }

  Target on(Setup setup) {
    return Target.of(image, plane, mask, rule, range, setup);
  }
}
