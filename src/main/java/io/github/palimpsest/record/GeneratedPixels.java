package io.github.palimpsest.record;

import ij.ImagePlus;
import java.awt.Rectangle;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Which pixels of an image are not data: those that runs of its {@link Provenance} generated and
 * that are still there, edited or not. The cost follows the part asked for and the runs that touch
 * it. One thread.
 */
public final class GeneratedPixels {
  private static final Set<PixelState> ELSEWHERE = EnumSet.of(PixelState.UNDONE, PixelState.GONE);

  private final PixelCheck check;
  private final Map<PixelSet, Boolean> there = new IdentityHashMap<>();

  /**
   * Reads the record, if there is one.
   *
   * @throws io.github.palimpsest.check.BadInput if it is damaged
   */
  public GeneratedPixels(ImagePlus image) {
    check = new PixelCheck(image);
  }

  /**
   * The generated pixels in a part of a plane.
   *
   * @param position one-based stack position
   * @return row by row over the part
   */
  public BitSet within(int position, Rectangle part) {
    BitSet bits = new BitSet();
    for (int run = 0; run < check.runs().size(); run++) {
      for (PixelSet set : check.sets(run)) {
        Rectangle common = set.bounds().intersection(part);
        if (set.position() == position && !common.isEmpty() && isThere(run, set)) {
          mark(set, common, part, bits);
        }
      }
    }
    return bits;
  }

  private boolean isThere(int run, PixelSet set) {
    return there.computeIfAbsent(set, s -> !ELSEWHERE.contains(check.state(run, s)));
  }

  private static void mark(PixelSet set, Rectangle common, Rectangle part, BitSet bits) {
    for (int y = common.y; y < common.y + common.height; y++) {
      for (int x = common.x; x < common.x + common.width; x++) {
        if (set.contains(x, y)) {
          bits.set((y - part.y) * part.width + x - part.x);
        }
      }
    }
  }
}
