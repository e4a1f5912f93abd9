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
 * it. Found by {@code model=[Test: mean]}.
 */
@Plugin(type = ModelSource.class)
public final class MeanModel implements ModelSource, Model {
  static final String NAME = "Test: mean";

  @Override
  public Model find(String value) {
    return value.equals(NAME) ? this : null;
  }

  @Override
  public List<String> names() {
    return List.of(); // no test of other things should see it
  }

  @Override
  public boolean isTrusted(String value) {
    return value.equals(NAME);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Map<String, Object> schedulerConfig() {
    return Map.of("_class_name", "DDIMScheduler", "prediction_type", "sample");
  }

  @Override
  public int channels() {
    return 1;
  }

  /** Noisy image, mask, masked image: what makes it an inpainting model. */
  @Override
  public int inputChannels() {
    return 3;
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
      return new Mean(height, width);
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
    private final int height;
    private final int width;
    private float mean;
    private volatile boolean cancelled;

    Mean(int height, int width) {
      this.height = height;
      this.width = width;
    }

    @Override
    public int channels() {
      return 1;
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
      double sum = 0;
      int known = 0;
      for (int i = 0; i < mask.length; i++) {
        if (mask[i] == 0) {
          sum += masked[i];
          known++;
        }
      }
      mean = (float) (sum / known);
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
      java.util.Arrays.fill(out, mean);
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
