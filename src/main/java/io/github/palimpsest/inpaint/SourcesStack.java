package io.github.palimpsest.inpaint;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.measure.Calibration;
import io.github.palimpsest.check.FreeMemory;
import io.github.palimpsest.image.MadeFrom;
import io.github.palimpsest.inpaint.input.PlaneInput;
import io.github.palimpsest.inpaint.sampler.ImageSampler;
import io.github.palimpsest.inpaint.sampler.ResolvedRequest;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import java.awt.Rectangle;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The image {@code <source>-sources}: where every pixel that a run made was copied from. 32-bit, of
 * the size of the image, channels x, y and weight: column and row, from 0, of the strongest
 * contribution on the plane itself, and its share, 0…1; with {@code bank=stack} also plane: its
 * stack position. Outside the hole x, y and plane are NaN and the weight is 0. A slice for each
 * plane that was filled, a frame for each sample.
 */
public final class SourcesStack {
  private static final List<String> NAMES = List.of("x", "y", "weight", "plane");
  private static final int WEIGHT = 2;

  private final ResolvedRequest resolved;
  private final ImagePlus image;
  private final int planes;
  private boolean written;

  private SourcesStack(ResolvedRequest resolved, ImagePlus image, int planes) {
    this.resolved = resolved;
    this.image = image;
    this.planes = planes;
  }

  /**
   * The image that a request asks for, empty.
   *
   * @param title of the image
   * @param image that is filled
   * @param planes runs of each sample
   * @return null without {@code sources}
   */
  public static SourcesStack of(
      ResolvedRequest resolved, String title, ImagePlus image, int planes, int samples) {
    if (!resolved.request().on(Param.SOURCES)) {
      return null;
    }
    int w = image.getWidth();
    int h = image.getHeight();
    List<String> names = names(resolved.request());
    int channels = names.size();
    FreeMemory.require(
        bytes(image, resolved.request(), planes * samples),
        "The image " + title,
        "run without sources");
    ImageStack stack = new ImageStack(w, h);
    for (int i = 0; i < channels * planes * samples; i++) {
      float[] plane = new float[w * h];
      if (i % channels != WEIGHT) {
        Arrays.fill(plane, Float.NaN);
      }
      stack.addSlice(names.get(i % channels), plane);
    }
    ImagePlus plain = new ImagePlus(title, stack);
    plain.setDimensions(channels, planes, samples);
    CompositeImage shown = new CompositeImage(plain, CompositeImage.GRAYSCALE);
    shown.setTitle(title);
    shown.setOpenAsHyperStack(true);
    double[] most = {w - 1, h - 1, 1, image.getStackSize()};
    for (int c = channels; c >= 1; c--) {
      shown.setC(c);
      shown.setDisplayRange(0, Math.max(1, most[c - 1]));
    }
    Calibration calibration = image.getCalibration().copy();
    calibration.disableDensityCalibration();
    shown.setCalibration(calibration);
    MadeFrom.note(shown, image);
    return new SourcesStack(resolved, shown, planes);
  }

  private static List<String> names(Request request) {
    return NAMES.subList(0, request.text(Param.BANK).equals("stack") ? 4 : 3);
  }

  /** Bytes of the image for so many runs. */
  static double bytes(ImagePlus image, Request request, int runs) {
    return (double) names(request).size()
        * runs
        * image.getWidth()
        * image.getHeight()
        * Float.BYTES;
  }

  /**
   * Writes a finished run. Several runs may write at the same time.
   *
   * @param run number of the plane, after those of the samples before
   * @param seed of the sample
   */
  public void write(int run, PlaneInput plane, ImageSampler sampler, long seed) {
    float[][] sources = sampler.sources();
    if (sources != null) {
      write(run, plane, sources, seed);
    }
  }

  private synchronized void write(int run, PlaneInput plane, float[][] sources, long seed) {
    written = true;
    Rectangle r = plane.mask().bounds();
    float[] weights = plane.mask().weights();
    float[][] parts = new float[image.getNChannels()][];
    for (int c = 0; c < parts.length; c++) {
      parts[c] = plane.crop().part(sources[c], r);
    }
    for (int c = 0; c < parts.length; c++) {
      int at = image.getStackIndex(c + 1, run % planes + 1, run / planes + 1);
      float[] out = (float[]) image.getStack().getPixels(at);
      for (int i = 0; i < weights.length; i++) {
        if (weights[i] > 0 && parts[WEIGHT][i] > 0) {
          out[(r.y + i / r.width) * image.getWidth() + r.x + i % r.width] = parts[c][i];
        }
      }
      image
          .getStack()
          .setSliceLabel(
              String.format(
                  Locale.ROOT,
                  "%s plane=%d seed=%d",
                  NAMES.get(c),
                  plane.planes().first().position(),
                  seed),
              at);
    }
  }

  /** The image; null, with a word to the user, if the model copied nothing. */
  public ImagePlus image() {
    if (!written) {
      resolved.warnOfUnusedKeys();
    }
    if (!written && resolved.model().learnsFromImage()) {
      resolved.warnOnce(
          "sources shows nothing, for the last step copied no single pixels: use more steps.");
    }
    return written ? image : null;
  }
}
