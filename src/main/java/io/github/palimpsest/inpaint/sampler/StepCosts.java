package io.github.palimpsest.inpaint.sampler;

import ij.IJ;
import ij.Prefs;
import io.github.palimpsest.inpaint.input.PlaneInput;
import io.github.palimpsest.model.Model;
import io.github.palimpsest.roi.Crop;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Times of runs, for a first guess at the next run with the same model on the same device: seconds
 * per unit of {@link #work}, kept for each size class, since attention takes more of a pixel in a
 * larger picture. Classes are powers of two of the side, up to that from which pictures are cut
 * into tiles. Where ImageJ has a window, its preferences keep them for the next start; they are
 * only words and never change a run. Thread-safe.
 */
public final class StepCosts {
  /** Side in pixels of the largest class. */
  private static final int LARGEST = 1024;

  private static final Map<String, NavigableMap<Integer, Double>> KNOWN = new ConcurrentHashMap<>();

  private StepCosts() {}

  private static String key(ResolvedRequest resolved) {
    return key(resolved.loaded().device(), resolved.model());
  }

  private static String key(String device, Model model) {
    return device + " " + model;
  }

  /**
   * Pixels that networks work on in one run: those of the context, or of its tiles with something
   * to repaint, times steps times calls of the U-Net a step.
   */
  public static long work(PlaneInput input, ResolvedRequest resolved) {
    Crop crop = input.crop();
    int scale = resolved.model().scale();
    float[] mask = input.weights();
    if (scale > 1) {
      mask = LatentMask.pool(mask, crop.width(), crop.height(), scale);
    }
    long cells = resolved.loaded().cells(crop.height() / scale, crop.width() / scale, mask);
    return cells * scale * scale * calls(input.source().length, resolved);
  }

  /** The same of one step. */
  public static double step(PlaneInput input, ResolvedRequest resolved) {
    return (double) work(input, resolved) / resolved.scheduler().steps();
  }

  /** The same before the mask is known, as if everything were repainted without tiles. */
  public static long work(Crop crop, int channels, ResolvedRequest resolved) {
    return (long) crop.width() * crop.height() * calls(channels, resolved);
  }

  private static long calls(int channels, ResolvedRequest resolved) {
    int runs = new ChannelMapping(channels, resolved.model().imageChannels(), null).count();
    int nets = resolved.negative() == null ? 1 : 2;
    return (long) resolved.scheduler().steps() * runs * nets;
  }

  /** What is known of a model and device, by size class. */
  private static NavigableMap<Integer, Double> known(ResolvedRequest resolved) {
    return known(key(resolved));
  }

  private static NavigableMap<Integer, Double> known(String key) {
    return KNOWN.computeIfAbsent(key, StepCosts::kept);
  }

  private static NavigableMap<Integer, Double> kept(String key) {
    NavigableMap<Integer, Double> kept = new ConcurrentSkipListMap<>();
    for (int side = 1; side <= LARGEST && IJ.getInstance() != null; side *= 2) {
      double seconds = Prefs.get(place(key, side), Double.NaN);
      if (seconds > 0) {
        kept.put(side, seconds);
      }
    }
    return kept;
  }

  private static String place(String key, int side) {
    return "palimpsest.cost." + Integer.toHexString(key.hashCode()) + "." + side;
  }

  /** Remembers what runs on such a crop took, if they had every core. */
  public static void learn(ResolvedRequest resolved, Crop crop, long work, double seconds) {
    if (resolved.cores() < Runtime.getRuntime().availableProcessors()) {
      return; // a run that has the whole computer is faster
    }
    int side = sizeClass(crop);
    known(resolved).put(side, seconds / work);
    if (IJ.getInstance() != null && seconds > 0) {
      Prefs.set(place(key(resolved), side), Double.toString(seconds / work));
    }
  }

  /**
   * Seconds that so much work on such a crop will take, by runs of its size class or else of the
   * next one that is known; NaN if the model has not run yet.
   */
  public static double estimate(ResolvedRequest resolved, Crop crop, long work) {
    return estimate(known(resolved), crop, work);
  }

  /**
   * The same before the model is loaded.
   *
   * @param device value of {@code device=}
   */
  public static double guess(String device, Model model, Crop crop, long work) {
    String name = device.isBlank() || device.equalsIgnoreCase("Auto") ? "CPU" : device;
    return estimate(known(key(name, model)), crop, work);
  }

  private static double estimate(NavigableMap<Integer, Double> known, Crop crop, long work) {
    if (known.isEmpty()) {
      return Double.NaN;
    }
    Map.Entry<Integer, Double> smaller = known.floorEntry(sizeClass(crop));
    return (smaller != null ? smaller : known.firstEntry()).getValue() * work;
  }

  private static int sizeClass(Crop crop) {
    int side = (int) Math.sqrt((double) crop.width() * crop.height());
    return Integer.highestOneBit(Math.min(LARGEST, side));
  }
}
