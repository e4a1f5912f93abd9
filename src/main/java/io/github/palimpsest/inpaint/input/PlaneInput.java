package io.github.palimpsest.inpaint.input;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.composite.Composite;
import io.github.palimpsest.composite.RimMatch;
import io.github.palimpsest.control.ControlValues;
import io.github.palimpsest.image.ChannelRanges;
import io.github.palimpsest.image.IntensityRange;
import io.github.palimpsest.image.PlaneEdit;
import io.github.palimpsest.image.Planes;
import io.github.palimpsest.image.Units;
import io.github.palimpsest.roi.Crop;
import io.github.palimpsest.roi.Mask;
import io.github.palimpsest.roi.PromptRegion;
import io.github.palimpsest.roi.PromptRegions;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;

/**
 * The part of one plane, or of the channels of one slice and frame, that a run repaints, read once
 * at its start: what the user or another command does to the image later does not reach the run.
 *
 * @param planes where the result goes
 * @param crop the part that the model sees
 * @param mask the pixels to repaint, on the whole canvas, in all channels
 * @param weights the mask within the crop [height · width], 0 known … 1 repaint
 * @param regions parts of the canvas with prompts of their own
 * @param controls maps of the crop, for the control nets
 * @param source raw values of the context [channels][height · width]
 * @param ranges of each channel, the interval that is −1…1 for the model
 * @param units in which ImageJ speaks of the image's values
 * @param examples what a model of the image may copy from, the context first where there is one;
 *     empty for other models
 * @param blank whether there is no picture to begin with (generating)
 */
