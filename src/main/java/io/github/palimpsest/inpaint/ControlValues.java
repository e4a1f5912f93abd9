package io.github.palimpsest.inpaint;

import ij.ImagePlus;
import io.github.palimpsest.control.ControlInput;
import io.github.palimpsest.control.ControlMaps;
import io.github.palimpsest.control.ControlNetInput;
import io.github.palimpsest.roi.Crop;
import java.util.ArrayList;
import java.util.List;

/**
 * The map of one control net as read for one context; how much it counts is up to the request.
 *
 * @param net index of its control net
 * @param values [channels · height · width] of the context
 */
record ControlValues(int net, float[] values) {
  /**
   * The control maps that the request names, as the images and ROIs are now.
   *
   * @param source the image that is repainted; null when generating
   * @param position of the plane
   */
  static List<ControlValues> read(PlaneReader model, ImagePlus source, int position, Crop crop) {
    List<ControlNetInput> nets =
        model.folder().controlNets().stream()
            .map(n -> new ControlNetInput(n.kind(), n.channels()))
            .toList();
    List<ControlValues> maps = new ArrayList<>();
    for (ControlInput in :
        ControlMaps.of(
            source,
            crop.canvasWidth(),
            crop.canvasHeight(),
            model.request(),
            model.folder().name(),
            nets)) {
      model.said().accept(in.doubt(position));
      maps.add(new ControlValues(in.net(), in.map(position, crop)));
    }
    return maps;
  }
}
