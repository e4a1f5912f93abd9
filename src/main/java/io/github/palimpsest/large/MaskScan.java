package io.github.palimpsest.large;

import io.github.palimpsest.roi.MaskScale;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * What one pass over a large mask has told.
 *
 * @param scale what its values mean
 * @param planes where each of its planes holds values above 0
 */
record MaskScan(MaskScale scale, List<MarkedCells> planes) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Copies the list. */
  MaskScan {
    planes = new ArrayList<>(planes);
  }
}
