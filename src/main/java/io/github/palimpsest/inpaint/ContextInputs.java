package io.github.palimpsest.inpaint;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.image.Plane;
import io.github.palimpsest.roi.ContextRule;
import io.github.palimpsest.roi.Crop;
import io.github.palimpsest.roi.Mask;
import io.github.palimpsest.roi.PromptRegion;
import io.github.palimpsest.roi.PromptRegions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What the user lays over a plane to say where and after what it is painted: mask, regions and
 * control maps, all seen through one crop. What of it changes in a session is replaced as a whole.
 *
 * @param crop what the model sees
 * @param mask what to repaint, on the whole plane
 * @param weights the mask within the context [height · width]
 * @param regions parts of the plane with words of their own
 * @param controls maps of the context, for the control nets
 */
record ContextInputs(
    Crop crop,
    Mask mask,
    float[] weights,
    List<PromptRegion> regions,
    List<ControlValues> controls) {

  static ContextInputs of(
      Crop crop, Mask mask, List<PromptRegion> regions, List<ControlValues> controls) {
    return new ContextInputs(crop, mask, crop.extract(mask), regions, controls);
  }

  /** What lies on a plane now, under a mask. */
  static ContextInputs read(MaskedPlane aim, PlaneReader model) {
    Plane plane = aim.plane();
    Mask open = PromptRegions.open(aim.mask(), aim.regions());
    Crop crop =
        Crop.plan(
            plane.width(),
            plane.height(),
            open.bounds(),
            aim.rule(),
            ResolvedRequest.sides(model.folder()));
    return of(
        crop, open, aim.regions(), ControlValues.read(model, aim.image(), plane.position(), crop));
  }

  /** A whole plane, to be made from nothing. */
  static ContextInputs whole(Plane plane, PlaneReader model) {
    int w = plane.width();
    int h = plane.height();
    float[] all = new float[w * h];
    Arrays.fill(all, 1);
    Mask mask = Mask.of(w, h, all);
    // beyond the right and lower border the model paints what nobody sees
    Crop crop =
        Crop.plan(w, h, mask.bounds(), ContextRule.WHOLE, ResolvedRequest.sides(model.folder()));
    return of(crop, mask, List.of(), ControlValues.read(model, null, 1, crop));
  }

  /** The same with other control maps. */
  ContextInputs with(List<ControlValues> maps) {
    return new ContextInputs(crop, mask, weights, regions, maps);
  }

  /**
   * The same context with another mask inside it.
   *
   * @throws BadInput if the mask reaches beyond the context
   */
  ContextInputs with(Mask next, List<PromptRegion> nextRegions) {
    Mask open = PromptRegions.open(next, nextRegions);
    if (!crop.context().contains(open.bounds())) {
      throw new BadInput(
          "The mask reaches beyond what the model sees: move it back, make it smaller, or start a new"
              + " session.");
    }
    Crop same = new Crop(crop.canvasWidth(), crop.canvasHeight(), crop.context(), open.bounds());
    return of(same, open, nextRegions, controls);
  }

  /**
   * What the model sees.
   *
   * @param planes the picture in model units [channels][height · width] of the context
   * @param picture whether there is one; else {@code planes} are zero
   */
  ModelInput context(ResolvedRequest setup, float[][] planes, boolean picture) {
    float[] strength = weights.clone();
    List<RegionConditioning> seen = new ArrayList<>();
    for (PromptRegion region : regions) {
      float[] w = crop.extract(region.mask());
      for (int i = 0; i < w.length; i++) {
        strength[i] *= 1 - w[i] * (1 - (float) region.strength());
        w[i] *= (float) region.weight();
      }
      if (IntStream.range(0, w.length).anyMatch(i -> w[i] > 0 && weights[i] > 0)) {
        seen.add(RegionConditioning.of(region, w, setup));
      }
    }
    return new ModelInput(
        crop.width(),
        crop.height(),
        planes,
        weights,
        strength,
        seen,
        ControlConditioning.of(controls, setup.request),
        picture);
  }
}
