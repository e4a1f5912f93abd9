package io.github.palimpsest.batch;

import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.Roi;
import io.github.palimpsest.image.Margins;
import io.github.palimpsest.record.PixelSet;
import io.github.palimpsest.record.Provenance;
import io.github.palimpsest.record.ProvenanceEntry;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.stack.CandidateLabel;
import java.util.ArrayList;
import java.util.List;

/** Gives the result of a run what an output of a batch has beside it. */
final class FinishedImage {
  private FinishedImage() {}

  /**
   * The selection of the source, a record without places of files, and the stamp.
   *
   * @param read what the result was made of
   * @return the stamp that it carries now
   */
  static Stamp complete(ImagePlus result, ReadItem read, BatchValues values) {
    keepSelection(read.image().getRoi(), result, values);
    forgetTimes(result);
    List<ProvenanceEntry> runs = new ArrayList<>(Provenance.runs(result));
    int last = runs.size() - 1;
    ProvenanceEntry own = runs.get(last);
    runs.set(last, own.withRequest(values.named(own.request(), read.mask())));
    Provenance.put(result, runs);
    Stamp stamp = new Stamp(read.stamp(), masked(result, own), seam(own));
    result.setProp(Stamp.PROPERTY, stamp.text());
    return stamp;
  }

  private static void keepSelection(Roi roi, ImagePlus result, BatchValues values) {
    if (roi != null) {
      Margins margins = Margins.parse(values.run().text(Param.EXPAND));
      Roi kept = (Roi) roi.clone();
      kept.setLocation(roi.getXBase() + margins.left(), roi.getYBase() + margins.top());
      result.setRoi(kept);
    }
  }

  /** The same bytes today and tomorrow. */
  private static void forgetTimes(ImagePlus result) {
    ImageStack stack = result.getStack();
    for (int s = 1; s <= stack.size(); s++) {
      String label = stack.getSliceLabel(s);
      if (label != null) {
        stack.setSliceLabel(CandidateLabel.timeless(label), s);
      }
    }
  }

  /** Pixels of one sample that were repainted, all planes together. */
  private static long masked(ImagePlus result, ProvenanceEntry own) {
    long all = Provenance.pixels(result, own).stream().mapToLong(PixelSet::size).sum();
    return all / own.seeds();
  }

  /** The worst of all samples. */
  private static double seam(ProvenanceEntry own) {
    return own.seams().stream()
        .filter(seam -> !seam.isNaN())
        .max(Double::compare)
        .orElse(Double.NaN);
  }
}
