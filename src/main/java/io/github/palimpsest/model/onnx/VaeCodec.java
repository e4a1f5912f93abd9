package io.github.palimpsest.model.onnx;

import io.github.palimpsest.check.Cancelled;
import io.github.palimpsest.model.LatentCodec;
import io.github.palimpsest.model.Posterior;
import io.github.palimpsest.model.folder.ModelParts;
import java.util.Arrays;
import java.util.function.Supplier;

/** The autoencoder as two networks. */
final class VaeCodec implements LatentCodec {
  private final ModelParts.Vae vae;
  private final int channels;
  private final int largest;
  private final Stage encoder;
  private final Stage decoder;
  private volatile boolean cancelled;

  /**
   * @param largest latent cells that are worked on in one piece
   * @param encoder loads the encoder on first use
   * @param decoder loads the decoder on first use
   */
  VaeCodec(
      ModelParts.Vae vae,
      int channels,
      int largest,
      Supplier<Network> encoder,
      Supplier<Network> decoder) {
    this.vae = vae;
    this.largest = largest;
    this.channels = channels;
    this.encoder = new Stage(encoder);
    this.decoder = new Stage(decoder);
  }

  @Override
  public int imageChannels() {
    return vae.imageChannels();
  }

  @Override
  public int channels() {
    return channels;
  }

  @Override
  public int scale() {
    return vae.scale();
  }

  @Override
  public Posterior encode(float[] image, int height, int width) {
    int scale = vae.scale();
    if (height % scale != 0
        || width % scale != 0
        || image.length != vae.imageChannels() * height * width) {
      throw new IllegalArgumentException(
          "image ("
              + image.length
              + ") must be "
              + vae.imageChannels()
              + " planes of "
              + height
              + " x "
              + width
              + ", multiples of "
              + scale);
    }
    Network net = encoder.net();
    int given = net.outputs.values().iterator().next().size(1, 0);
    // Optimum gives latent_parameters (mean and log variance), older exports a latent_sample.
    boolean parameters =
        given > 0 ? given == 2 * channels : !net.outputs.containsKey("latent_sample");
    int planes = parameters ? 2 * channels : channels;
    Tiling tiling = tiling(height / scale, width / scale);
    float[] result =
        tiling.blend(
            planes,
            1,
            (row, column) ->
                encoder.run(
                    tiling.cut(image, vae.imageChannels(), scale, row, column),
                    new long[] {
                      1,
                      vae.imageChannels(),
                      (long) tiling.tileHeight() * scale,
                      (long) tiling.tileWidth() * scale
                    },
                    new long[] {1, planes, tiling.tileHeight(), tiling.tileWidth()}));
    if (!parameters) {
      return new Posterior(result, null, vae.units());
    }
    int half = result.length / 2;
    float[] mean = new float[half];
    float[] deviation = new float[half];
    for (int i = 0; i < half; i++) {
      mean[i] = result[i];
      float logVariance = Math.min(20f, Math.max(-30f, result[half + i]));
      deviation[i] = (float) Math.exp(0.5f * logVariance);
    }
    return new Posterior(mean, deviation, vae.units());
  }

  @Override
  public float[] decode(float[] latent, int height, int width) {
    if (latent.length != channels * height * width) {
      throw new IllegalArgumentException(
          "latent ("
              + latent.length
              + ") must be "
              + channels
              + " planes of "
              + height
              + " x "
              + width);
    }
    float[] unscaled = latent.clone();
    vae.units().toVae(unscaled);
    int scale = vae.scale();
    Tiling tiling = tiling(height, width);
    return tiling.blend(
        vae.imageChannels(),
        scale,
        (row, column) ->
            decoder.run(
                tiling.cut(unscaled, channels, 1, row, column),
                new long[] {1, channels, tiling.tileHeight(), tiling.tileWidth()},
                new long[] {
                  1,
                  vae.imageChannels(),
                  (long) tiling.tileHeight() * scale,
                  (long) tiling.tileWidth() * scale
                }));
  }

  // Normalisation and attention see a whole tile, so tiles are as large as a whole plane may be.
  private Tiling tiling(int height, int width) {
    return Tiling.of(height, width, largest);
  }

  @Override
  public void load() {
    decoder.net();
  }

  @Override
  public void cancel() {
    cancelled = true;
    encoder.cancel();
    decoder.cancel();
  }

  @Override
  public void uncancel() {
    cancelled = false;
    encoder.uncancel();
    decoder.uncancel();
  }

  @Override
  public void close() {
    encoder.close();
    decoder.close();
  }

  /** One network with the buffers of the shape it last ran at. */
  private final class Stage {
    private final Supplier<Network> loader;
    private NetworkCall call;
    private NativeTensor input;
    private NativeTensor output;
    private long[] shape = {};

    Stage(Supplier<Network> loader) {
      this.loader = loader;
    }

    Network net() {
      return loader.get();
    }

    float[] run(float[] values, long[] inputShape, long[] outputShape) {
      NetworkCall current = prepare(inputShape, outputShape);
      input.put(values, 0);
      current.run();
      float[] result = new float[output.size];
      current.read(output, result);
      return result;
    }

    private synchronized NetworkCall prepare(long[] inputShape, long[] outputShape) {
      if (cancelled) {
        throw new Cancelled();
      }
      if (!Arrays.equals(shape, inputShape)) {
        close();
        Network net = net();
        call = new NetworkCall(net);
        input = call.input(net.inputs.keySet().iterator().next(), inputShape);
        output = call.output(net.outputs.keySet().iterator().next(), outputShape);
        shape = inputShape;
      }
      return call;
    }

    synchronized void cancel() {
      if (call != null) {
        call.cancel();
      }
    }

    synchronized void uncancel() {
      if (call != null) {
        call.uncancel();
      }
    }

    synchronized void close() {
      if (call != null) {
        call.close();
        call = null;
        shape = new long[] {};
      }
    }
  }
}