public record PlaneInput(
    Planes planes,
    Crop crop,
    Mask mask,
    float[] weights,
    List<PromptRegion> regions,
    List<ControlValues> controls,
    float[][] source,
    ChannelRanges ranges,
    Units units,
    List<Example> examples,
    boolean blank) {

  private static final double LEAST_WEIGHT = 0.1;

  /** Pixels of a band in which the finished picture is worked on. */
  private static final int BAND = 1 << 20;

  /**
   * The same part of the canvas under another mask.
   *
   * @throws BadInput if the mask reaches beyond the crop
   */
  public PlaneInput with(Mask next, List<PromptRegion> nextRegions) {
    Mask open = PromptRegions.open(next, nextRegions);
    if (!crop.context().contains(open.bounds())) {
      throw new BadInput(
          "The mask reaches beyond what the model sees: move it back, make it smaller, or start a new"
              + " session.");
    }
    Crop same = new Crop(crop.canvasWidth(), crop.canvasHeight(), crop.context(), open.bounds());
    return new PlaneInput(
        planes,
        same,
        open,
        same.extract(open),
        nextRegions,
        controls,
        source,
        ranges,
        units,
        examples,
        blank);
  }

  /** The same part of the canvas with other control maps. */
  public PlaneInput with(List<ControlValues> maps) {
    return new PlaneInput(
        planes, crop, mask, weights, regions, maps, source, ranges, units, examples, blank);
  }

  /** The range of the channels of one plane, by its index. */
  public IntensityRange range(int plane) {
    return ranges.get(plane * planes.type().channels());
  }

  /** The raw values of the visible context [channels][height · width], not to be changed. */
  public float[][] visible() {
    if (crop.visible().equals(crop.context())) {
      return source.clone();
    }
    float[][] visible = new float[source.length][];
    for (int c = 0; c < visible.length; c++) {
      visible[c] = crop.visible(source[c]);
    }
    return visible;
  }

  /** The same with other raw values to begin with inside the mask, over the visible context. */
  public PlaneInput begin(float[][] visible) {
    float[][] begun = new float[source.length][];
    for (int c = 0; c < begun.length; c++) {
      begun[c] = crop.extend(visible[c]);
      for (int i = 0; i < weights.length; i++) {
        begun[c][i] = weights[i] > 0 ? begun[c][i] : source[c][i];
      }
    }
    List<Example> same = new ArrayList<>(examples);
    if (!same.isEmpty() && !blank) {
      same.set(0, same.get(0).with(begun));
    }
    return new PlaneInput(
        planes, crop, mask, weights, regions, controls, begun, ranges, units, same, blank);
  }

  /**
   * What is repainted of an example, above 0 [height · width]; null for nothing.
   *
   * @param k its index in {@link #examples}
   */
  public float[] hole(int k) {
    if (k == 0 && !blank) {
      return weights;
    }
    boolean own = !blank && examples.get(k).position() == examples.get(0).position();
    return own ? mask.crop(examples.get(k).area()) : null;
  }

  /**
   * An edit of the shown plane as the model counts it: outside the mask 0, and where the mask is
   * soft as much larger as the composite will make it smaller.
   *
   * @param difference in source units, of {@link Crop#visible} [channels][height · width]
   * @return [channels][height · width] of the context
   */
  public float[][] toModel(float[][] difference) {
    float[][] out = new float[difference.length][];
    for (int c = 0; c < out.length; c++) {
      IntensityRange range = ranges.get(c);
      double unit = range.toModel(range.min() + 1) - range.toModel(range.min());
      out[c] = crop.extend(difference[c]);
      for (int i = 0; i < out[c].length; i++) {
        float m = weights[i];
        out[c][i] = m > 0 ? (float) (out[c][i] * unit / Math.max(m, LEAST_WEIGHT)) : 0;
      }
    }
    return out;
  }

  /** The part of the image that holds what the model sees of all inputs. */
  public static Rectangle frame(List<PlaneInput> inputs) {
    Rectangle frame = inputs.get(0).crop.visible();
    inputs.forEach(t -> frame.add(t.crop.visible()));
    return frame;
  }

  /** NaN and infinite pixels that the run replaces. */
  public long nonFinite() {
    Rectangle bounds = mask.bounds();
    Rectangle context = crop.context();
    float[] w = mask.sharedWeights();
    long n = 0;
    for (float[] channel : source) {
      for (int i = 0; i < w.length; i++) {
        int x = bounds.x - context.x + i % bounds.width;
        int y = bounds.y - context.y + i / bounds.width;
        n += w[i] > 0 && !Float.isFinite(channel[y * context.width + x]) ? 1 : 0;
      }
    }
    return n;
  }

  /**
   * The finished picture as edits of the planes, rounded to their type.
   *
   * @param model in model units [channels][height · width] of the crop
   * @param seam how far each pixel of the crop is brought to its surroundings, see {@link
   *     RimMatch}; null = as it is
   * @throws BadInput if a value that would be written is not finite
   */
  public List<PlaneEdit> edits(float[][] model, float[] seam) {
    Rectangle bounds = mask.bounds();
    float[][] values = new float[source.length][bounds.width * bounds.height];
    int rows = Math.max(RimMatch.MARGIN, BAND / bounds.width);
    for (int y = 0; y < bounds.height; y += rows) {
      int high = Math.min(rows, bounds.height - y);
      Rectangle band = new Rectangle(bounds.x, bounds.y + y, bounds.width, high);
      float[][] finished = finished(model, seam, band);
      for (int c = 0; c < values.length; c++) {
        System.arraycopy(finished[c], 0, values[c], y * bounds.width, finished[c].length);
      }
    }
    return planes.edits(bounds, values, mask.sharedWeights());
  }

  /** The finished picture in a band of the mask's bounds. */
  private float[][] finished(float[][] model, float[] seam, Rectangle band) {
    Rectangle near = new Rectangle(band);
    near.grow(RimMatch.REACH, RimMatch.MARGIN);
    Rectangle part = seam == null ? band : near.intersection(crop.visible());
    float[] w = crop.part(weights, part);
    float[][] before = new float[source.length][];
    float[][] generated = new float[source.length][];
    for (int c = 0; c < generated.length; c++) {
      before[c] = crop.part(source[c], part);
      generated[c] = ranges.get(c).toSource(crop.part(model[c], part));
    }
    if (seam != null) {
      generated =
          RimMatch.apply(before, generated, w, crop.part(seam, part), part.width, part.height);
    }
    requireFinite(generated, w);
    float[][] blended = Composite.blend(before, generated, w, planes.type());
    for (int c = 0; c < blended.length; c++) {
      blended[c] = Crop.part(blended[c], part, band);
    }
    return blended;
  }

  private void requireFinite(float[][] values, float[] weights) {
    for (int c = 0; c < values.length; c++) {
      for (int i = 0; i < weights.length; i++) {
        if (weights[i] > 0 && !Float.isFinite(values[c][i])) {
          throw BadInput.of(
              "The finished picture holds values that are not finite in the range (%s,%s): choose"
                  + " a narrower range.",
              ranges.get(c).min(), ranges.get(c).max());
        }
      }
    }
  }
}
