package io.github.palimpsest.model.own;

import io.github.palimpsest.model.Conditioning;
import io.github.palimpsest.model.ControlNet;
import io.github.palimpsest.model.Denoiser;
import io.github.palimpsest.model.ExamplePicture;
import io.github.palimpsest.model.LoadedModel;
import io.github.palimpsest.model.Model;
import io.github.palimpsest.sample.Prediction;
import io.github.palimpsest.sample.schedule.SchedulerConfig;
import java.awt.Rectangle;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The denoiser of {@link HandoverModel}. The trained network sees a window around the hole and, of
 * an image with several channels, their mean; the patches give each channel its share.
 */
final class HandoverDenoiser implements Denoiser {
  /**
   * The noise level from which on the patches go on: objects are the network's then, and texture
   * and colours the image's own (docs/own-image.md).
   */
  private static final double HANDOVER = 0.15;

  private static final int LEAST_SIDE = 64;
  private static final int LEAST_PADDING = 32;

  private final Model joined;
  private final Model model;
  private final LoadedModel trained;
  private final Conditioning conditioning;
  private final Denoiser own;
  private final NoiseLevels noise;
  private final Prediction prediction;
  private final Map<Integer, float[]> maps = new TreeMap<>();
  private Denoiser network;
  private Rectangle window;
  private float[] mask;
  private float[] masked;
  private float[] output;
  private double guidance = 1;
  private boolean guess;
  private boolean networkLast;
  private boolean cancelled;

  HandoverDenoiser(
      HandoverModel model, LoadedModel trained, Conditioning conditioning, Denoiser own) {
    joined = model;
    this.model = model.trained();
    this.trained = trained;
    this.conditioning = conditioning;
    this.own = own;
    SchedulerConfig config = new SchedulerConfig(this.model.schedulerConfig());
    noise = new NoiseLevels(this.model.schedulerConfig());
    prediction = Prediction.of(config, "epsilon", "v_prediction", "sample");
  }

  @Override
  public int channels() {
    return own.channels();
  }

  @Override
  public int height() {
    return own.height();
  }

  @Override
  public int width() {
    return own.width();
  }

  @Override
  public void bindMask(float[] mask, float[] masked) {
    this.mask = mask.clone();
    this.masked = masked.clone();
    own.bindMask(mask, masked);
    Rectangle next = window(mask);
    if (network == null || !next.equals(window)) {
      closeNetwork();
      window = next;
      setNetwork(trained.denoiser(window.height, window.width, conditioning));
      network.guidanceScale(guidance);
      network.guess(guess);
      maps.forEach((net, map) -> network.bindControl(net, part(map, map.length / area())));
      output = new float[window.width * window.height];
    }
    network.bindMask(part(mask, 1), part(mean(masked, 1), 1));
  }

  private int area() {
    return own.width() * own.height();
  }

  /** What the network sees: the hole with as much around it as Auto gives the model alone. */
  private Rectangle window(float[] mask) {
    Rectangle hole = new Rectangle(0, 0, -1, -1);
    for (int i = 0; i < mask.length; i++) {
      if (mask[i] > 0) {
        hole.add(new Rectangle(i % own.width(), i / own.width(), 1, 1));
      }
    }
    int padding = Math.max(LEAST_PADDING, (Math.max(hole.width, hole.height) + 1) / 2);
    int[] x = side(hole.x, hole.width, padding, own.width());
    int[] y = side(hole.y, hole.height, padding, own.height());
    return new Rectangle(x[0], y[0], x[1], y[1]);
  }

  private int[] side(int at, int length, int padding, int all) {
    int unit = model.multiple();
    int wanted = Math.max(LEAST_SIDE, length + 2 * padding);
    int size = Math.min(all, (wanted + unit - 1) / unit * unit);
    int start = Math.max(0, Math.min(all - size, at - (size - length) / 2));
    return new int[] {start / unit * unit, size};
  }

