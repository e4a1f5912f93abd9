package io.github.palimpsest.learn;

import ij.ImagePlus;
import io.github.palimpsest.control.PictureMaps;
import io.github.palimpsest.image.ChannelRanges;
import io.github.palimpsest.image.LutCheck;
import io.github.palimpsest.image.Plane;
import io.github.palimpsest.image.RangeRule;
import io.github.palimpsest.model.ExamplePicture;
import io.github.palimpsest.record.GeneratedPixels;
import java.awt.Rectangle;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/** Reads a picture to learn from, in the model's units, with a map of every kind. */
final class Pictures {
  private Pictures() {}

  /**
   * A picture. Pixels that are not finite, and those that the record of the image calls generated,
   * are unknown.
   *
   * @param areas what is known of its plane
   */
  static ExamplePicture read(
      ImagePlus image, int position, Rectangle part, WordAreas.OnPlane areas, List<String> kinds) {
    Plane plane = Plane.of(image, position);
    LutCheck.requireIntensities("'" + image.getTitle() + "'", image, plane);
    float[][] raw = plane.read(part);
    float[] known = new float[raw[0].length];
    Arrays.fill(known, 1);
    BitSet made = new GeneratedPixels(image).within(position, part);
    float[] unknown = new float[known.length];
    for (int i = 0; i < known.length; i++) {
      for (float[] channel : raw) {
        known[i] = Float.isFinite(channel[i]) && !made.get(i) ? known[i] : 0;
      }
      unknown[i] = 1 - known[i];
    }
    ChannelRanges range =
        ChannelRanges.same(RangeRule.parse("Auto").resolve(image, plane, raw, unknown), raw.length);
    PictureMaps maps = new PictureMaps(image, position, part, areas.objects());
    return new ExamplePicture(
        position,
        part.x,
        part.y,
        part.width,
        part.height,
        range.toModel(raw),
        known,
        areas.pixels(part),
        kinds.stream().map(maps::of).toList());
  }
}
