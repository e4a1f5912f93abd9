package io.github.palimpsest.model.onnx;

import io.github.palimpsest.model.Conditioning;
import io.github.palimpsest.model.Denoiser;
import io.github.palimpsest.model.LatentCodec;
import io.github.palimpsest.model.LoadedModel;
import io.github.palimpsest.model.PlanePart;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** One user's hold on a shared model. */
final class OnnxLease implements LoadedModel {
  private final OnnxModel model;
  private final Consumer<String> warn;
  private final Runnable given;
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * @param warn told what the model says, until it is closed
   * @param given done when the user gives the model back
   */
  OnnxLease(OnnxModel model, Consumer<String> warn, Runnable given) {
    this.model = model;
    this.warn = warn;
    this.given = given;
  }

  private OnnxModel open() {
    if (closed.get()) {
      throw new IllegalStateException("the model has been closed");
    }
    return model;
  }

  @Override
  public ModelFolder model() {
    return model.folder();
  }

  @Override
  public String device() {
    return model.device();
  }

  @Override
  public String rewriter() {
    return model.rewriter();
  }

  @Override
  public Conditioning encode(String prompt, Consumer<String> warn) {
    return open().encode(prompt, warn);
  }

  @Override
  public Conditioning encodeNegative(String negative, Consumer<String> warn) {
    return open().encodeNegative(negative, warn);
  }

  @Override
  public long cells(int height, int width, float[] wanted) {
    return TileSizes.cells(open().folder(), height, width, wanted);
  }

  @Override
  public Denoiser denoiser(int height, int width, Conditioning conditioning) {
    return denoiser(height, width, conditioning, 1);
  }

  @Override
  public Denoiser denoiser(int height, int width, Conditioning conditioning, int atOnce) {
    return open().denoiser(height, width, conditioning, atOnce);
  }

  @Override
  public Denoiser denoiser(PlanePart part, Conditioning conditioning, int atOnce) {
    return open().denoiser(part, conditioning, atOnce);
  }

  @Override
  public LatentCodec codec() {
    return open().codec();
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      model.forget(warn);
      given.run();
    }
  }
}
