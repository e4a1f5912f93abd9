package io.github.palimpsest.inpaint;

import ij.ImagePlus;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.composite.Seam;
import io.github.palimpsest.image.InPlaceEdit;
import io.github.palimpsest.image.IntensityRange;
import io.github.palimpsest.image.Plane;
import io.github.palimpsest.image.PlaneEdit;
import io.github.palimpsest.image.Planes;
import io.github.palimpsest.image.ResultImages;
import io.github.palimpsest.inpaint.input.PlaneInput;
import io.github.palimpsest.record.PixelSet;
import io.github.palimpsest.record.Provenance;
import io.github.palimpsest.record.ProvenanceEntry;
import io.github.palimpsest.roi.Crop;
import io.github.palimpsest.roi.Mask;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Writes finished pixels and their provenance into images, and scores their seams. */
public final class ResultWriter {
  private static final double DIGITS = 1e4;

  /** Pixels of a band in which a seam is scored. */
  private static final int BAND = 1 << 20;

  private ResultWriter() {}

  /**
   * Writes every sample.
   *
   * @param results copies to write into, or null to replace pixels of the image itself
   * @param edits of each sample, those of all inputs in their order
   * @param entry the provenance record
   * @return the images written
   */
  public static List<ImagePlus> write(
      ImagePlus image,
      ResultImages results,
      List<PlaneInput> inputs,
      List<List<PlaneEdit>> edits,
      ProvenanceEntry entry) {
    if (results == null) {
      InPlaceEdit.write(
          image, edits.get(0), Provenance.add(image, entry, pixels(inputs, 0))::write);
      return List.of(image);
    }
    List<ImagePlus> images = results.images();
    boolean one = images.size() == 1;
    if (one && edits.size() > 1) {
      Provenance.repeat(images.get(0), results.planesPerSample(), edits.size());
    }
    for (int i = 0; i < images.size(); i++) {
      List<PixelSet> pixels = new ArrayList<>();
      for (int k = one ? 0 : i; k < (one ? edits.size() : i + 1); k++) {
        pixels.addAll(pixels(inputs, k * results.planesPerSample()));
      }
      Provenance.Addition record = Provenance.add(images.get(i), entry, pixels);
      for (int k = one ? 0 : i; k < (one ? edits.size() : i + 1); k++) {
        results.write(k, edits.get(k));
      }
      record.write();
    }
    return images;
  }

  /**
   * Throws if an image has been moved or filtered as a whole since inputs were read from it, so
   * that pixels would come to a wrong place. Edits of parts do not matter.
   *
   * @throws BadInput naming the image
   */
  public static void requireInPlace(ImagePlus image, List<PlaneInput> inputs) {
    for (PlaneInput input : inputs) {
      if (!input.blank() && !inPlace(image, input)) {
        throw BadInput.of(
            "The image (%s) has been moved, converted or filtered since the run read it; undo that"
                + " first.",
            image.getTitle());
      }
    }
  }

  /**
   * Whether an image still holds what was read from it, at least inside or outside the mask: then
   * it was edited by hand, not moved.
   */
  private static boolean inPlace(ImagePlus image, PlaneInput input) {
    Planes planes = input.planes();
    Rectangle canvas = new Rectangle(image.getWidth(), image.getHeight());
    if (canvas.width != planes.width()
        || canvas.height != planes.height()
        || image.getStackSize() < Collections.max(planes.positions())) {
      return false;
    }
    Planes now = Planes.of(image, planes.positions());
    if (now.type() != planes.type()) {
      return false;
    }
    Crop crop = input.crop();
    Rectangle seen = crop.visible();
    float[][] values = now.read(seen);
    float[] weights = crop.visible(input.weights());
    boolean inside = true;
    boolean outside = true;
    boolean around = false;
    for (int c = 0; c < values.length; c++) {
      float[] before = crop.visible(input.source()[c]);
      for (int i = 0; i < weights.length; i++) {
        boolean same = Float.floatToIntBits(before[i]) == Float.floatToIntBits(values[c][i]);
        inside &= same || weights[i] == 0;
        outside &= same || weights[i] > 0;
        around |= weights[i] == 0;
      }
    }
    return inside || outside && around || !around && seen.equals(canvas);
  }

  private static List<PixelSet> pixels(List<PlaneInput> inputs, int offset) {
    List<PixelSet> pixels = new ArrayList<>();
    for (PlaneInput t : inputs) {
      Mask mask = t.mask();
      for (int position : t.planes().positions()) {
        pixels.add(
            PixelSet.of(
                position + offset, mask.bounds(), mask.sharedWeights(), t.crop().visible()));
      }
    }
    return pixels;
  }

  /**
   * The seam score of one sample over all its planes, to be taken before anything is written; NaN
   * where there is no border.
   */
  public static double seam(List<PlaneInput> inputs, List<PlaneEdit> edits) {
    Seam seam = new Seam();
    int edit = 0;
    for (PlaneInput input : inputs) {
      for (int p = 0; p < input.planes().all().size(); p++, edit++) {
        if (!input.blank()) {
          add(seam, input, p, edits.get(edit));
        }
      }
    }
    double score = seam.score();
    return Double.isNaN(score) ? score : Math.round(score * DIGITS) / DIGITS;
  }

  private static void add(Seam seam, PlaneInput input, int p, PlaneEdit edit) {
    Plane plane = input.planes().all().get(p);
    Rectangle canvas = new Rectangle(plane.width(), plane.height());
    Rectangle around = input.mask().bounds();
    around.grow(Seam.RING + 1, Seam.RING + 1);
    around = around.intersection(canvas);
    IntensityRange range = input.range(p);
    double unit = range.max() - range.min();
    int rows = Math.max(1, BAND / around.width);
    for (int y = 0; y < around.height; y += rows) {
      int high = Math.min(rows, around.height - y);
      // and the row that its last one is paired with
      int seen = Math.min(high + 1, around.height - y);
      Rectangle band = new Rectangle(around.x, around.y + y, around.width, seen);
      float[] inside = input.mask().crop(band);
      float[] ring = ring(input.mask(), band, inside);
      float[][] values = finished(plane, edit, band);
      seam.add(values, inside, ring, band.width, seen, high, unit);
    }
  }

  /** The finished picture of a plane within a rectangle. */
  private static float[][] finished(Plane plane, PlaneEdit edit, Rectangle band) {
    float[][] values = plane.read(band);
    Rectangle r = edit.rectangle();
    Rectangle common = band.intersection(r);
    for (int y = common.y; y < common.y + common.height; y++) {
      for (int x = common.x; x < common.x + common.width; x++) {
        int from = (y - r.y) * r.width + x - r.x;
        int to = (y - band.y) * band.width + x - band.x;
        for (int c = 0; c < values.length && edit.mask()[from] > 0; c++) {
          values[c][to] = edit.values()[c][from];
        }
      }
    }
    return values;
  }

  /** Above 0 where a rectangle's pixel is known and near the mask. */
  private static float[] ring(Mask mask, Rectangle band, float[] inside) {
    Rectangle near = new Rectangle(band);
    near.grow(Seam.RING, Seam.RING);
    near = near.intersection(new Rectangle(mask.canvasWidth(), mask.canvasHeight()));
    Mask part = new Mask(mask.canvasWidth(), mask.canvasHeight(), near, mask.crop(near));
    float[] ring = part.grow(Seam.RING).crop(band);
    for (int i = 0; i < ring.length; i++) {
      ring[i] = inside[i] > 0 ? 0 : ring[i];
    }
    return ring;
  }
}
