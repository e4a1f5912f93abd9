package io.github.palimpsest.candidates;

import ij.ImagePlus;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.image.Plane;
import io.github.palimpsest.image.PlaneEdit;
import io.github.palimpsest.record.PixelCheck;
import io.github.palimpsest.record.PixelSet;
import io.github.palimpsest.record.PixelState;
import java.util.List;

/**
 * Check that a candidate still lies in its stack, and belongs into its image, where it was made.
 */
final class PlacementCheck {
  private PlacementCheck() {}

  /**
   * Throws where pixels would come from or to a wrong place.
   *
   * @param planes of the image, and so of each candidate in the stack
   * @param i the candidate
   * @param originals what the image showed where candidates differ
   * @throws BadInput if image or stack has been changed as a whole
   */
  static void require(
      ImagePlus source, ImagePlus stack, int planes, int i, List<PlaneEdit> originals) {
    PixelCheck check = new PixelCheck(stack);
    int last = check.runs().size() - 1;
    for (PixelSet set : check.sets(last)) {
      if ((set.position() - 1) / planes == i) {
        if (check.state(last, set) == PixelState.GONE) {
          throw moved(stack);
        }
        PixelSet there = set.at((set.position() - 1) % planes + 1);
        if (!shows(source, there, originals) && !check.aroundHolds(source, there)) {
          throw moved(source);
        }
      }
    }
  }

  /** Whether the image shows what it did at the beginning where a set lies. */
  private static boolean shows(ImagePlus source, PixelSet set, List<PlaneEdit> originals) {
    for (PlaneEdit original : originals) {
      if (original.position() == set.position()) {
        float[][] now = Plane.of(source, set.position()).read(original.rectangle());
        for (int c = 0; c < now.length; c++) {
          for (int p = 0; p < now[c].length; p++) {
            if (original.mask()[p] > 0 && now[c][p] != original.values()[c][p]) {
              return false;
            }
          }
        }
      }
    }
    return true;
  }

  private static BadInput moved(ImagePlus image) {
    return BadInput.of(
        "The image (%s) has been moved, converted or filtered since the candidates were made; undo"
            + " that first.",
        image.getTitle());
  }
}
