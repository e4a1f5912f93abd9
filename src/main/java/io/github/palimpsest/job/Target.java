package io.github.palimpsest.job;

import ij.ImagePlus;
import io.github.palimpsest.check.BadInput;
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
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The part of one plane that a run repaints, read once at its start: what the user or another
 * command does to the image later does not reach the run.
 *
 * @param image the image that is repainted; null when generating
 * @param plane where the result goes
 * @param mask what to repaint, on the whole plane
 * @param crop what the model sees
 * @param source raw values of the context [channels][height · width]
 * @param weights the mask within the context [height · width]
 * @param regions parts of the plane with words of their own
 * @param range the interval that is −1…1 for the model
 * @param blank whether there is no picture to begin with (generating)
 */
record Target(
    ImagePlus image,
    PlaneAccess plane,
    Mask mask,
    Crop crop,
    float[][] source,
    float[] weights,
    List<Region> regions,
    IntensityRange range,
    boolean blank) {

  private static final double LEAST_WEIGHT = 0.1;

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
        image,
        plane,
        open,
        crop,
        source,
        weights,
        regions,
        range.resolve(image, plane, source, weights),
        false);
  }

  /** A whole plane to be made from nothing. */
  static Target blank(PlaneAccess plane, IntensityRange range, int multiple) {
    int w = plane.width();
    int h = plane.height();
    float[] all = new float[w * h];
    Arrays.fill(all, 1);
    Mask mask = Mask.of(w, h, all);
    // beyond the right and lower border the model paints what nobody sees
    Crop crop = Crop.plan(w, h, mask.bounds(), ContextRule.WHOLE, multiple);
    return new Target(
        null, plane, mask, crop, crop.extract(plane), crop.extract(mask), List.of(), range, true);
  }

  /** The same with other raw values to begin with inside the mask, over the visible context. */
  Target begin(float[][] visible) {
    float[][] begun = new float[source.length][];
    for (int c = 0; c < begun.length; c++) {
      begun[c] = crop.extend(visible[c]);
      for (int i = 0; i < weights.length; i++) {
        begun[c][i] = weights[i] > 0 ? begun[c][i] : source[c][i];
      }
    }
    return new Target(image, plane, mask, crop, begun, weights, regions, range, blank);
  }

  /** The same part of the plane with another mask inside the context. */
  Target with(Mask next, List<Region> nextRegions) {
    Mask open = Regions.open(next, nextRegions);
    if (!crop.context().contains(open.bounds())) {
      throw new BadInput(
          "The mask has left what the model sees: move it back, or start a new session.");
    }
    Crop same = new Crop(crop.canvasWidth(), crop.canvasHeight(), crop.context(), open.bounds());
    return new Target(
        image, plane, open, same, source, same.extract(open), nextRegions, range, blank);
  }

  /**
   * An edit of the shown plane as the model counts it: outside the mask 0, and where the mask is
   * soft as much larger as the composite will make it smaller.
   *
   * @param difference in source units, of {@link Crop#visible} [channels][height · width]
   * @return [channels][height · width] of the context
   */
  float[][] toModel(float[][] difference) {
    float[][] out = new float[difference.length][];
    double unit = range.toModel(range.min() + 1) - range.toModel(range.min());
    for (int c = 0; c < out.length; c++) {
      out[c] = crop.extend(difference[c]);
      for (int i = 0; i < out[c].length; i++) {
        float m = weights[i];
        out[c][i] = m > 0 ? (float) (out[c][i] * unit / Math.max(m, LEAST_WEIGHT)) : 0;
      }
    }
    return out;
  }

  /** The part of the image that holds what the model sees of all targets. */
  static Rectangle frame(List<Target> targets) {
    Rectangle frame = targets.get(0).crop().visible();
    targets.forEach(t -> frame.add(t.crop().visible()));
    return frame;
  }

  /** What the model sees. */
  Context context(Setup setup) {
    List<ControlInput> inputs = setup.controls(image, plane.width(), plane.height());
    var controls = Setup.controls(inputs, plane.position(), crop);
    if (blank) {
      return Context.empty(crop.width(), crop.height(), source.length, controls);
    }
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
        controls,
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
        return blank ? null : within(Target.this.source, frame);
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
