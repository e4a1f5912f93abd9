package io.github.palimpsest.job;

import ij.ImagePlus;
import io.github.palimpsest.control.ControlInput;
import io.github.palimpsest.image.IntensityRange;
import io.github.palimpsest.image.PlaneAccess;
import io.github.palimpsest.image.PlaneEdit;
import io.github.palimpsest.image.RangeRule;
import io.github.palimpsest.image.SampleType;
import io.github.palimpsest.paint.Composite;
import io.github.palimpsest.roi.ContextRule;
import io.github.palimpsest.roi.Crop;
import io.github.palimpsest.roi.Mask;
import io.github.palimpsest.roi.Region;
import io.github.palimpsest.roi.Regions;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The part of one plane that a run repaints, read once at its start: what the user or another
 * command does to the image later does not reach the run.
 *
 * @param plane where the result goes
 * @param mask what to repaint, on the whole plane
 * @param crop what the model sees
 * @param source raw values of the context [channels][height · width]
 * @param weights the mask within the context [height · width]
 * @param regions parts of the plane with words of their own
 * @param range the interval that is −1…1 for the model
 */
record Target(
    PlaneAccess plane,
    Mask mask,
    Crop crop,
    float[][] source,
    float[] weights,
    List<Region> regions,
    IntensityRange range) {

  /** Reads a plane; cost follows the context. */
  static Target of(
      ImagePlus image,
      PlaneAccess plane,
      Mask mask,
      ContextRule rule,
      RangeRule range,
      int multiple) {
    List<Region> regions = Regions.of(image, plane.position());
    Mask open = Regions.open(mask, regions);
    Crop crop = Crop.plan(plane.width(), plane.height(), open.bounds(), rule, multiple);
    float[][] source = crop.extract(plane);
    float[] weights = crop.extract(open);
    return new Target(
        plane, open, crop, source, weights, regions, range.resolve(image, plane, source, weights));
  }

  /** What the model sees. */
  Context context(Setup setup, List<ControlInput> controls) {
    float[] strength = weights.clone();
    List<ContextRegion> seen = new ArrayList<>();
    for (Region region : regions) {
      float[] w = crop.extract(region.mask());
      for (int i = 0; i < w.length; i++) {
        strength[i] *= 1 - w[i] * (1 - (float) region.strength());
        w[i] *= (float) region.weight();
      }
      if (IntStream.range(0, w.length).anyMatch(i -> w[i] > 0 && weights[i] > 0)) {
        seen.add(setup.region(region, w));
      }
    }
    return new Context(
        crop.width(),
        crop.height(),
        range.toModel(source),
        weights,
        strength,
        seen,
        Setup.controls(controls, plane.position(), crop),
        true);
  }

  /** NaN and infinite pixels that the run replaces. */
  long nonFinite() {
    float[][] inside = new float[source.length][];
    for (int c = 0; c < source.length; c++) {
      inside[c] = crop.part(source[c], mask.bounds());
    }
    float[] w = mask.weights();
    for (float[] channel : inside) {
      for (int i = 0; i < w.length; i++) {
        channel[i] = w[i] > 0 ? channel[i] : 0;
      }
    }
    return IntensityRange.countNonFinite(inside);
  }

  /**
   * The plane as the step stack shows it.
   *
   * @param frame the part of the plane to show; contains the visible part of the context
   */
  Canvas canvas(Rectangle frame) {
    return new Canvas() {
      @Override
      public float[][] source() {
        return within(Target.this.source, frame);
      }

      @Override
      public float[][] show(float[][] model) {
        return within(
            Composite.blend(Target.this.source, range.toSource(model), weights, SampleType.FLOAT32),
            frame);
      }
    };
  }

  /** A context's visible part, within the frame. */
  private float[][] within(float[][] context, Rectangle frame) {
    Rectangle visible = crop.visible();
    float[][] out = frame.equals(visible) ? new float[context.length][] : plane.read(frame);
    for (int c = 0; c < out.length; c++) {
      float[] part = crop.visible(context[c]);
      if (out[c] == null) {
        out[c] = part;
      } else {
        paste(part, visible, out[c], frame);
      }
    }
    return out;
  }

  private static void paste(float[] part, Rectangle from, float[] whole, Rectangle to) {
    for (int y = 0; y < from.height; y++) {
      int at = (from.y - to.y + y) * to.width + from.x - to.x;
      System.arraycopy(part, y * from.width, whole, at, from.width);
    }
  }

  /** The finished picture as an edit of the plane, rounded to its type. */
  PlaneEdit edit(float[][] model) {
    Rectangle bounds = mask.bounds();
    float[][] generated = range.toSource(model);
    float[][] before = new float[source.length][];
    for (int c = 0; c < generated.length; c++) {
      generated[c] = crop.part(generated[c], bounds);
      before[c] = crop.part(source[c], bounds);
    }
    float[] w = mask.weights();
    return new PlaneEdit(
        plane.position(), bounds, Composite.blend(before, generated, w, plane.type()), w);
  }
}
