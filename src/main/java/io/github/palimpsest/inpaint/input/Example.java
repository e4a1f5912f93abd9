package io.github.palimpsest.inpaint.input;

import io.github.palimpsest.image.ChannelRanges;
import io.github.palimpsest.model.ExamplePicture;
import java.awt.Rectangle;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A part of an image that a model of it may copy from, as read. Immutable by agreement.
 *
 * @param image title of the image that it is of; null for the one that is repainted
 * @param position one-based stack position of its plane, of the first one if channels are joined
 * @param area on the plane; that of a context may reach beyond the border, by reflection
 * @param values raw values [channels][height · width]
 * @param excluded pixels that are not copied, row by row; those under the mask of the run not among
 *     them, since that may change
 * @param words the pixels of each word, row by row; words in lower case
 */
public record Example(
    String image,
    int position,
    Rectangle area,
    float[][] values,
    BitSet excluded,
    Map<String, BitSet> words) {

  /** The raw values of some, one after the other [channels][n]. */
  static float[][] values(List<Example> examples) {
    int channels = examples.get(0).values.length;
    int n = examples.stream().mapToInt(e -> e.values[0].length).sum();
    float[][] all = new float[channels][n];
    int at = 0;
    for (Example e : examples) {
      for (int c = 0; c < channels; c++) {
        System.arraycopy(e.values[c], 0, all[c], at, e.values[c].length);
      }
      at += e.values[0].length;
    }
    return all;
  }

  /** Whether another one has the same values, by value. */
  public boolean same(Example other) {
    return Objects.equals(image, other.image)
        && position == other.position
        && area.equals(other.area)
        && Arrays.deepEquals(values, other.values)
        && excluded.equals(other.excluded)
        && words.equals(other.words);
  }

  /** The same with other values. */
  Example with(float[][] other) {
    return new Example(image, position, area, other, excluded, words);
  }

  /** The same without more pixels. */
  Example without(BitSet pixels) {
    BitSet more = (BitSet) excluded.clone();
    more.or(pixels);
    return new Example(image, position, area, values, more, words);
  }

  /**
   * The picture in model units.
   *
   * @param hole what is repainted of it, above 0 [height · width]; null for nothing
   * @param maps see {@link ExamplePicture}
   */
  public ExamplePicture picture(ChannelRanges ranges, float[] hole, List<float[]> maps) {
    float[][] planes = ranges.toModel(values);
    for (int c = 0; c < planes.length; c++) {
      for (int i = 0; i < planes[c].length; i++) {
        planes[c][i] = Float.isFinite(values[c][i]) ? planes[c][i] : Float.NaN;
      }
    }
    float[] known = new float[area.width * area.height];
    for (int i = 0; i < known.length; i++) {
      known[i] = excluded.get(i) || hole != null && hole[i] > 0 ? 0 : 1;
    }
    return new ExamplePicture(
        position, area.x, area.y, area.width, area.height, planes, known, words, maps);
  }
}
