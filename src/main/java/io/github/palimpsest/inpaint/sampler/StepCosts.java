package io.github.palimpsest.inpaint.sampler;

import io.github.palimpsest.inpaint.input.PlaneInput;
import io.github.palimpsest.roi.Crop;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Times of the runs of this process, for a first guess at the next run with the same model: seconds
 * per unit of {@link #work}. Thread-safe.
 */
public final class StepCosts {
  private static final Map<String, Double> KNOWN = new ConcurrentHashMap<>();

  private StepCosts() {}

  private static String key(ResolvedRequest resolved) {
    return resolved.loaded().device() + " " + resolved.model();
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

  /** The same before the mask is known, as if everything were repainted without tiles. */
  public static long work(Crop crop, int channels, ResolvedRequest resolved) {
    return (long) crop.width() * crop.height() * calls(channels, resolved);
  }

  private static long calls(int channels, ResolvedRequest resolved) {
    int runs = new ChannelMapping(channels, resolved.model().imageChannels(), null).count();
    int nets = resolved.negative() == null ? 1 : 2;
    return (long) resolved.newScheduler().steps() * runs * nets;
  }

  public static void learn(ResolvedRequest resolved, long work, double seconds) {
    KNOWN.put(key(resolved), seconds / work);
  }

  /** Seconds that so much work will take; NaN if the model has not run yet. */
  public static double estimate(ResolvedRequest resolved, long work) {
    return KNOWN.getOrDefault(key(resolved), Double.NaN) * work;
  }
}
