package io.github.palimpsest.stack;

import com.google.gson.JsonObject;
import ij.ImagePlus;
import ij.gui.Roi;
import ij.process.ByteProcessor;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.roi.MaskRoi;
import java.util.List;
import java.util.TreeSet;

/** Where an image was generated, by its {@link Provenance}. */
public final class Synthetic {
  private final ImagePlus image;
  private final List<PixelSet> sets;

  /**
   * Reads the record.
   *
   * @throws BadInput if the image carries none, or that of a picture of another size or with more
   *     planes
   */
  public Synthetic(ImagePlus image) {
    this.image = image;
    List<JsonObject> runs = Provenance.known(image);
    sets = Provenance.pixels(image).stream().filter(set -> set.size() > 0).toList();
    if (sets.isEmpty()) {
      throw BadInput.of(
          "The record of %s names no generated pixels: choose a result, not a step or latents"
              + " stack.",
          image.getTitle());
    }
    runs.forEach(this::fits);
    int last = planes().get(planes().size() - 1);
    if (last > image.getStackSize()) {
      throw BadInput.of(
          "The image (%s) must have the plane %d that its record speaks of: use the whole stack as"
              + " it was made.",
          image.getTitle(), last);
    }
  }

  private void fits(JsonObject run) {
    JsonObject source = run.getAsJsonObject("source");
    if (source == null || !source.has("width") || !source.has("height")) {
      return;
    }
    int width = source.get("width").getAsInt();
    int height = source.get("height").getAsInt();
    if (width != image.getWidth() || height != image.getHeight()) {
      throw BadInput.of(
          "The image (%s, %d x %d) must have the size its record speaks of, %d x %d: use it as it"
              + " was before it was cropped or scaled.",
          image.getTitle(), image.getWidth(), image.getHeight(), width, height);
    }
  }

  /** 1-based stack indices of the planes with generated pixels, in order. */
  public List<Integer> planes() {
    TreeSet<Integer> planes = new TreeSet<>();
    sets.forEach(set -> planes.add(set.position()));
    return List.copyOf(planes);
  }

  /**
   * The generated pixels of all channels at the slice and frame of a plane, as a selection.
   *
   * @param plane 1-based stack index
   * @return null if there are none
   */
  public Roi selection(int plane) {
    ByteProcessor mask = new ByteProcessor(image.getWidth(), image.getHeight());
    for (PixelSet set : sets) {
      if (together(set.position(), plane)) {
        var box = set.bounds();
        set.bits().stream()
            .forEach(i -> mask.set(box.x + i % box.width, box.y + i / box.width, 255));
      }
    }
    return MaskRoi.of(mask);
  }

  /** Whether two planes differ by their channel at most. */
  private boolean together(int a, int b) {
    int[] one = image.convertIndexToPosition(a);
    int[] other = image.convertIndexToPosition(b);
    return one[1] == other[1] && one[2] == other[2];
  }
}
