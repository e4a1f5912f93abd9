package io.github.palimpsest.job;

import com.google.gson.JsonObject;
import ij.ImagePlus;
import io.github.palimpsest.image.PlaneEdit;
import io.github.palimpsest.image.Replacement;
import io.github.palimpsest.image.Results;
import io.github.palimpsest.roi.Mask;
import io.github.palimpsest.stack.PixelSet;
import io.github.palimpsest.stack.Provenance;
import java.util.ArrayList;
import java.util.List;

/** Puts finished pixels where they belong, with their provenance. */
final class Product {
  private Product() {}

  /**
   * Writes every sample.
   *
   * @param results copies to write into, or null to replace pixels of the image itself
   * @param edits of each sample, one a target
   * @param entry the provenance record
   * @return the images written
   */
  static List<ImagePlus> write(
      ImagePlus image,
      Results results,
      List<Target> targets,
      List<List<PlaneEdit>> edits,
      JsonObject entry) {
    List<ImagePlus> images = results == null ? List.of(image) : results.images();
    if (results == null) {
      Replacement.write(image, edits.get(0));
    }
    List<List<PixelSet>> pixels = new ArrayList<>();
    images.forEach(i -> pixels.add(new ArrayList<>()));
    for (int k = 0; k < edits.size(); k++) {
      if (results != null) {
        results.write(k, edits.get(k));
      }
      int at = images.size() == 1 ? 0 : k;
      int offset = images.size() == 1 ? k * image.getStackSize() : 0;
      for (Target t : targets) {
        Mask mask = t.mask();
        pixels
            .get(at)
            .add(PixelSet.of(t.plane().position() + offset, mask.bounds(), mask.weights()));
      }
    }
    for (int i = 0; i < images.size(); i++) {
      Provenance.add(images.get(i), entry, pixels.get(i));
    }
    return images;
  }
}
