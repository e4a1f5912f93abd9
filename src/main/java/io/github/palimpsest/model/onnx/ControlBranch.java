package io.github.palimpsest.model.onnx;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.model.Conditioning;
import io.github.palimpsest.model.ControlNet;
import java.util.ArrayList;
import java.util.List;

/**
 * One control net at one size: runs beside the U-Net and adds its residuals (Zhang et al. 2023).
 */
final class ControlBranch implements AutoCloseable {
  private static final String MAP = "controlnet_cond";
  private static final String SCALE = "conditioning_scale";

  private final ControlNet description;
  private final NetworkCall call;
  private final UnetInputs inputs;
  private final NativeTensor map;
  private final NativeTensor scale;
  private final List<NativeTensor> outputs = new ArrayList<>();
  private final List<float[]> means = new ArrayList<>();
  private final int mapHeight;
  private final int mapWidth;
  private final int modelScale;
  private boolean bound;

  /**
   * @param modelScale pixels per latent cell of the model; maps come at that size
   */
  ControlBranch(
      Network net,
      ControlNet description,
      List<long[]> shapes,
      UnetInputs.Shape shape,
      Conditioning conditioning,
      int modelScale) {
    this.description = description;
    this.modelScale = modelScale;
    mapHeight = shape.height() * description.scale();
    mapWidth = shape.width() * description.scale();
    call = new NetworkCall(net);
    try {
      inputs = new UnetInputs(net, call, shape, conditioning);
      map = call.input(MAP, 1, description.channels(), mapHeight, mapWidth);
      scale = !net.takes(SCALE) ? null : call.input(SCALE, UnetInputs.scalarShape(net, SCALE));
      addOutputs(net, shapes);
    } catch (RuntimeException | Error e) {
      call.close();
      throw e;
    }
  }

  private void addOutputs(Network net, List<long[]> shapes) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < shapes.size() - 1; i++) {
      String plural = "down_block_res_samples_" + i;
      names.add(net.outputs.containsKey(plural) ? plural : "down_block_res_sample_" + i);
    }
    names.add("mid_block_res_sample");
    for (int i = 0; i < names.size(); i++) {
      if (!net.outputs.containsKey(names.get(i))) {
        throw new BadInput(net.file + " has no output " + names.get(i) + ".");
      }
      long[] given = shapes.get(i);
      if (description.pooled()) {
        means.add(new float[(int) given[1]]);
        given = new long[] {1, given[1], 1, 1};
      }
      outputs.add(call.output(names.get(i), given));
    }
  }

  /** What the U-Net sees beside the noisy latent, for a net that sees it, too. */
  void mask(float[] mask, float[] masked) {
    inputs.mask(mask, masked);
  }

  /** Takes a map of the model's size; a net with another scale gets it repeated or thinned. */
  void bind(float[] values) {
    int h = mapHeight / description.scale() * modelScale;
    int w = mapWidth / description.scale() * modelScale;
    if (values.length != description.channels() * h * w) {
      throw new IllegalArgumentException(
          "map.length ("
              + values.length
              + ") must be "
              + description.channels()
              + " * "
              + h
              + " * "
              + w);
    }
    if (h == mapHeight) {
      map.put(values, 0);
    } else {
      for (int c = 0; c < description.channels(); c++) {
        for (int y = 0; y < mapHeight; y++) {
          for (int x = 0; x < mapWidth; x++) {
            int from = (c * h + y * h / mapHeight) * w + x * w / mapWidth;
            map.put((c * mapHeight + y) * mapWidth + x, values[from]);
          }
        }
      }
    }
    bound = true;
  }

  /**
   * Adds weight * residual to {@code sums}; with {@code guess} the first ones count less, except
   * where they are means.
   */
  void run(
      float[] x, double timestep, float weight, boolean guess, float[][] sums, float[][] buffers) {
    if (!bound) {
      throw new IllegalStateException("bind a map before a weight for " + description.kind());
    }
    inputs.step(x, timestep);
    float factor = weight;
    if (scale != null) {
      scale.put(0, weight);
      factor = 1;
    }
    call.run();
    for (int i = 0; i < sums.length; i++) {
      float scaled = guess && !description.pooled() ? factor * guessed(i, sums.length) : factor;
      float[] sum = sums[i];
      if (description.pooled()) {
        call.read(outputs.get(i), means.get(i));
        spread(means.get(i), scaled, sum);
        continue;
      }
      float[] residual = buffers[i];
      call.read(outputs.get(i), residual);
      for (int j = 0; j < sum.length; j++) {
        sum[j] += residual[j] * scaled;
      }
    }
  }

  /** Adds one number a channel all over its plane. */
  private static void spread(float[] means, float scaled, float[] sum) {
    int plane = sum.length / means.length;
    for (int j = 0; j < sum.length; j++) {
      sum[j] += means[j / plane] * scaled;
    }
  }

  /** Guess mode's share of residual i of n: 10^(i / (n - 1) - 1). */
  private static float guessed(int i, int n) {
    return n == 1 ? 1 : (float) Math.pow(10, (double) i / (n - 1) - 1);
  }

  long bytes() {
    return call.bytes();
  }

  void cancel() {
    call.cancel();
  }

  void uncancel() {
    call.uncancel();
  }

  @Override
  public void close() {
    call.close();
  }
}
