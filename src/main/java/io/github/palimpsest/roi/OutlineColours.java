package io.github.palimpsest.roi;

import java.awt.Color;
import java.util.Collection;

/**
 * Colours in which masks and regions are outlined: seen on bright and dark images, unlike the
 * yellow of a selection. Those of regions are of Okabe and Ito (2008), whom colour-blind readers
 * thank for telling them apart.
 */
public final class OutlineColours {
  /** The mask's. */
  public static final Color MASK = new Color(0xFF00FF);

  private static final Color[] REGIONS = {
    new Color(0x56B4E9),
    new Color(0xD55E00),
    new Color(0x009E73),
    new Color(0xE69F00),
    new Color(0x0072B2),
    new Color(0xCC79A7)
  };

  private OutlineColours() {}

  /** The colour of a region, by its index; they come again where there are many. */
  public static Color region(int i) {
    return REGIONS[i % REGIONS.length];
  }

  /** The first colour of regions that is not among those taken, or the one that comes next. */
  public static Color free(Collection<Color> taken) {
    for (Color colour : REGIONS) {
      if (!taken.contains(colour)) {
        return colour;
      }
    }
    return region(taken.size());
  }
}
