package io.github.palimpsest.model;

import io.github.palimpsest.model.onnx.ModelFolder;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * The U-Net (with its control nets) at one latent size under one conditioning: the function that a
 * sampler calls once or more per step.
 *
 * <p>Owns its native buffers, made once and reused, so a call allocates next to nothing. One
 * denoiser belongs to one thread at a time; several denoisers of one model may run at the same time
 * in different threads. Only {@link #cancel} may be called from any thread. Always runs a batch of
 * one, so a sample never depends on its neighbours.
 */
public interface Denoiser extends AutoCloseable {
  /** Channels D of the latent that {@link #predict} reads and writes. */
  int channels();

  /** Rows of the latent. */
  int height();

  /** Columns of the latent. */
  int width();

  /**
   * Gives an inpainting network (Concat) its constant inputs.
   *
   * <p>The arrays may be kept: do not change them afterwards.
   *
   * @param mask {@code [height, width]}, 1 = repaint
   * @param masked the encoded masked image {@code [channels, height, width]}, scaled like a latent;
   *     both may be kept and are changed by nobody
   */
  void bindMask(float[] mask, float[] masked);

  /**
   * Says where predictions are wanted from now on. A denoiser that works on a large plane piece by
   * piece then leaves out the pieces that are not; without a call, everything is wanted.
   *
   * @param cells {@code [height, width]}, wanted where above 0; not kept
   * @return {@code [height * width]}, true where the prediction is nothing to go by, though finite;
   *     never where it is wanted. Null if it is the network's everywhere
   */
  default boolean[] restrict(float[] cells) {
    return null;
  }

  /**
   * Tells {@code listener} how many cells the network has worked on, during {@link #predict}
   * whenever it has finished a piece of a large plane. Small ones are one piece, of which nothing
   * is told. Called on the thread of {@link #predict}.
   */
  default void onWork(LongConsumer listener) {
    // one piece
  }

  /**
   * Gives a model of the user's image what it may copy from; see {@link Model#learnsFromImage}.
   *
   * @param pictures at least one; the first is the context itself
   */
  default void bindExamples(List<ExamplePicture> pictures) {
    // trained models copy nothing
  }

  /**
   * Where the estimate of the last call comes from, for every pixel of the hole: column and row on
   * the source plane of its strongest contribution, the share of that, 0…1, and the one-based stack
   * position of that plane.
   *
   * @return a new array {@code [4][height * width]}, zero outside the hole; null if the model
   *     copies nothing, or copied no single pixels in the last call
   */
  default float[][] sources() {
    return null;
  }

  /**
   * Gives control net {@code net} its map; takes effect when its weight is not 0. The array may be
   * kept: do not change it afterwards.
   *
   * @param net index into {@link ModelFolder#controlNets}
   * @param map {@code [channels, height * scale, width * scale]} in the net's own units (usually 0
   *     to 1), {@code scale} being the pixels per latent cell of {@link ModelFolder#scale}
   */
  void bindControl(int net, float[] map);

  /** Sets the weight of control net {@code net} from the next call on; 0, the start, is off. */
  void controlWeight(int net, double weight);

  /**
   * Guess mode of ControlNet: the residuals of every net are scaled from 0.1 (first) to 1 (middle),
   * evenly in their logarithm, so that the layout acts and details are left to the model (Zhang et
   * al. 2023, section 3.4; diffusers' {@code guess_mode}).
   */
  void guess(boolean on);

  /**
   * Tells a network that embeds the guidance scale (LCM's {@code timestep_cond}) its value; without
   * effect for others. Such a network runs once per step whatever the scale, see {@link
   * ModelFolder#guidanceEmbedded}.
   */
  void guidanceScale(double scale);

  /**
   * One call of the network.
   *
   * @param x the latent as the scheduler scales it for the model, {@code [channels, height,
   *     width]}; not changed
   * @param timestep the model's own time; networks with an integer input take the nearest integer
   * @param out receives the prediction, same shape; may contain NaN if the network does
   * @throws io.github.palimpsest.check.Cancelled after {@link #cancel}
   * @throws io.github.palimpsest.check.BadInput when the network cannot run
   */
  void predict(float[] x, double timestep, float[] out);

  /** Stops the call that is running, if any, and makes every later one throw. From any thread. */
  void cancel();

  /** Takes {@link #cancel} back, once the call that it stopped has ended. */
  void uncancel();

  /** Bytes of native memory that it holds now, as far as it knows. */
  default long nativeBytes() {
    return 0;
  }

  /** Frees the native buffers; idempotent. */
  @Override
  void close();
}
