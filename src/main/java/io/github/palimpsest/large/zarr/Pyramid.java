package io.github.palimpsest.large.zarr;

import io.github.palimpsest.large.zarr.ZarrArray.Reading;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The smaller levels of an image. Elements that come from changed ones are made anew, in the way
 * that fits the levels of the source best; all others stay.
 */
final class Pyramid {
  private static final int SAMPLES = 8;
  private static final int SAMPLE_SIDE = 64;

  private final ZarrImage source;
  private final ZarrImage made;
  private final List<Box> changed = new ArrayList<>();

  Pyramid(ZarrImage source, ZarrImage made) {
    this.source = source;
    this.made = made;
  }

  /** Tells of a part of the largest level that has changed. */
  void changed(Box part) {
    changed.add(part);
  }

  /** Makes anew what depends on the parts that have changed. */
  void renew() throws IOException {
    List<Path> before = source.levels();
    List<Path> now = made.levels();
    ZarrArray larger = made.array();
    ZarrArray largerBefore = source.array();
    List<Box> parts = List.copyOf(changed);
    for (int level = 1; level < now.size() && !parts.isEmpty(); level++) {
      ZarrArray smaller = ZarrArray.open(now.get(level), Reading.PIXELS);
      ZarrArray smallerBefore = ZarrArray.open(before.get(level), Reading.PIXELS);
      Scaling scaling = new Scaling(larger.grid().shape(), smaller.grid().shape());
      List<Box> samples = new ArrayList<>();
      List<Box> boxes = new ArrayList<>();
      for (Box part : parts) {
        Box box = scaling.smaller(part);
        boxes.add(box);
        if (samples.size() < SAMPLES) {
          samples.add(around(box, smaller.grid().shape()));
        }
      }
      Downsampling method = scaling.guess(largerBefore, smallerBefore, samples);
      List<Box> next = new ArrayList<>();
      for (Box box : boxes) {
        float[] was = scaling.make(largerBefore, box, method);
        float[] values = scaling.make(larger, box, method);
        float[] mask = new float[values.length];
        for (int i = 0; i < mask.length; i++) {
          mask[i] = Float.floatToRawIntBits(was[i]) == Float.floatToRawIntBits(values[i]) ? 0 : 1;
        }
        new Values(box, box.steps(), values, mask).writeTo(smaller, next::add);
      }
      larger = smaller;
      largerBefore = smallerBefore;
      parts = next;
    }
  }

  /** The middle of a box and what is around it in its plane, of bearable size. */
  private Box around(Box box, long[] shape) {
    long[] min = box.min().clone();
    long[] max = new long[shape.length];
    for (int d = 0; d < shape.length; d++) {
      if (d == made.axes().x() || d == made.axes().y()) {
        long side = Math.min(SAMPLE_SIDE, shape[d]);
        long middle = (box.min()[d] + box.max(d)) / 2;
        min[d] = Math.max(0, Math.min(shape[d] - side, middle - side / 2));
        max[d] = min[d] + side;
      } else {
        max[d] = min[d] + 1;
      }
    }
    return Box.between(min, max);
  }
}
