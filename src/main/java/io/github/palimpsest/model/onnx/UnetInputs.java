package io.github.palimpsest.model.onnx;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.model.Conditioning;

/** The inputs that a U-Net and its control nets share: sample, timestep and conditioning. */
final class UnetInputs {
  private static final String HIDDEN = "encoder_hidden_states";
  private static final String GUIDANCE = "timestep_cond";
  private static final int GUIDANCE_WIDTH = 256; // time_cond_proj_dim of published LCM U-Nets

  /**
   * Size of a latent.
   *
   * @param channels channels of the noisy latent
   * @param height rows
   * @param width columns
   * @param scale pixels per latent cell
   */
  record Shape(int channels, int height, int width, int scale) {}

  private final Shape shape;
  private final NativeTensor sample;
  private final NativeTensor timestep;
  private final NativeTensor guidance;
  private final int guidanceWidth;

  UnetInputs(Network net, NetworkCall call, Shape shape, Conditioning conditioning) {
    this.shape = shape;
    int channels = net.size("sample", 1, shape.channels());
    sample = call.input("sample", 1, channels, shape.height(), shape.width());
    timestep = call.input("timestep", scalarShape(net, "timestep"));
    guidanceWidth = net.takes(GUIDANCE) ? net.size(GUIDANCE, 1, GUIDANCE_WIDTH) : 0;
    guidance = guidanceWidth == 0 ? null : call.input(GUIDANCE, 1, guidanceWidth);
    if (net.takes(HIDDEN)) {
      if (conditioning.tokens() == 0) {
        throw new BadInput(net.file + " needs a prompt, which may be empty.");
      }
      call.input(HIDDEN, 1, conditioning.tokens(), conditioning.width())
          .put(conditioning.embeddings(), 0);
    }
    if (net.takes("text_embeds")) {
      call.input("text_embeds", 1, conditioning.pooled().length).put(conditioning.pooled(), 0);
    }
    if (net.takes("time_ids")) {
      float h = shape.height() * shape.scale();
      float w = shape.width() * shape.scale();
      call.input("time_ids", 1, 6).put(new float[] {h, w, 0, 0, h, w}, 0);
    }
  }

  /** Shape of an input that holds one number: rank 0 as declared, else [1]. */
  static long[] scalarShape(Network net, String input) {
    return net.inputs.get(input).shape().length == 0 ? new long[0] : new long[] {1};
  }

  /** Writes what changes with every call. */
  void step(float[] x, double time) {
    sample.put(x, 0);
    timestep.put(0, time);
  }

  /** Writes mask and masked latent behind the noisy one, if the network takes them. */
  void mask(float[] mask, float[] masked) {
    int noisy = shape.channels() * shape.height() * shape.width();
    if (sample.size == noisy + mask.length + masked.length) {
      sample.put(mask, noisy);
      sample.put(masked, noisy + mask.length);
    }
  }

  /**
   * Embeds the guidance scale: of w = 1000 (scale - 1), sin and cos at frequencies
   * 10000^(-i/(n-1)), i = 0 ... n-1, n half the width (Luo et al. 2023; diffusers'
   * get_guidance_scale_embedding).
   */
  void guidance(double scale) {
    if (guidance == null) {
      return;
    }
    int half = guidanceWidth / 2;
    float w = (float) ((scale - 1) * 1000);
    for (int i = 0; i < half; i++) {
      float angle = w * (float) Math.exp(-Math.log(10000) / (half - 1) * i);
      guidance.put(i, Math.sin(angle));
      guidance.put(half + i, Math.cos(angle));
    }
  }
}
