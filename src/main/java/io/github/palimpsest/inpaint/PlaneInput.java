package io.github.palimpsest.inpaint;

import ij.ImagePlus;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.composite.Composite;
import io.github.palimpsest.image.IntensityRange;
import io.github.palimpsest.image.LutCheck;
import io.github.palimpsest.image.Plane;
import io.github.palimpsest.image.PlaneEdit;
import io.github.palimpsest.image.SampleType;
import io.github.palimpsest.image.Units;
import io.github.palimpsest.record.SourceHash;
import io.github.palimpsest.roi.Crop;
import io.github.palimpsest.roi.Mask;
import java.awt.Rectangle;
import java.util.List;

/**
 * The part of one plane that a run repaints, read once at its start: what the user or another
 * command does to the image later does not reach the run.
 *
 * @param plane where the result goes
 * @param inputs mask, regions and control maps on its crop
 * @param source raw values of the context [channels][height · width]
 * @param range the interval that is −1…1 for the model
 * @param units in which ImageJ speaks of the plane's values
 * @param blank whether there is no picture to begin with (generating)
 */
record PlaneInput(
    Plane plane,
    ContextInputs inputs,
    float[][] source,
    IntensityRange range,
    Units units,
    boolean blank) {

  private static final double LEAST_WEIGHT = 0.1;

  /**
   * Reads a plane; cost follows the context.
   *
   * @throws BadInput for values that are numbers of colours, or a range that does not fit
   */
  static PlaneInput of(MaskedPlane aim, PlaneReader model) {
    ImagePlus image = aim.image();
    Plane plane = aim.plane();
    if (!Plane.readable(image)) {
      throw BadInput.of(
          "The image (%s) must stay open until it has been read; open it and run again.",
          image.getTitle());
    }
    LutCheck.requireIntensities("'" + image.getTitle() + "'", image, plane);
    model.said().accept(LutCheck.doubt(image));
    ContextInputs inputs = ContextInputs.read(aim, model);
    float[][] source = inputs.crop().extract(plane);
    IntensityRange interval = aim.range().resolve(image, plane, source, inputs.weights());
    return new PlaneInput(plane, inputs, source, interval, Units.of(image), false);
  }

  /** A whole plane to be made from nothing. */
  static PlaneInput blank(Plane plane, IntensityRange range, PlaneReader model) {
    ContextInputs inputs = ContextInputs.whole(plane, model);
    return new PlaneInput(plane, inputs, inputs.crop().extract(plane), range, Units.RAW, true);
  }

  Crop crop() {
    return inputs.crop();
  }

  Mask mask() {
    return inputs.mask();
  }

  /** The fingerprint of what was read of the plane. */
  String hash() {
    float[][] visible = new float[source.length][];
    for (int c = 0; c < visible.length; c++) {
      visible[c] = crop().visible(source[c]);
    }
    return SourceHash.of(visible);
  }

  /** The same with other raw values to begin with inside the mask, over the visible context. */
  PlaneInput begin(float[][] visible) {
    float[][] begun = new float[source.length][];
    float[] weights = inputs.weights();
    for (int c = 0; c < begun.length; c++) {
      begun[c] = crop().extend(visible[c]);
      for (int i = 0; i < weights.length; i++) {
        begun[c][i] = weights[i] > 0 ? begun[c][i] : source[c][i];
      }
    }
    return new PlaneInput(plane, inputs, begun, range, units, blank);
  }

  /** The same part of the plane under other inputs. */
  PlaneInput with(ContextInputs next) {
    return new PlaneInput(plane, next, source, range, units, blank);
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
      out[c] = crop().extend(difference[c]);
      for (int i = 0; i < out[c].length; i++) {
        float m = inputs.weights()[i];
        out[c][i] = m > 0 ? (float) (out[c][i] * unit / Math.max(m, LEAST_WEIGHT)) : 0;
      }
    }
    return out;
  }

  /** The part of the image that holds what the model sees of all targets. */
  static Rectangle frame(List<PlaneInput> targets) {
    Rectangle frame = targets.get(0).crop().visible();
    targets.forEach(t -> frame.add(t.crop().visible()));
    return frame;
  }

  /** What the model sees. */
  ModelInput context(ResolvedRequest setup) {
    float[][] planes =
        blank ? new float[source.length][crop().width() * crop().height()] : range.toModel(source);
    return inputs.context(setup, planes, !blank);
  }

  /**
   * Whether the image still holds what was read from it, at least inside or outside the mask: then
   * it was edited by hand, not moved.
   */
  boolean inPlace(ImagePlus image) {
    Rectangle canvas = new Rectangle(image.getWidth(), image.getHeight());
    if (canvas.width != plane.width()
        || canvas.height != plane.height()
        || image.getStackSize() < plane.position()) {
      return false;
    }
    Plane now = Plane.of(image, plane.position());
    if (now.type() != plane.type()) {
      return false;
    }
    Rectangle seen = crop().visible();
    float[][] values = now.read(seen);
    float[] weights = crop().visible(inputs.weights());
    boolean inside = true;
    boolean outside = true;
    boolean around = false;
    for (int c = 0; c < values.length; c++) {
      float[] before = crop().visible(source[c]);
      for (int i = 0; i < weights.length; i++) {
        boolean same = Float.floatToIntBits(before[i]) == Float.floatToIntBits(values[c][i]);
        inside &= same || weights[i] == 0;
        outside &= same || weights[i] > 0;
        around |= weights[i] == 0;
      }
    }
    return inside || outside && around || !around && seen.equals(canvas);
  }

  /** NaN and infinite pixels that the run replaces. */
  long nonFinite() {
    float[][] inside = new float[source.length][];
    for (int c = 0; c < source.length; c++) {
      inside[c] = crop().part(source[c], mask().bounds());
    }
    float[] w = mask().weights();
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
  StepRenderer canvas(Rectangle frame) {
    return new StepRenderer() {
      @Override
      public float[][] source() {
        return blank ? null : within(PlaneInput.this.source, frame);
      }

      @Override
      public float[][] show(float[][] model) {
        return within(
            Composite.blend(
                PlaneInput.this.source,
                range.toSource(model),
                inputs.weights(),
                SampleType.FLOAT32),
            frame);
      }
    };
  }

  /** A context's visible part, within the frame. */
  private float[][] within(float[][] context, Rectangle frame) {
    Rectangle visible = crop().visible();
    float[][] out = frame.equals(visible) ? new float[context.length][] : plane.read(frame);
    for (int c = 0; c < out.length; c++) {
      float[] part = crop().visible(context[c]);
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

  /**
   * The finished picture as an edit of the plane, rounded to its type.
   *
   * @throws BadInput if a value that would be written is not finite
   */
  PlaneEdit edit(float[][] model) {
    Rectangle bounds = mask().bounds();
    float[][] generated = range.toSource(model);
    float[][] before = new float[source.length][];
    for (int c = 0; c < generated.length; c++) {
      generated[c] = crop().part(generated[c], bounds);
      before[c] = crop().part(source[c], bounds);
    }
    float[] w = mask().weights();
    requireFinite(generated, w);
    return new PlaneEdit(
        plane.position(), bounds, Composite.blend(before, generated, w, plane.type()), w);
  }

  private void requireFinite(float[][] values, float[] weights) {
    for (float[] channel : values) {
      for (int i = 0; i < weights.length; i++) {
        if (weights[i] > 0 && !Float.isFinite(channel[i])) {
          throw BadInput.of(
              "The finished picture holds values that are not finite in the range (%s,%s): choose"
                  + " a narrower range.",
              range.min(), range.max());
        }
      }
    }
  }
}
