package io.github.palimpsest.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * A loaded model for runs that follow each other and differ in little, as those of live mode: a
 * denoiser that is closed stays for the next run of the same size and conditioning, with its native
 * memory and with what its network has computed of mask and words. Models that learn from the image
 * are not kept so. Thread-safe.
 */
public final class KeptDenoisers implements LoadedModel {
  /** More than a run of three channels with guidance and two regions uses. */
  private static final int MOST = 18;

  private final LoadedModel loaded;
  private final List<Kept> idle = new ArrayList<>(); // the one closed last at the end
  private boolean closed;

  /**
   * @param loaded is closed with this one
   */
  public KeptDenoisers(LoadedModel loaded) {
    this.loaded = loaded;
  }

  @Override
  public Model model() {
    return loaded.model();
  }

  @Override
  public String device() {
    return loaded.device();
  }

  @Override
  public String rewriter() {
    return loaded.rewriter();
  }

  @Override
  public Conditioning encode(String prompt, Consumer<String> warn) {
    return loaded.encode(prompt, warn);
  }

  @Override
  public Conditioning encodeNegative(String negative, Consumer<String> warn) {
    return loaded.encodeNegative(negative, warn);
  }

  @Override
  public long cells(int height, int width, float[] wanted) {
    return loaded.cells(height, width, wanted);
  }

  @Override
  public LatentCodec codec() {
    return loaded.codec();
  }

  @Override
  public Denoiser denoiser(int height, int width, Conditioning conditioning) {
    return denoiser(height, width, conditioning, 1);
  }

  @Override
  public synchronized Denoiser denoiser(
      int height, int width, Conditioning conditioning, int atOnce) {
    if (loaded.model().learnsFromImage()) {
      return loaded.denoiser(height, width, conditioning, atOnce);
    }
    idle.removeIf(kept -> !kept.fits(height, width) && kept.free());
    for (Kept kept : idle) {
      if (kept.conditioning == conditioning && kept.atOnce == atOnce) {
        idle.remove(kept);
        kept.reset();
        return kept;
      }
    }
    return new Kept(loaded.denoiser(height, width, conditioning, atOnce), conditioning, atOnce);
  }

  /** Parts of planes are worked on once: nothing is kept of them. */
  @Override
  public Denoiser denoiser(PlanePart part, Conditioning conditioning, int atOnce) {
    return loaded.denoiser(part, conditioning, atOnce);
  }

  private synchronized void keep(Kept kept) {
    idle.add(kept);
    if (closed || idle.size() > MOST) {
      idle.remove(0).free();
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    idle.forEach(Kept::free);
    idle.clear();
    loaded.close();
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

    boolean fits(int height, int width) {
      return denoiser.height() == height && denoiser.width() == width;
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

    /** Frees its memory; returns true. */
    boolean free() {
      denoiser.close();
      return true;
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
        keep(this);
      }
    }
  }
}
