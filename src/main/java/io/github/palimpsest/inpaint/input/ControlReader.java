package io.github.palimpsest.inpaint.input;

import ij.ImagePlus;
import ij.ImageStack;
import ij.process.FloatProcessor;
import io.github.palimpsest.control.ControlInput;
import io.github.palimpsest.control.ControlMaps;
import io.github.palimpsest.control.ControlNetInput;
import io.github.palimpsest.control.ControlValues;
import io.github.palimpsest.control.ExampleMaps;
import io.github.palimpsest.image.Planes;
import io.github.palimpsest.model.Model;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.roi.Crop;
import io.github.palimpsest.roi.Mask;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reads the control maps that a request names, and the same maps of what a model may copy from.
 *
 * @param folder the model's
 * @param request the values of the run
 * @param said told what the user should know
 */
record ControlReader(Model folder, Request request, Consumer<String> said) {
  /**
   * The maps of planes.
   *
   * @param image that is repainted; null when generating
   * @param hole pixels of the planes that are unknown
   * @param examples what the model may copy from, the context first unless generating
   */
  List<ControlValues> read(
      ImagePlus image, Planes planes, Crop crop, Mask hole, List<Example> examples) {
    List<ControlNetInput> nets =
        folder.controlNets().stream()
            .map(n -> new ControlNetInput(n.kind(), n.channels(), any(n.kind())))
            .toList();
    int position = image == null ? 1 : planes.first().position();
    List<ControlValues> maps = new ArrayList<>();
    for (ControlInput in :
        ControlMaps.of(
            image, crop.canvasWidth(), crop.canvasHeight(), request, folder.name(), nets)) {
      said.accept(in.doubt(position));
      maps.add(
          examples.isEmpty()
              ? new ControlValues(in.net(), in.map(position, crop), List.of())
              : beside(in, image, planes, crop, hole, examples));
    }
    return maps;
  }

  /** Models of the image take any map; one that says nothing of itself shows where objects are. */
  private boolean any(String kind) {
    return folder.learnsFromImage() && kind.equals("segmentation");
  }

  private static ControlValues beside(
      ControlInput in,
      ImagePlus image,
      Planes planes,
      Crop crop,
      Mask hole,
      List<Example> examples) {
    ExampleMaps maps = in.examples(image == null ? 1 : planes.first().position(), crop);
    List<float[]> own = new ArrayList<>();
    for (Example e : examples) {
      Rectangle canvas = new Rectangle(crop.canvasWidth(), crop.canvasHeight());
      if (image == null) {
        own.add(maps.of(picture(e), excluded(e, new Rectangle(e.area().getSize()))));
      } else if (own.isEmpty()) {
        own.add(maps.ofContext(image, planes.positions(), hole));
      } else {
        own.add(maps.of(image, positions(planes, e), e.area(), excluded(e, canvas)));
      }
    }
    // what is made from nothing has no context of its own
    ControlValues asked = new ControlValues(in.net(), maps.asked(), own);
    return image == null ? asked : asked.beside(crop.extract(hole));
  }

  /** The channels of an example that lies on other planes. */
  private static List<Integer> positions(Planes planes, Example e) {
    int first = planes.first().position();
    return planes.positions().stream().map(p -> p - first + e.position()).toList();
  }

  /** An example as an image, one plane a channel. */
  private static ImagePlus picture(Example e) {
    ImageStack stack = new ImageStack(e.area().width, e.area().height);
    for (float[] channel : e.values()) {
      stack.addSlice(new FloatProcessor(e.area().width, e.area().height, channel.clone()));
    }
    return new ImagePlus("example", stack);
  }

  private static Mask excluded(Example e, Rectangle canvas) {
    Rectangle r = new Rectangle(e.area());
    if (canvas.getSize().equals(r.getSize())) {
      r.setLocation(0, 0);
    }
    float[] weights = new float[r.width * r.height];
    BitSet bits = e.excluded();
    for (int i = bits.nextSetBit(0); i >= 0; i = bits.nextSetBit(i + 1)) {
      weights[i] = 1;
    }
    return new Mask(canvas.width, canvas.height, r, weights);
  }
}
