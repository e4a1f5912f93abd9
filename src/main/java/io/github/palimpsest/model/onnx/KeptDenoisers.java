package io.github.palimpsest.model.onnx;

import io.github.palimpsest.model.Conditioning;
import io.github.palimpsest.model.Denoiser;
import io.github.palimpsest.model.ExamplePicture;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * The denoisers of one loaded model, for runs that follow each other and differ in little, as those
 * of live mode, of several samples and of a batch: one that is closed stays for the next run of the
 * same size and conditioning, with its native memory and with what its network has computed of mask
 * and words. So a run of a series asks the system for no native memory and gives none back.
 *
 * <p>In use and kept together there are no more than have been in use at the same time, but for a
 * few small ones of other sizes or words; none is kept while nobody holds the model. Thread-safe.
 */
final class KeptDenoisers {
  /**
   * Bytes of small ones: with the bundled model some ten of 128 x 128 pixels. The context of a mask
   * is a few pixels wider or higher by where the mask lies, so sizes change in every batch.
   */
  private static final long FEW = 32 << 20;

  private final List<Kept> idle = new ArrayList<>(); // the one closed last at the end
  private boolean held;
  private int inUse;
  private int most;

  /** Keeps what is closed from now on. */
  synchronized void hold() {
    held = true;
  }

  /** Frees what is kept, and what is closed from now on. */
  synchronized void letGo() {
    held = false;
    most = inUse;
    idle.forEach(Kept::free);
    idle.clear();
  }

  /**
   * One that is kept, or else a new one; close it.
   *
   * @param atOnce how many calls go on beside each other
   * @param maker makes a new one
   */
  Denoiser get(
      int height, int width, Conditioning conditioning, int atOnce, Supplier<Denoiser> maker) {
    Kept found = take(height, width, conditioning, atOnce);
    if (found != null) {
      return found;
    }
    try {
      return new Kept(maker.get(), conditioning, atOnce);
    } catch (RuntimeException | Error e) {
      synchronized (this) {
        inUse--;
      }
      throw e;
    }
  }

  /** Null if there is none; then there is room for a new one. */
  private synchronized Kept take(int height, int width, Conditioning conditioning, int atOnce) {
    inUse++;
    most = Math.max(most, inUse);
    for (Kept kept : idle) {
      if (kept.fits(height, width, conditioning, atOnce)) {
        idle.remove(kept);
        kept.reset();
        return kept;
      }
    }
    long bytes = idle.stream().mapToLong(Kept::nativeBytes).sum();
    while (!idle.isEmpty() && inUse + idle.size() > most && bytes > FEW) {
      Kept oldest = idle.remove(0);
      bytes -= oldest.nativeBytes();
      oldest.free();
    }
    return null;
  }

  private synchronized void giveBack(Kept kept) {
    inUse--;
    if (held) {
      idle.add(kept);
    } else {
      kept.free();
    }
  }

  /** A denoiser that goes back when it is closed. */
  private final class Kept implements Denoiser {
    private final Denoiser denoiser;
    private final Conditioning conditioning;
    private final int atOnce;
    private final Set<Integer> weighed = new TreeSet<>();
    private boolean restricted;
    private boolean returned;

    Kept(Denoiser denoiser, Conditioning conditioning, int atOnce) {
      this.denoiser = denoiser;
      this.conditioning = conditioning;
      this.atOnce = atOnce;
    }

    boolean fits(int height, int width, Conditioning words, int calls) {
      return denoiser.height() == height
          && denoiser.width() == width
          && conditioning == words
          && atOnce == calls;
    }

    /** Makes it as a new one is, but for what its next user binds in any case. */
    void reset() {
      returned = false;
      denoiser.uncancel();
      if (restricted) {
        restricted = false;
        float[] everywhere = new float[height() * width()];
        Arrays.fill(everywhere, 1);
        denoiser.restrict(everywhere);
      }
      weighed.forEach(net -> denoiser.controlWeight(net, 0));
      weighed.clear();
    }

    void free() {
      denoiser.close();
    }

    @Override
    public int channels() {
      return denoiser.channels();
    }

    @Override
    public int height() {
      return denoiser.height();
    }

    @Override
    public int width() {
      return denoiser.width();
    }

    @Override
    public void bindMask(float[] mask, float[] masked) {
      denoiser.bindMask(mask, masked);
    }

    @Override
    public boolean[] restrict(float[] cells) {
      restricted = true;
      return denoiser.restrict(cells);
    }

    @Override
    public void onWork(LongConsumer listener) {
      denoiser.onWork(listener);
    }

    @Override
    public void bindExamples(List<ExamplePicture> pictures) {
      denoiser.bindExamples(pictures);
    }

    @Override
    public float[][] sources() {
      return denoiser.sources();
    }

    @Override
    public void bindControl(int net, float[] map) {
      denoiser.bindControl(net, map);
    }

    @Override
    public void controlWeight(int net, double weight) {
      weighed.add(net);
      denoiser.controlWeight(net, weight);
    }

    @Override
    public void guess(boolean on) {
      denoiser.guess(on);
    }

    @Override
    public void guidanceScale(double scale) {
      denoiser.guidanceScale(scale);
    }

    @Override
    public void predict(float[] x, double timestep, float[] out) {
      denoiser.predict(x, timestep, out);
    }

    @Override
    public long nativeBytes() {
      return denoiser.nativeBytes();
    }

    @Override
    public void cancel() {
      denoiser.cancel();
    }

    @Override
    public void uncancel() {
      denoiser.uncancel();
    }

    @Override
    public void close() {
      if (!returned) {
        returned = true;
        denoiser.onWork(cells -> {}); // nothing of the run is held
        giveBack(this);
      }
    }
  }
}
