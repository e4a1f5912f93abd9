package io.github.palimpsest.learn;

import ij.ImagePlus;
import io.github.palimpsest.image.ChannelRanges;
import io.github.palimpsest.image.IntensityRange;
import io.github.palimpsest.image.LutCheck;
import io.github.palimpsest.image.Plane;
import io.github.palimpsest.image.RangeRule;
import io.github.palimpsest.model.ExamplePicture;
import io.github.palimpsest.roi.Mask;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Reads a picture to learn from, in the model's units. */
final class Pictures {
  private Pictures() {}

  /**
   * A picture.
   *
   * @param areas what lies where on its plane
   * @param words all words, of which each is a bit
   */
  static ExamplePicture read(
      ImagePlus image, Tile tile, Map<String, Mask> areas, List<String> words) {
    Plane plane = Plane.of(image, tile.position());
    LutCheck.requireIntensities("'" + image.getTitle() + "'", image, plane);
    float[][] raw = plane.read(tile.part());
    float[] known = new float[raw[0].length];
    Arrays.fill(known, 1);
    for (float[] channel : raw) {
      for (int i = 0; i < known.length; i++) {
        known[i] = Float.isFinite(channel[i]) ? known[i] : 0;
      }
    }
    IntensityRange range = RangeRule.parse("Auto").resolve(image, plane, raw, null);
    int[] bits = areas.isEmpty() ? null : new int[known.length];
    areas.forEach(
        (word, mask) -> {
          float[] weights = mask.crop(tile.part());
          int bit = 1 << words.indexOf(word);
          for (int i = 0; i < bits.length; i++) {
            bits[i] |= weights[i] > 0 ? bit : 0;
          }
        });
    return new ExamplePicture(
        tile.position(),
        tile.part().x,
        tile.part().y,
        tile.part().width,
        tile.part().height,
        ChannelRanges.same(range, raw.length).toModel(raw),
        known,
        bits,
        List.of());
  }
}
