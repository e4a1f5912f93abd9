package io.github.palimpsest;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.check.Cancelled;
import io.github.palimpsest.model.Conditioning;
import io.github.palimpsest.model.Denoiser;
import io.github.palimpsest.model.LatentCodec;
import io.github.palimpsest.model.LoadedModel;
import io.github.palimpsest.model.Model;
import io.github.palimpsest.model.ModelSource;
import io.github.palimpsest.model.PixelCodec;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.scijava.plugin.Plugin;

/**
 * A model in one file, without weights: it fills a hole with the mean of the known pixels around
 * it. Found by {@code model=[Test: mean]}; by {@code model=[Test: mean of next]} as one that takes
 * all channels at once and fills each with the mean of the next one.
 */
@Plugin(type = ModelSource.class)
public final class MeanModel implements ModelSource, Model {
  public static final String NAME = "Test: mean";

  /** The name of the one that takes all channels at once. */
  public static final String JOINED = NAME + " of next";

  private final int channels;
  private final boolean joined;

  /** The plug-in. */
  public MeanModel() {
    this(1, false);
  }

  private MeanModel(int channels, boolean joined) {
    this.channels = channels;
    this.joined = joined;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MeanModel m && m.channels == channels && m.joined == joined;
  }

  @Override
  public int hashCode() {
    return joined ? -channels : channels;
  }

  @Override
  public int channels() {
    return channels;
  }

  @Override
  public Model find(String value) {
    return isTrusted(value) ? new MeanModel(1, value.equals(JOINED)) : null;
  }

  @Override
  public List<String> names() {
    return List.of(); // no test of other things should see it
  }

  @Override
  public boolean isTrusted(String value) {
    return value.equals(NAME) || value.equals(JOINED);
  }

  @Override
  public String name() {
    return joined ? JOINED : NAME;
  }

  @Override
  public Map<String, Object> schedulerConfig() {
    return Map.of("_class_name", "DDIMScheduler", "prediction_type", "sample");
  }

  @Override
  public boolean learnsFromImage() {
    return joined;
  }

  @Override
  public Model forImage(int imageChannels, List<String> words) {
    return new MeanModel(imageChannels, true);
  }

  /** Noisy image, mask, masked image: what makes it an inpainting model. */
  @Override
  public int inputChannels() {
    return 2 * channels + 1;
  }

  @Override
  public LoadedModel load(String device, Consumer<String> warn) {
    return new Loaded(this);
  }

  private record Loaded(MeanModel model) implements LoadedModel {
    @Override
    public String device() {
      return "CPU";
    }

    @Override
    public Conditioning encode(String prompt, Consumer<String> warn) {
      if (!prompt.isBlank()) {
        throw new BadInput("prompt (" + prompt + ") must be empty: this model reads no text.");
      }
      return Conditioning.NONE;
    }

    @Override
    public Conditioning encodeNegative(String negative, Consumer<String> warn) {
      return encode(negative, warn);
    }

    @Override
    public Denoiser denoiser(int height, int width, Conditioning conditioning) {
      return new Mean(model.channels(), height, width);
    }

    @Override
    public LatentCodec codec() {
      return new PixelCodec(model.channels());
    }

    @Override
    public void close() {
      // holds nothing
    }
  }

  private static final class Mean implements Denoiser {
    private final int channels;
    private final int height;
    private final int width;
    private final float[] means;
    private volatile boolean cancelled;

    Mean(int channels, int height, int width) {
      this.channels = channels;
      means = new float[channels];
      this.height = height;
      this.width = width;
    }

    @Override
    public int channels() {
      return channels;
    }

    @Override
    public int height() {
      return height;
    }

    @Override
    public int width() {
      return width;
    }

    @Override
    public void bindMask(float[] mask, float[] masked) {
      for (int c = 0; c < channels; c++) {
        double sum = 0;
        int known = 0;
        for (int i = 0; i < mask.length; i++) {
          if (mask[i] == 0) {
            sum += masked[(c + 1) % channels * mask.length + i];
            known++;
          }
        }
        means[c] = (float) (sum / known);
      }
    }

    @Override
    public void bindControl(int net, float[] map) {
      throw new IndexOutOfBoundsException("no control nets");
    }

    @Override
    public void controlWeight(int net, double weight) {
      throw new IndexOutOfBoundsException("no control nets");
    }

    @Override
    public void guess(boolean on) {
      // concerns control nets only
    }

    @Override
    public void guidanceScale(double scale) {
      // reads no text
    }

    @Override
    public void predict(float[] x, double timestep, float[] out) {
      if (cancelled) {
        throw new Cancelled();
      }
      for (int i = 0; i < out.length; i++) {
        out[i] = means[i / (height * width)];
      }
    }

    @Override
    public void cancel() {
      cancelled = true;
    }

    @Override
    public void uncancel() {
      cancelled = false;
    }

    @Override
    public void close() {
      // holds nothing
    }
  }
}