  /** Planes within the window. */
  private float[] part(float[] planes, int channels) {
    float[] out = new float[channels * window.width * window.height];
    for (int c = 0; c < channels; c++) {
      for (int y = 0; y < window.height; y++) {
        System.arraycopy(
            planes,
            c * area() + (window.y + y) * own.width() + window.x,
            out,
            (c * window.height + y) * window.width,
            window.width);
      }
    }
    return out;
  }

  private float[] mean(float[] planes, double factor) {
    int channels = planes.length / area();
    float[] out = new float[area()];
    for (int i = 0; i < out.length; i++) {
      double sum = 0;
      for (int c = 0; c < channels; c++) {
        sum += planes[c * out.length + i];
      }
      out[i] = (float) (sum / channels * factor);
    }
    return out;
  }

  @Override
  public void bindExamples(List<ExamplePicture> pictures) {
    own.bindExamples(pictures);
  }

  @Override
  public void bindControl(int net, float[] map) {
    own.bindControl(net, map);
    int other = trainedNet(net);
    if (other >= 0) {
      int channels = model.controlNets().get(other).channels();
      maps.put(other, channels * area() == map.length ? map : mean(map, 1));
    }
  }

  @Override
  public void controlWeight(int net, double weight) {
    own.controlWeight(net, weight);
    int other = trainedNet(net);
    if (other >= 0 && network != null) {
      network.controlWeight(other, weight);
    }
  }

  /** The trained model's net for the maps of a net of the image's, or −1. */
  private int trainedNet(int net) {
    String kind = joined.controlNets().get(net).kind();
    List<ControlNet> nets = model.controlNets();
    for (int k = 0; k < nets.size(); k++) {
      if (nets.get(k).kind().equals(kind)) {
        return k;
      }
    }
    return -1;
  }

  @Override
  public void guess(boolean on) {
    guess = on;
    own.guess(on);
  }

  @Override
  public void guidanceScale(double scale) {
    guidance = scale;
    own.guidanceScale(scale);
  }

  @Override
  public void predict(float[] x, double timestep, float[] out) {
    double sigma = noise.sigma(timestep);
    networkLast = sigma > HANDOVER;
    if (networkLast && own.channels() == 1) {
      System.arraycopy(masked, 0, out, 0, out.length);
    } else {
      own.predict(x, timestep, out);
    }
    if (networkLast) {
      takeMeanFromNetwork(x, sigma, out);
    }
  }

  /** Shifts all channels by the same so that their mean is what the network says. */
  private void takeMeanFromNetwork(float[] x, double sigma, float[] out) {
    int channels = own.channels();
    // a mean of channels has less noise
    double less = sigma / Math.sqrt(channels);
    double alpha = 1 / Math.sqrt(1 + less * less);
    float[] input = part(mean(x, Math.sqrt(1 + sigma * sigma) * alpha), 1);
    double timestep = noise.timestep(less);
    network.predict(input, timestep, output);
    double a = prediction.ofX(alpha, less * alpha);
    double b = prediction.ofOutput(alpha, less * alpha);
    float[] before = mean(out, 1);
    for (int i = 0; i < input.length; i++) {
      int at = (window.y + i / window.width) * own.width() + window.x + i % window.width;
      if (mask[at] == 0) {
        continue;
      }
      float shift = (float) (a * input[i] + b * output[i]) - before[at];
      for (int c = 0; c < channels; c++) {
        out[c * area() + at] += shift;
      }
    }
  }

  @Override
  public float[][] sources() {
    return networkLast ? null : own.sources();
  }

  @Override
  public synchronized void cancel() {
    cancelled = true;
    own.cancel();
    if (network != null) {
      network.cancel();
    }
  }

  @Override
  public synchronized void uncancel() {
    cancelled = false;
    own.uncancel();
    if (network != null) {
      network.uncancel();
    }
  }

  private synchronized void setNetwork(Denoiser next) {
    network = next;
    if (cancelled) {
      next.cancel();
    }
  }

  private synchronized void closeNetwork() {
    if (network != null) {
      network.close();
      network = null;
    }
  }

  @Override
  public void close() {
    closeNetwork();
    own.close();
  }
}
