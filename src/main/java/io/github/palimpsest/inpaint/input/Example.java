package io.github.palimpsest.inpaint.input;

import io.github.palimpsest.image.ChannelRanges;
import io.github.palimpsest.model.ExamplePicture;
import java.awt.Rectangle;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/**
 * A part of an image that a model of it may copy from, as read. Immutable by agreement.
 *
 * @param position one-based stack position of its plane, of the first one if channels are joined
 * @param area on the plane; that of a context may reach beyond the border, by reflection
 * @param values raw values [channels][height · width]
 * @param excluded pixels that are not copied, row by row; those under the mask of the run not among
 *     them, since that may change
 * @param words the pixels of each word, row by row; words in lower case
 */
public record Example(
    int position, Rectangle area, float[][] values, BitSet excluded, Map<String, BitSet> words) {

  /** Whether another one has the same values, by value. */
  public boolean same(Example other) {
    return position == other.position
        && area.equals(other.area)
        && Arrays.deepEquals(values, other.values)
        && excluded.equals(other.excluded)
        && words.equals(other.words);
  }

  /** The same with other values. */
  Example with(float[][] other) {
    return new Example(position, area, other, excluded, words);
  }

  /** The same without more pixels. */
  Example without(BitSet pixels) {
    BitSet more = (BitSet) excluded.clone();
    more.or(pixels);
    return new Example(position, area, values, more, words);
  }

  /**
   * The picture in model units.
   *
   * @param hole what is repainted of it, above 0 [height · width]; null for nothing
   * @param maps see {@link ExamplePicture}
   */
  public ExamplePicture picture(ChannelRanges ranges, float[] hole, List<float[]> maps) {
    float[] known = new float[area.width * area.height];
    for (int i = 0; i < known.length; i++) {
      known[i] = excluded.get(i) || hole != null && hole[i] > 0 ? 0 : 1;
    }
    return new ExamplePicture(
        position,
        area.x,
        area.y,
        area.width,
        area.height,
        ranges.toModel(values),
        known,
        words,
        maps);
  }
}
