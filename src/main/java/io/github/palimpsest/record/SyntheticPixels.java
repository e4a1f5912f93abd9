package io.github.palimpsest.record;

import ij.ImagePlus;
import ij.gui.Roi;
import ij.process.ByteProcessor;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.roi.MaskRoi;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The generated pixels of an image, by its {@link Provenance}. */
public final class SyntheticPixels {
  private record Part(int run, PixelSet set) {}

  private final ImagePlus image;
  private final PixelCheck check;
  private final List<Part> parts = new ArrayList<>();
  private final Set<PixelState> found = EnumSet.noneOf(PixelState.class);

  /**
   * Reads the record.
   *
   * @throws BadInput if the image carries none, or that of a picture of another size or with more
   *     planes
   */
  public SyntheticPixels(ImagePlus image) {
    this.image = image;
    Provenance.known(image);
    check = new PixelCheck(image);
    for (int r = 0; r < check.runs().size(); r++) {
      // refuses a run on a picture of another size
      for (PixelSet set : Provenance.pixels(image, check.runs().get(r))) {
        if (set.size() > 0) {
          parts.add(new Part(r, set));
        }
      }
    }
    if (parts.isEmpty()) {
      throw BadInput.of(
          "The record of %s names no generated pixels: choose a result, not a step or latents"
              + " stack.",
          image.getTitle());
    }
    int last = planes().get(planes().size() - 1);
    if (last > image.getStackSize()) {
      throw BadInput.of(
          "The image (%s) must have the plane %d that its record speaks of: use the whole stack as"
              + " it was made.",
          image.getTitle(), last);
    }
  }

  /** 1-based stack indices of the planes with generated pixels, in order. */
  public List<Integer> planes() {
    TreeSet<Integer> planes = new TreeSet<>();
    parts.forEach(part -> planes.add(part.set().position()));
    return List.copyOf(planes);
  }

  /**
   * The generated pixels of all channels at the slice and frame of a plane, as a selection. Those
   * of runs that were undone are left out.
   *
   * @param plane 1-based stack index
   * @return null if there are none
   * @throws BadInput if pixels of that plane are no longer where the record says
   */
  public Roi selection(int plane) {
    ByteProcessor mask = new ByteProcessor(image.getWidth(), image.getHeight());
    for (Part part : parts) {
      PixelSet set = part.set();
      if (together(set.position(), plane)) {
        PixelState state = check.state(part.run(), set);
        found.add(state);
        if (state == PixelState.GONE) {
          throw gone();
        }
        if (state != PixelState.UNDONE) {
          var box = set.bounds();
          set.bits().stream()
              .forEach(i -> mask.set(box.x + i % box.width, box.y + i / box.width, 255));
        }
      }
    }
    return MaskRoi.of(mask);
  }

  private BadInput gone() {
    return BadInput.of(
        "The image (%s) has been moved, converted or filtered since its pixels were generated, so"
            + " its record no longer tells where they are: select them in the image as it was"
            + " before.",
        image.getTitle());
  }

  /**
   * The first plane that has generated pixels still.
   *
   * @throws BadInput if there is none: every run was undone
   */
  public int first() {
    for (int plane : planes()) {
      if (selection(plane) != null) {
        return plane;
      }
    }
    throw BadInput.of(
        "The image (%s) holds no generated pixels any more: what its record speaks of was undone.",
        image.getTitle());
  }

  /** What the user should know of the pixels selected so far; empty if all is well. */
  public String doubt() {
    if (found.contains(PixelState.EDITED)) {
      return "Some of the generated pixels of "
          + image.getTitle()
          + " have been edited since they were generated.";
    }
    if (found.contains(PixelState.UNKNOWN)) {
      return "The record of "
          + image.getTitle()
          + " is of an older version, so it cannot be checked whether its pixels have been moved"
          + " since.";
    }
    return "";
  }

  /** Whether two planes differ by their channel at most. */
  private boolean together(int a, int b) {
    int[] one = image.convertIndexToPosition(a);
    int[] other = image.convertIndexToPosition(b);
    return one[1] == other[1] && one[2] == other[2];
  }
}
